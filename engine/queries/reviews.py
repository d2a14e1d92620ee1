"""The read side of 四同步: the years, the matrix of units, key tasks and gates, one key task with all that was said."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from engine.calendar import WorkingCalendar
from engine.domain.errors import NotFound
from engine.domain.gates import look_of
from engine.people.policy import may_oversee
from engine.queries.mine import hidden_instances, only_seen
from engine.queries.reader import Reader
from engine.store.models import (
    Finding,
    Gate,
    GateTrack,
    Item,
    KeyTask,
    OfficialDocument,
    PanelMember,
    PanelSeat,
    PanelSitting,
    ReviewYear,
    UnitAssessment,
)
from engine.store.panels import seats_of, sittings_about
from engine.store.reviews import GATE, assessments_of, find_year, findings_of, gates_of, items_by_ordinal, tracks_of


@dataclass(frozen=True)
class FindingSeen:
    """A finding with the item that answers it; None where it is not dispatched yet."""

    finding: Finding
    item: Item | None


@dataclass(frozen=True)
class GateSeen:
    """A gate with all that belongs to it. `look` is a word of engine.domain.gates."""

    gate: Gate
    look: str
    tracks: list[GateTrack] = field(default_factory=list)
    findings: list[FindingSeen] = field(default_factory=list)
    sittings: list[tuple[PanelSitting, list[tuple[PanelSeat, PanelMember]]]] = field(default_factory=list)


@dataclass(frozen=True)
class TaskSeen:
    task: KeyTask
    gates: list[GateSeen]


@dataclass
class YearDay:
    """What is to come on a day at a gate: `what` is opens, prepare_due, sitting_closes or finding_due."""

    on: date
    what: str
    gate: int
    tasks: list[KeyTask] = field(default_factory=list)


def list_years(session: Session) -> list[ReviewYear]:
    """The newest first."""
    return list(session.scalars(select(ReviewYear).order_by(ReviewYear.year.desc())))


def get_year(session: Session, year: int) -> ReviewYear:
    found = find_year(session, year)
    if found is None:
        raise NotFound
    return found


def sits_on_panel(session: Session, reader: Reader, panel_id: int) -> bool:
    """Whether the reader is a member of the panel, by a post held as A or B or in person."""
    posts = [post.id for post, _ in reader.situation.posts_held(reader.person_id)]
    is_member = or_(PanelMember.person_id == reader.person_id, PanelMember.post_id.in_(posts))
    query = select(PanelMember.id).where(PanelMember.panel_id == panel_id, is_member)
    return session.scalars(query.limit(1)).first() is not None


def sees_opinions(session: Session, reader: Reader, year: ReviewYear) -> bool:
    """Who said what is for those who oversee and for the panel; the unit is told what was decided."""
    return may_oversee(reader.roles) or sits_on_panel(session, reader, year.panel_id)


def _visible(session: Session, reader: Reader, year: ReviewYear) -> list[ColumnElement[bool]]:
    """Overseers and the panel see every key task, others those of their units; in confidence only who is in them."""
    conditions = only_seen(reader, KeyTask.instance_id)
    if not sees_opinions(session, reader, year):
        conditions.append(KeyTask.unit_id.in_(reader.situation.units_of(reader.person_id)))
    return conditions


def list_key_tasks(session: Session, reader: Reader, year: ReviewYear, now: datetime) -> list[TaskSeen]:
    """All key tasks of the year that the reader may see, by unit, each with its gates so far."""
    query = select(KeyTask).where(KeyTask.year_id == year.id, *_visible(session, reader, year))
    tasks = list(session.scalars(query.order_by(KeyTask.unit_id, KeyTask.id)))
    return _seen(session, tasks, now)


def year_days(
    session: Session, calendar: WorkingCalendar, year: ReviewYear, tasks: Sequence[TaskSeen]
) -> list[YearDay]:
    """The year's calendar: when gates open, and what is due at those that are open; by day, one line a kind and gate.

    A gate that a task has not reached opens on the year's date, or as soon as the one before is passed.
    """
    found: dict[tuple[date, str, int], YearDay] = {}
    sittings = {one.about_id: one for one in _called(session, tasks)}
    for number, planned in enumerate(year.gates, 1):
        opens = calendar.on_or_after(date.fromisoformat(planned))
        found[(opens, "opens", number)] = YearDay(opens, "opens", number)
    for seen in tasks:
        for number in range(len(seen.gates) + 1, len(year.gates) + 1):
            opens = calendar.on_or_after(date.fromisoformat(year.gates[number - 1]))
            found[(opens, "opens", number)].tasks.append(seen.task)
        for gate in seen.gates:
            for what, at in _moments(gate, sittings.get(gate.gate.id)):
                day = calendar.local_date(at)
                line = found.setdefault((day, what, gate.gate.gate), YearDay(day, what, gate.gate.gate))
                line.tasks += [] if seen.task in line.tasks else [seen.task]
    return [found[key] for key in sorted(found)]


def _called(session: Session, tasks: Sequence[TaskSeen]) -> list[PanelSitting]:
    reviewing = [gate.gate.id for seen in tasks for gate in seen.gates if gate.gate.state == "reviewing"]
    return [one for one in sittings_about(session, GATE, reviewing) if one.state == "called"]


def _moments(seen: GateSeen, sitting: PanelSitting | None) -> Iterator[tuple[str, datetime]]:
    if seen.gate.state == "waiting":
        yield "opens", seen.gate.opens_at
    if seen.gate.state == "preparing" and seen.gate.due_at is not None:
        yield "prepare_due", seen.gate.due_at
    if sitting is not None:
        yield "sitting_closes", sitting.closes_at
    for one in seen.findings:
        if one.finding.closed_at is None and one.item is not None and one.item.due_at is not None:
            yield "finding_due", one.item.due_at


def list_assessments(session: Session, reader: Reader, year: ReviewYear) -> list[UnitAssessment]:
    """Of all units for overseers, for others of their own; of confidential processes none but to those in them."""
    hidden: set[int] = set()
    if reader.confidential:
        hidden = set(session.scalars(hidden_instances(reader)))
    units = set(reader.situation.units_of(reader.person_id))
    oversees = may_oversee(reader.roles)
    return [
        one
        for one in assessments_of(session, year.id)
        if (oversees or one.unit_id in units) and one.instance_id not in hidden
    ]


def get_key_task_seen(session: Session, reader: Reader, key_task_id: int, now: datetime) -> tuple[ReviewYear, TaskSeen]:
    """One key task; NotFound for others, whether it exists or not."""
    task = session.get(KeyTask, key_task_id)
    if task is None:
        raise NotFound
    year = session.get_one(ReviewYear, task.year_id)
    query = select(KeyTask).where(KeyTask.id == key_task_id, *_visible(session, reader, year))
    if session.scalars(query).first() is None:
        raise NotFound
    return year, _seen(session, [task], now, with_sittings=True)[0]


def sees_minutes(session: Session, reader: Reader, document: OfficialDocument) -> bool:
    """Who said what stands in the minutes: they are for those who see the key task and may know that."""
    query = select(KeyTask, ReviewYear).join(ReviewYear, ReviewYear.id == KeyTask.year_id)
    found = session.execute(query.where(KeyTask.instance_id == document.instance_id)).one_or_none()
    if found is None or not sees_opinions(session, reader, found.ReviewYear):
        return False
    seen = select(KeyTask.id).where(KeyTask.id == found.KeyTask.id, *_visible(session, reader, found.ReviewYear))
    return session.scalars(seen).first() is not None


def minutes_of(session: Session, task: KeyTask) -> dict[int, list[OfficialDocument]]:
    """By gate, every version of its minutes; for those who see them."""
    query = select(OfficialDocument).where(
        OfficialDocument.instance_id == task.instance_id, OfficialDocument.kind == "minutes"
    )
    return _by(list(session.scalars(query.order_by(OfficialDocument.id))), "ordinal")


def _seen(session: Session, tasks: Sequence[KeyTask], now: datetime, *, with_sittings: bool = False) -> list[TaskSeen]:
    gates = gates_of(session, [task.id for task in tasks])
    ids = [gate.id for gate in gates]
    tracks = _by(tracks_of(session, ids), "gate_id")
    findings = _by(findings_of(session, ids), "gate_id")
    matters = {one.matter_id for some in findings.values() for one in some if one.matter_id is not None}
    items = items_by_ordinal(session, matters)
    sittings = _sittings(session, ids) if with_sittings else {}
    by_task: dict[int, list[GateSeen]] = defaultdict(list)
    for gate in gates:
        found = [FindingSeen(one, items.get((one.matter_id or 0, one.ordinal))) for one in findings[gate.id]]
        is_open = [one for one in found if one.finding.closed_at is None]
        late = any(one.item and one.item.due_at and now > one.item.due_at for one in is_open)
        look = look_of(gate.state, gate.decision, gate.due_at, len(is_open), late=late, now=now)
        seen = GateSeen(gate, look, tracks[gate.id], found, sittings.get(gate.id, []))
        by_task[gate.key_task_id].append(seen)
    return [TaskSeen(task, by_task[task.id]) for task in tasks]


def _sittings(
    session: Session, gate_ids: Sequence[int]
) -> dict[int, list[tuple[PanelSitting, list[tuple[PanelSeat, PanelMember]]]]]:
    found = sittings_about(session, GATE, gate_ids)
    seats = _by(seats_of(session, [one.id for one in found]), "sitting_id")
    ids = {seat.member_id for some in seats.values() for seat in some}
    members = {one.id: one for one in session.scalars(select(PanelMember).where(PanelMember.id.in_(ids)))}
    by_gate: dict[int, list[tuple[PanelSitting, list[tuple[PanelSeat, PanelMember]]]]] = defaultdict(list)
    for sitting in found:
        by_gate[sitting.about_id].append((sitting, [(seat, members[seat.member_id]) for seat in seats[sitting.id]]))
    return by_gate


def _by(rows: Sequence[Any], name: str) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped
