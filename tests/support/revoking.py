"""A cycle lived through to its awards, and what is done when one of them is to be revoked."""

from datetime import date
from typing import Any

from engine.commands.commendation.start_revocation import start_revocation
from engine.commands.commendation.withdraw_revocation import withdraw_revocation
from engine.site import Site
from engine.store.models import Award, AwardCycle, AwardRevocation, OfficialDocument
from engine.store.revocations import get_award, revocations_of
from tests.support.commending import (
    OFFICE,
    awards_of,
    begin_cycle,
    complete,
    decide,
    give_marks,
    give_opinions,
    panel_votes,
    put_forward,
    recommend_all,
    stand_at,
    tasks_of,
)
from tests.support.office import act_of, roles

AWARDED, UNIT_HEAD_OF_AWARDED = "huangjing", "ms1"  # who has the second award, and the unit


def award_all(site: Site, *, publish: bool = True) -> tuple[int, list[Award]]:
    """A cycle with an award for a unit and two for people; its number, and the awards."""
    cycle_id = begin_cycle(site)
    with site.writing() as session:
        cycle = session.get_one(AwardCycle, cycle_id)
        cycle.rule = {**cycle.rule, "publish": publish}
    unit = put_forward(site, cycle_id, "模范单位", "zhc")
    people = [put_forward(site, cycle_id, "先进个人", *one) for one in (("ms1", AWARDED), ("ms2", "linxi"))]
    give_opinions(site)
    recommend_all(site)
    stand_at(site, date(2026, 1, 13))
    give_marks(site, {unit: 90, people[0]: 95, people[1]: 85})
    panel_votes(site, [unit])
    panel_votes(site, people)
    stand_at(site, date(2026, 1, 21))
    decide(site)
    return cycle_id, awards_of(site, cycle_id)


def propose(
    site: Site, award_id: int, grounds: str = "false_deeds", facts: str = "材料与事实不符", who: str = OFFICE
) -> int:
    with site.writing() as session:
        return start_revocation(act_of(site, session, who), roles(session, who), award_id, grounds, facts).id


def take_back(site: Site, revocation_id: int, reason: str = "事实有误", who: str = OFFICE) -> None:
    with site.writing() as session:
        withdraw_revocation(act_of(site, session, who), roles(session, who), revocation_id, reason)


def state_side(site: Site, text: str = "材料属实", who: str | None = None) -> None:
    complete(site, tasks_of(site, "statement")[0].id, {"text": text}, who)


def decide_it(site: Site, outcome: str = "revoke", opinion: str = "事迹不实") -> None:
    complete(site, tasks_of(site, "decide")[0].id, {"outcome": outcome, "opinion": opinion})


def award_of(site: Site, award_id: int) -> Award:
    with site.reading() as session:
        return get_award(session, award_id)


def procedures(site: Site, award_id: int) -> list[AwardRevocation]:
    with site.reading() as session:
        return revocations_of(session, award_id)


def texts(site: Site, document_id: int) -> dict[str, Any]:
    """All that a document says."""
    with site.reading() as session:
        return session.get_one(OfficialDocument, document_id).content
