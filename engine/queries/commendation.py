"""The read side of 总结表彰: cycles, who is nominated in one, and all that was checked and said of one of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from engine.act import Act
from engine.actions.cycles import is_own_nominee
from engine.actions.outside_opinions import opinion_faults
from engine.domain.commendation import BEFORE_NOTICE, BEFORE_PANEL, ENDS, CycleRule
from engine.domain.errors import NotFound
from engine.people.policy import (
    may_change_nomination,
    may_oversee,
    may_read_nomination_files,
    may_run_commendation,
)
from engine.queries.inbox import get_task_row
from engine.queries.mine import only_seen
from engine.queries.public_notices import may_read
from engine.queries.reader import Reader
from engine.queries.reviews import sits_on_panel
from engine.store.attachments import files_of_nominations
from engine.store.commendation import (
    CYCLE,
    awards_of,
    categories_of,
    checks_of,
    get_cycle,
    nominations_of,
    opinions_of,
)
from engine.store.models import (
    Award,
    AwardCategory,
    AwardCycle,
    Ballot,
    Nomination,
    OutsideOpinion,
    PanelMember,
    PanelSeat,
    PanelSitting,
    PublicNotice,
    Qualification,
)
from engine.store.panels import members_of, sittings_about

SPEAKERS = ("head", "liaison")


@dataclass(frozen=True)
class CycleSeen:
    """A cycle with what the reader may see of it; `counts`: nominations by category, whoever may see them.

    `units`: the units whose nominations the reader may make now; `sees_all`: overseers and the panel.
    `opinions_due`: by nomination, whose opinion must be got again before the decision, for who runs the cycle.
    """

    cycle: AwardCycle
    rule: CycleRule | None
    categories: list[AwardCategory]
    counts: dict[int, int]
    nominations: list[Nomination]
    members: list[PanelMember]
    sittings: list[PanelSitting]
    ballots: list[Ballot]
    notices: list[PublicNotice]
    awards: list[Award]
    units: list[int]
    may_self: bool
    sees_all: bool
    opinions_due: Mapping[int, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class NominationSeen:
    """`sees_facts`: the figures behind the lines of the checks, for the party committee office. `sees_files`: 证明材料.

    `notices`: those within the unit, where the reader may read them.
    """

    nomination: Nomination
    cycle: AwardCycle
    rule: CycleRule | None
    category: AwardCategory
    checks: list[Qualification]
    opinions: list[OutsideOpinion]
    ballots: list[Ballot]
    notices: list[PublicNotice]
    award: Award | None
    sees_facts: bool
    sees_files: bool
    may_withdraw: bool
    may_keep_unposted: bool


def list_cycles(session: Session) -> list[AwardCycle]:
    """The newest first; everybody may read what is announced."""
    return list(session.scalars(select(AwardCycle).order_by(AwardCycle.id.desc())))


def get_cycle_seen(act: Act, reader: Reader, cycle_id: int) -> CycleSeen:
    """NotFound where there is none."""
    session = act.session
    cycle = get_cycle(session, cycle_id)
    sees_all = _sees_all(session, reader, cycle)
    nominations = select(Nomination).where(Nomination.cycle_id == cycle_id, *_visible(session, reader, cycle))
    counted = select(Nomination.category_id, func.count()).where(Nomination.cycle_id == cycle_id)
    is_open = cycle.state == "nominating" and act.now < cycle.nominate_until
    categories = categories_of(session, cycle_id)
    return CycleSeen(
        cycle=cycle,
        rule=_rule_of(cycle),
        categories=categories,
        counts={row[0]: row[1] for row in session.execute(counted.group_by(Nomination.category_id))},
        nominations=list(session.scalars(nominations.order_by(Nomination.category_id, Nomination.id))),
        members=members_of(session, cycle.panel_id),
        sittings=sittings_about(session, CYCLE, [cycle_id]) if sees_all else [],
        ballots=_ballots(session, cycle.instance_id) if sees_all else [],
        notices=_notices(session, cycle.instance_id),
        awards=awards_of(session, cycle_id),
        units=_speaks_for(reader) if is_open else [],
        may_self=is_open and any(one.self_allowed for one in categories),
        sees_all=sees_all,
        opinions_due=_opinions_due(act, reader, cycle),
    )


def _opinions_due(act: Act, reader: Reader, cycle: AwardCycle) -> dict[int, list[str]]:
    """Only while it is decided about, and only for the office that has to get them."""
    rule = _rule_of(cycle)
    if rule is None or cycle.state != "deciding" or not may_run_commendation(reader.roles):
        return {}
    elected = nominations_of(act.session, cycle.id, ["elected"])
    return {one.id: [body for body, fault in opinion_faults(act, one, rule) if fault != "object"] for one in elected}


def _rule_of(cycle: AwardCycle) -> CycleRule | None:
    return CycleRule(**cycle.rule) if cycle.rule else None


def _sees_all(session: Session, reader: Reader, cycle: AwardCycle) -> bool:
    return may_oversee(reader.roles) or sits_on_panel(session, reader, cycle.panel_id)


def _speaks_for(reader: Reader) -> list[int]:
    """The units whose head or liaison the reader is, as A or B."""
    held = reader.situation.posts_held(reader.person_id)
    return sorted({post.unit_id for post, _ in held if post.kind in SPEAKERS and post.unit_id is not None})


def _visible(session: Session, reader: Reader, cycle: AwardCycle) -> list[ColumnElement[bool]]:
    """Overseers and the panel see every nomination, others those of their units and their own."""
    conditions = only_seen(reader, Nomination.instance_id)
    if not _sees_all(session, reader, cycle):
        units = reader.situation.units_of(reader.person_id)
        own = or_(Nomination.person_id == reader.person_id, Nomination.nominated_by_id == reader.person_id)
        conditions.append(or_(Nomination.unit_id.in_(units), own))
    return conditions


def _ballots(session: Session, instance_id: int | None) -> list[Ballot]:
    return list(session.scalars(select(Ballot).where(Ballot.instance_id == instance_id).order_by(Ballot.id)))


def _notices(session: Session, instance_id: int | None) -> list[PublicNotice]:
    query = select(PublicNotice).where(PublicNotice.instance_id == instance_id)
    return list(session.scalars(query.order_by(PublicNotice.round)))


def get_nomination_seen(session: Session, reader: Reader, nomination_id: int) -> NominationSeen:
    """One nomination; NotFound for others, whether it exists or not."""
    nomination = session.get(Nomination, nomination_id)
    if nomination is None:
        raise NotFound
    cycle = get_cycle(session, nomination.cycle_id)
    query = select(Nomination.id).where(Nomination.id == nomination_id, *_visible(session, reader, cycle))
    if session.scalars(query).first() is None:
        raise NotFound
    owners = {nomination.nominated_by_id, nomination.person_id}
    is_owner = may_change_nomination(reader.roles, reader.person_id, owners)
    award = select(Award).where(Award.nomination_id == nomination_id)
    return NominationSeen(
        nomination=nomination,
        cycle=cycle,
        rule=_rule_of(cycle),
        category=session.get_one(AwardCategory, nomination.category_id),
        checks=checks_of(session, nomination_id),
        opinions=opinions_of(session, [nomination_id]),
        ballots=_ballots(session, nomination.instance_id),
        notices=[one for one in _notices(session, nomination.instance_id) if may_read(session, reader, one)],
        award=session.scalars(award).first(),
        sees_facts="party_committee" in reader.roles,
        sees_files=reads_files(session, reader, nomination),
        may_withdraw=is_owner and nomination.state not in ENDS and cycle.state in BEFORE_PANEL,
        may_keep_unposted=may_run_commendation(reader.roles)
        and nomination.state in BEFORE_NOTICE
        and not nomination.unposted_reason,
    )


def reads_files(session: Session, reader: Reader, nomination: Nomination) -> bool:
    """证明材料: who nominated, the nominee, who speaks for the unit; the panel once it is called; who runs, audits."""
    seen = select(Nomination.id).where(Nomination.id == nomination.id, *only_seen(reader, Nomination.instance_id))
    if session.scalars(seen).first() is None:
        return False
    owners = {nomination.nominated_by_id, nomination.person_id}
    concerned = reader.person_id in owners or nomination.unit_id in _speaks_for(reader)
    if not concerned:
        cycle = get_cycle(session, nomination.cycle_id)
        concerned = cycle.state not in BEFORE_PANEL and sits_on_panel(session, reader, cycle.panel_id)
    return may_read_nomination_files(reader.roles, concerned=concerned)


@dataclass(frozen=True)
class ToMark:
    """A nominee on a member's marking task; `is_own`: of the member's units, so that the member does not mark it.

    `files`: how many 证明材料 there are.
    """

    nomination: Nomination
    category: AwardCategory
    is_own: bool
    files: int


def nominees_to_mark(act: Act, reader: Reader, task_id: str) -> list[ToMark]:
    """By category, for whoever may see the task; NotFound where it is not a task of marking."""
    data = get_task_row(act.session, reader, task_id).task.data
    seat = act.session.get(PanelSeat, data.get("seat")) if data.get("seat") is not None else None
    if seat is None or "cycle_id" not in data:
        raise NotFound
    member = act.session.get_one(PanelMember, seat.member_id)
    categories = {one.id: one for one in categories_of(act.session, data["cycle_id"])}
    found = nominations_of(act.session, data["cycle_id"], ["recommended"])
    found.sort(key=lambda one: (categories[one.category_id].position, one.id))
    files = Counter(one.instance_id for one in files_of_nominations(act.session, [one.instance_id for one in found]))
    return [
        ToMark(one, categories[one.category_id], is_own_nominee(act, member, one), files[one.instance_id or 0])
        for one in found
    ]
