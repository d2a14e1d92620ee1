"""A person's tasks: what is to do, what was done, what the office has open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, or_, select, union_all
from sqlalchemy.orm import Session, defer, selectinload

from engine.domain.errors import NotFound
from engine.people.policy import may_oversee
from engine.people.situation import Situation, Work
from engine.queries.mine import concerning, copied_to, done_for, to_do, told
from engine.queries.reader import Reader
from engine.store.models import (
    Award,
    AwardCycle,
    AwardRevocation,
    Instance,
    Item,
    KeyTask,
    Matter,
    Nomination,
    PerformanceAppeal,
    PerformanceEntry,
    ReviewYear,
    Task,
    UnitAssessment,
)
from engine.store.rows import HeldTask

PAGE = 50
Record = TypeVar("Record", Item, Matter, AwardCycle)
Subject = TypeVar("Subject", KeyTask, Nomination, AwardCycle)


@dataclass(frozen=True)
class Assessed:
    """一考双评: the unit whose year is assessed."""

    unit_id: int
    unit: str
    year: int


@dataclass(frozen=True)
class TaskRow:
    """A task with what it is about and who may do it now, each with id and name."""

    task: Task | HeldTask
    item: Item | None
    matter: Matter | None
    people: tuple[tuple[int, str], ...]
    claimed_by: tuple[int, str] | None = None
    key_task: KeyTask | None = None
    line: PerformanceEntry | None = None  # that an appeal is about
    nomination: Nomination | None = None
    cycle: AwardCycle | None = None
    revoking: tuple[AwardRevocation, Award] | None = None
    assessed: Assessed | None = None


@dataclass(frozen=True)
class Wanted:
    """Which tasks: `view` todo, done, copied, watching (what one has others do), started or all, narrowed by the rest.

    `started` are the tasks of the instances that the reader started, as far as they may see them: who asks for
    something does not see thereby what others say of it.
    """

    view: str = "todo"
    state: str | None = None
    instance_id: int | None = None
    item_id: int | None = None
    matter_id: int | None = None
    after: int = 0
    limit: int = PAGE


def list_tasks(session: Session, reader: Reader, wanted: Wanted) -> tuple[list[TaskRow], int | None]:
    """One page, due soonest first; the second value is where the next page begins."""
    query = _visible(select(Task), reader, wanted.view)
    if wanted.view == "started":
        begun = select(Instance.id).where(Instance.initiator_id == reader.person_id)
        query = query.where(Task.instance_id.in_(begun))
    state = wanted.state or ("open" if wanted.view == "todo" else None)
    for column, value in (
        (Task.state, state),
        (Task.instance_id, wanted.instance_id),
        (Task.item_id, wanted.item_id),
        (Task.matter_id, wanted.matter_id),
    ):
        if value is not None:
            query = query.where(column == value)
    order: tuple[Any, ...] = (
        (Task.completed_at.desc(), Task.id)
        if wanted.view == "done"
        else (Task.due_at.asc().nulls_last(), Task.opened_at, Task.id)
    )
    ordered = query.order_by(*order).options(selectinload(Task.candidates), defer(Task.submitted))
    found: list[Task] = list(session.scalars(ordered.offset(wanted.after).limit(wanted.limit + 1)))
    following = wanted.after + wanted.limit if len(found) > wanted.limit else None
    return describe(session, reader, found[: wanted.limit]), following


def _visible(query: Select[Any], reader: Reader, view: str) -> Select[Any]:
    if view == "todo":
        return query.where(Task.id.in_(_union(to_do(reader))))
    if view == "done":
        handed_in = Task.state.in_(("done", "signing", "returned"))
        return query.where(handed_in, Task.completed_by_id == reader.person_id)
    if view == "copied":
        return query.where(Task.id.in_(copied_to(reader)))
    if view == "watching":
        return query.where(Task.state == "open", Task.id.in_(_union(done_for(reader))))
    mine = Task.id.in_(_union([*concerning(reader), *told(reader)]))
    if not may_oversee(reader.roles):
        return query.where(mine)
    return query.where(or_(Task.key.not_in(sorted(reader.confidential)), mine)) if reader.confidential else query


def _union(selects: Sequence[Select[Any]]) -> Any:
    return union_all(*selects) if len(selects) > 1 else selects[0]


def describe(session: Session, reader: Reader, tasks: Sequence[Task]) -> list[TaskRow]:
    """The tasks with their subjects and whose turn it is, in a fixed number of statements."""
    items = {i.id: i for i in _by_id(session, Item, {task.item_id for task in tasks})}
    matters = {m.id: m for m in _by_id(session, Matter, {task.matter_id for task in tasks})}
    others = {task.instance_id for task in tasks if task.matter_id is None}
    key_tasks, lines = _by_instance(session, KeyTask, others), _lines(session, others)
    nominations = _by_instance(session, Nomination, others - set(key_tasks))
    about = {one.cycle_id for one in nominations.values()}
    of_nominations = {one.id: one for one in _by_id(session, AwardCycle, about)}
    cycles = _by_instance(session, AwardCycle, others - set(key_tasks) - set(nominations))
    rest = others - set(key_tasks) - set(nominations) - set(cycles)
    revoking, assessed = _revoking(session, rest), _assessed(session, reader.situation, rest)
    rows = []
    for task in tasks:
        item = items.get(task.item_id or 0)
        work = Work(task.key, item.lead_unit_id if item else None, task.key in reader.confidential)
        doers = _doers(reader.situation, task, work)
        claimed_by_id = task.claimed_by_id
        claimed_by = (claimed_by_id, reader.situation.name_of(claimed_by_id)) if claimed_by_id else None
        matter, key_task = matters.get(task.matter_id or 0), key_tasks.get(task.instance_id)
        nomination = nominations.get(task.instance_id)
        cycle = of_nominations[nomination.cycle_id] if nomination else cycles.get(task.instance_id)
        line = lines.get(task.instance_id)
        of_merit = (line, nomination, cycle, revoking.get(task.instance_id), assessed.get(task.instance_id))
        rows.append(TaskRow(task, item, matter, doers, claimed_by, key_task, *of_merit))
    return rows


def _doers(situation: Situation, task: Task, work: Work) -> tuple[tuple[int, str], ...]:
    doers = situation.doers([candidate.principal for candidate in task.candidates], work)
    return tuple((person_id, situation.name_of(person_id)) for person_id in sorted(doers))


def _by_instance(session: Session, model: type[Subject], instance_ids: Collection[int]) -> dict[int, Subject]:
    if not instance_ids:
        return {}
    found = session.scalars(select(model).where(model.instance_id.in_(instance_ids)))
    return {one.instance_id: one for one in found if one.instance_id is not None}


def _lines(session: Session, instance_ids: Collection[int]) -> dict[int, PerformanceEntry]:
    """The lines of performance that appeals are about, by instance."""
    if not instance_ids:
        return {}
    query = select(PerformanceAppeal.instance_id, PerformanceEntry)
    query = query.join(PerformanceEntry, PerformanceEntry.id == PerformanceAppeal.entry_id)
    found = session.execute(query.where(PerformanceAppeal.instance_id.in_(instance_ids)))
    return {instance_id: entry for instance_id, entry in found if instance_id is not None}


def _revoking(session: Session, instance_ids: Collection[int]) -> dict[int, tuple[AwardRevocation, Award]]:
    """What awards are to be revoked for, by instance."""
    if not instance_ids:
        return {}
    query = select(AwardRevocation, Award).join(Award, Award.id == AwardRevocation.award_id)
    found = session.execute(query.where(AwardRevocation.instance_id.in_(instance_ids)))
    return {one.instance_id: (one, award) for one, award in found if one.instance_id is not None}


def _assessed(session: Session, situation: Situation, instance_ids: Collection[int]) -> dict[int, Assessed]:
    """The units whose year is assessed, by instance."""
    if not instance_ids:
        return {}
    query = select(UnitAssessment.instance_id, UnitAssessment.unit_id, ReviewYear.year)
    query = query.join(ReviewYear, ReviewYear.id == UnitAssessment.year_id)
    found: dict[int, Assessed] = {}
    for instance_id, unit_id, year in session.execute(query.where(UnitAssessment.instance_id.in_(instance_ids))):
        unit = situation.find_unit(unit_id)
        found[instance_id or 0] = Assessed(unit_id, unit.name if unit else "", year)
    return found


def _by_id(session: Session, model: type[Record], ids: Collection[int | None]) -> list[Record]:
    wanted = {one for one in ids if one is not None}
    return list(session.scalars(select(model).where(model.id.in_(wanted)))) if wanted else []


def describe_done(session: Session, task: HeldTask) -> TaskRow:
    """A task that was just done: nobody stands to do it any more."""
    item = session.get(Item, task.item_id) if task.item_id else None
    matter = session.get(Matter, task.matter_id) if task.matter_id else None
    return TaskRow(task, item, matter, ())


def describe_held(session: Session, reader: Reader, task_id: str) -> TaskRow:
    """A task that somebody has just acted on, whoever has it now."""
    query = select(Task).where(Task.id == task_id).options(selectinload(Task.candidates))
    task = session.scalars(query.execution_options(populate_existing=True)).one()
    return describe(session, reader, [task])[0]


def get_task_row(session: Session, reader: Reader, task_id: str) -> TaskRow:
    """One task the person may see; NotFound for others, whether it exists or not."""
    query = select(Task).where(Task.id == task_id).options(selectinload(Task.candidates))
    task = session.scalars(_visible(query, reader, "all")).first()
    if task is None:
        raise NotFound
    return describe(session, reader, [task])[0]
