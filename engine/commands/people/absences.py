"""外出登记: somebody is away from, to, and what for; B has the work from that second on. Ended early or withdrawn."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.act import Act
from engine.domain.clock import OFFICE_ZONE
from engine.domain.errors import Invalid, NotAllowed, NotFound, Problem
from engine.notify.standing_in import tell_who_stands_in
from engine.people.covering import problems_of_absence
from engine.people.facts import Absence, Span
from engine.people.policy import may_enter_absence
from engine.people.principals import of_post
from engine.people.situation import Situation
from engine.store.definitions import latest_definitions
from engine.store.events import append_event
from engine.store.models import AbsenceRow
from engine.store.office_record import lock_office_record
from engine.store.organisation_writing import absences_of


@dataclass(frozen=True)
class Entry:
    """From the first instant to before the second; for everything, for one process, or for the matters of one unit."""

    person_id: int
    starts_at: datetime
    ends_at: datetime
    process: str | None = None
    unit_id: int | None = None
    third_id: int | None = None
    reason: str = ""


def enter_absence(act: Act, roles: Collection[str], entry: Entry) -> AbsenceRow:
    """Enter it; NotFound for somebody whose absence is not the actor's to enter, Invalid with all that is wrong."""
    _allow(act, roles, entry.person_id)
    problems = _problems(act, entry) or _uncovered(act, entry)
    if problems:
        raise Invalid(problems)
    record = lock_office_record(act.session, act.now)
    row = AbsenceRow(
        person_id=entry.person_id,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        process=entry.process,
        unit_id=entry.unit_id,
        third_id=entry.third_id,
        reason=entry.reason,
        entered_by_id=act.actor_id,
        entered_at=act.now,
    )
    act.session.add(row)
    act.session.flush()
    name = act.situation.name_of(entry.person_id)
    append_event(record, "absence.entered", act.origin, name=name, after=told(row), data={"person_id": row.person_id})
    tell_who_stands_in(act, row)
    return row


def end_absence(act: Act, roles: Collection[str], absence_id: int) -> AbsenceRow:
    """Back early, from now on; one that has not begun is withdrawn. Invalid for one that is over."""
    row = act.session.get(AbsenceRow, absence_id)
    if row is None:
        raise NotFound
    _allow(act, roles, row.person_id)
    if row.ends_at is not None and row.ends_at <= act.now:
        raise Invalid([Problem("people.absence_past", field="ends_at")])
    record = lock_office_record(act.session, act.now)
    before = told(row)
    if row.starts_at is not None and row.starts_at > act.now:
        row.starts_at = act.now
    row.ends_at = act.now
    act.session.flush()
    name = act.situation.name_of(row.person_id)
    append_event(
        record,
        "absence.ended",
        act.origin,
        name=name,
        data={"person_id": row.person_id},
        before={"ends_at": before["ends_at"]},
        after={"ends_at": told(row)["ends_at"]},
    )
    return row


def told(row: AbsenceRow) -> dict[str, Any]:
    """As the record tells it; instants in ISO 8601."""
    return {
        "starts_at": row.starts_at.isoformat() if row.starts_at else None,
        "ends_at": row.ends_at.isoformat() if row.ends_at else None,
        "process": row.process,
        "unit_id": row.unit_id,
        "third_id": row.third_id,
        "reason": row.reason,
    }


def heads_of(situation: Situation, person_id: int) -> frozenset[int]:
    """Who answers for somebody now: the head of the unit, or who stands in for the head; the leader of a head."""
    unit_id = situation.unit_of(person_id)
    head, leader = situation.post_of(unit_id, "head"), situation.leader_post(unit_id)
    if head is None:
        return frozenset()
    own = head.id in {post.id for post, _ in situation.posts_held(person_id)}
    above = leader if own else head
    return situation.doers([of_post(above.id)]) if above else frozenset()


def _allow(act: Act, roles: Collection[str], person_id: int) -> None:
    if act.actor_id is None:
        raise NotAllowed
    if not may_enter_absence(act.actor_id, person_id, heads_of(act.situation, person_id), roles):
        raise NotFound


def _problems(act: Act, entry: Entry) -> list[Problem]:
    situation, problems = act.situation_at(max(entry.starts_at, act.now)), []
    if entry.ends_at <= entry.starts_at:
        problems.append(Problem("people.absence_ends_early", field="ends_at"))
    elif entry.ends_at <= act.now:
        problems.append(Problem("people.absence_past", field="ends_at"))
    if not situation.works_here(entry.person_id):
        problems.append(Problem("people.absence_person", field="person_id"))
    if entry.third_id is not None and entry.third_id == entry.person_id:
        problems.append(Problem("people.third_itself", field="third_id"))
    if entry.unit_id is not None and entry.unit_id not in {unit.id for unit in situation.units()}:
        problems.append(Problem("people.absence_unit", field="unit_id"))
    known = {definition.key for definition in latest_definitions(act.session)}
    if entry.process is not None and entry.process not in known:
        problems.append(Problem("people.absence_process", {"process": entry.process}, field="process"))
    return problems + _overlaps(act, entry)


def _overlaps(act: Act, entry: Entry) -> list[Problem]:
    """Twice the same absence: the same scope at the same time."""
    span = Span(entry.starts_at, entry.ends_at)
    same = [
        row
        for row in absences_of(act.session, entry.person_id)
        if (row.process, row.unit_id) == (entry.process, entry.unit_id)
        and row.starts_at != row.ends_at
        and Span(row.starts_at, row.ends_at).overlaps(span)
    ]
    return [
        Problem(
            "people.absence_overlaps", {"starts": _local(row.starts_at), "ends": _local(row.ends_at)}, field="starts_at"
        )
        for row in same
    ]


def _uncovered(act: Act, entry: Entry) -> list[Problem]:
    span = Span(max(entry.starts_at, act.now), entry.ends_at)
    absence = Absence(0, entry.person_id, span, entry.process, entry.unit_id, entry.third_id)
    return problems_of_absence(act.house.organisations.get(act.session), absence)


def _local(moment: datetime | None) -> str:
    return f"{moment.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}" if moment else ""
