"""撤销表彰 as its diagram says it: facts, the awarded heard, the decision, the award revoked or kept."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from engine.actions.reckoning import reckon_as_bound
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from engine.site import Site
from engine.store.models import Notice, Person
from tests.support import commending
from tests.support.commending import awards_of, stand_at, states_of, tasks_of
from tests.support.office import act_of, doers
from tests.support.performance import lines
from tests.support.revoking import (
    AWARDED,
    award_all,
    award_of,
    decide_it,
    procedures,
    propose,
    state_side,
    take_back,
    texts,
)


def told(site: Site, kind: str) -> set[str]:
    with site.reading() as session:
        query = select(Person.username).join(Notice, Notice.person_id == Person.id).where(Notice.kind == kind)
        return set(session.scalars(query))


def refused(site: Site, award_id: int) -> list[str]:
    with pytest.raises(Conflict) as caught:
        propose(site, award_id)
    return [one.code for one in caught.value.problems]


def test_an_award_is_revoked_after_the_awarded_were_heard(either_site: Site) -> None:
    site = either_site
    cycle_id, awards = award_all(site)
    award = awards[1]
    propose(site, award.id)
    assert commending.incidents(site) == []
    task = tasks_of(site, "statement")[0]
    assert f"{task.due_at:%Y-%m-%d}" == "2026-01-28"  # five working days after the 21st
    with site.reading() as session:
        assert AWARDED in doers(session, task.id)
        assert len(doers(session, task.id)) == 2  # and the head of the unit
    state_side(site, who=AWARDED)
    decide_it(site)
    assert commending.incidents(site) == []
    found, states = award_of(site, award.id), states_of(site, cycle_id)
    assert (found.state, found.revocation_reason, found.revoked_at is not None) == ("revoked", "事迹不实", True)
    assert [one.state for one in awards_of(site, cycle_id)] == ["stands", "revoked", "stands"]
    assert "reserve" not in states.values()  # the place is not filled again
    assert procedures(site, award.id)[0].statement == "材料属实"
    assert AWARDED in told(site, "revocation_opened") & told(site, "award_revoked")
    decision = texts(site, found.document_ids[-1])
    assert decision["number"] == "撤销表彰〔2026〕1号"
    assert "听取陈述申辩" in str(decision["paragraphs"])


def test_who_says_nothing_in_time_is_decided_about_all_the_same(site: Site) -> None:
    _, awards = award_all(site)
    propose(site, awards[0].id, "procedure")
    stand_at(site, date(2026, 1, 23))
    assert tasks_of(site, "decide") == []
    stand_at(site, date(2026, 1, 27))
    decide_it(site)
    assert "没有提出陈述申辩" in str(texts(site, award_of(site, awards[0].id).document_ids[-1])["paragraphs"])


def test_the_leadership_group_may_keep_an_award_and_another_procedure_may_follow(site: Site) -> None:
    _, awards = award_all(site)
    award = awards[1]
    propose(site, award.id)
    assert refused(site, award.id) == ["revocation.open"]
    state_side(site)
    decide_it(site, "keep", "查无实据")
    found = award_of(site, award.id)
    assert (found.state, found.revocation_instance_id, len(found.document_ids)) == ("stands", None, 2)
    assert AWARDED in told(site, "award_kept")
    propose(site, award.id)
    assert [one.state for one in procedures(site, award.id)] == ["kept", "open"]


def test_only_the_party_committee_office_may_start_it_and_only_on_what_stands(site: Site) -> None:
    _, awards = award_all(site)
    for username in (AWARDED, "qianbo", "zhengyi"):
        with pytest.raises(NotAllowed):
            propose(site, awards[1].id, who=username)
    for attempt in (partial(propose, site, awards[1].id, "whim"), partial(propose, site, awards[1].id, facts=" ")):
        with pytest.raises(Invalid):
            attempt()
    propose(site, awards[1].id)
    state_side(site)
    decide_it(site)
    assert refused(site, awards[1].id) == ["revocation.revoked"]


def test_the_office_may_withdraw_it_until_it_is_decided_and_the_award_stands(either_site: Site) -> None:
    site = either_site
    _, awards = award_all(site)
    award = awards[1]
    number = propose(site, award.id)
    for who, refusal in ((AWARDED, NotAllowed), ("qianbo", NotFound), ("zhengyi", NotFound)):
        with pytest.raises(refusal):
            take_back(site, number, who=who)
    with pytest.raises(Invalid):
        take_back(site, number, " ")
    state_side(site, who=AWARDED)
    before = told(site, "revocation_opened")
    take_back(site, number)
    assert commending.incidents(site) == []
    assert (tasks_of(site, "statement"), tasks_of(site, "decide")) == ([], [])
    found = procedures(site, award.id)[0]
    assert (found.state, found.withdrawal_reason, found.withdrawn_at is not None) == ("withdrawn", "事实有误", True)
    assert (found.decided_at, award_of(site, award.id).state) == (None, "stands")
    assert told(site, "revocation_withdrawn") == before
    with pytest.raises(Conflict):
        take_back(site, number)
    again = propose(site, award.id)
    decide_after_silence(site)
    with pytest.raises(Conflict) as caught:
        take_back(site, again)
    assert [one.code for one in caught.value.problems] == ["revocation.over"]
    assert [one.state for one in procedures(site, award.id)] == ["withdrawn", "revoked"]


def decide_after_silence(site: Site) -> None:
    stand_at(site, date(2026, 1, 29))
    decide_it(site)


def test_an_award_is_a_line_of_performance_until_it_is_revoked(site: Site) -> None:
    _, awards = award_all(site)

    def awarded() -> set[tuple[str, str, int]]:
        with site.writing() as session:
            reckon_as_bound(act_of(site, session), 2026)
        found = lines(site).items()
        return {(whose, one.rule, one.points) for whose, own in found for one in own if one.source_kind == "award"}

    assert awarded() == {
        ("zhc", "unit_awarded", 20),
        ("huangjing", "person_awarded", 20),
        ("linxi", "person_awarded", 20),
    }
    propose(site, awards[1].id)
    state_side(site, who=AWARDED)
    decide_it(site)
    assert awarded() == {("zhc", "unit_awarded", 20), ("linxi", "person_awarded", 20)}
