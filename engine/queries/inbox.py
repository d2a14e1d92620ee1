"""A person's tasks: what is to do, what was done, what the office has open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, select, union_all
from sqlalchemy.orm import Session, aliased, selectinload

from engine.domain.errors import NotFound
from engine.people.policy import may_oversee, may_see_task
from engine.store.models import Item, Matter, Person, Task, TaskCandidate
from engine.store.rows import HeldTask

PAGE = 50
Record = TypeVar("Record", Item, Matter, Person)


@dataclass(frozen=True)
class TaskRow:
    """A task with what it is about and who may do it."""

    task: Task | HeldTask
    item: Item | None
    matter: Matter | None
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Wanted:
    """Which tasks: `view` todo, done or all; the rest narrows it down."""

    view: str = "todo"
    state: str | None = None
    instance_id: int | None = None
    item_id: int | None = None
    matter_id: int | None = None
    after: int = 0
    limit: int = PAGE


def list_tasks(
    session: Session, person_id: int, roles: Collection[str], wanted: Wanted
) -> tuple[list[TaskRow], int | None]:
    """One page, due soonest first; the second value is where the next page begins."""
    query = _visible(select(Task), person_id, roles, wanted.view)
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
    ordered = query.order_by(*order).options(selectinload(Task.candidates))
    found: list[Task] = list(session.scalars(ordered.offset(wanted.after).limit(wanted.limit + 1)))
    following = wanted.after + wanted.limit if len(found) > wanted.limit else None
    return describe(session, found[: wanted.limit]), following


def _visible(query: Select[tuple[Task]], person_id: int, roles: Collection[str], view: str) -> Select[tuple[Task]]:
    mine = select(TaskCandidate.task_id).where(TaskCandidate.person_id == person_id)
    if view == "todo":
        return query.where(Task.id.in_(mine))
    if view == "done":
        return query.where(Task.state == "done", Task.completed_by_id == person_id)
    if may_oversee(roles):
        return query
    own = aliased(Task)
    done = select(own.id).where(own.state == "done", own.completed_by_id == person_id)
    return query.where(Task.id.in_(union_all(mine, done)))  # an OR of the two would look at every task there is


def describe(session: Session, tasks: Sequence[Task]) -> list[TaskRow]:
    """The tasks with their subjects and candidates, in a fixed number of statements."""
    items = {i.id: i for i in _by_id(session, Item, {task.item_id for task in tasks})}
    matters = {m.id: m for m in _by_id(session, Matter, {task.matter_id for task in tasks})}
    ids = {candidate.person_id for task in tasks for candidate in task.candidates}
    people = {p.id: p for p in _by_id(session, Person, ids)}
    return [
        TaskRow(
            task,
            items.get(task.item_id or 0),
            matters.get(task.matter_id or 0),
            tuple(people[c.person_id] for c in sorted(task.candidates, key=lambda c: c.person_id)),
        )
        for task in tasks
    ]


def _by_id(session: Session, model: type[Record], ids: Collection[int | None]) -> list[Record]:
    wanted = {one for one in ids if one is not None}
    return list(session.scalars(select(model).where(model.id.in_(wanted)))) if wanted else []


def describe_done(session: Session, task: HeldTask) -> TaskRow:
    """A task that was just done: nobody stands to do it any more."""
    item = session.get(Item, task.item_id) if task.item_id else None
    matter = session.get(Matter, task.matter_id) if task.matter_id else None
    return TaskRow(task, item, matter, ())


def get_task_row(session: Session, task_id: str, person_id: int, roles: Collection[str]) -> TaskRow:
    """One task the person may see; NotFound for others, whether it exists or not."""
    query = select(Task).where(Task.id == task_id).options(selectinload(Task.candidates))
    task = session.scalars(query).first()
    if task is None:
        raise NotFound
    candidates = {candidate.person_id for candidate in task.candidates}
    own = task.completed_by_id == person_id
    if not own and not may_see_task(person_id, roles, candidates):
        raise NotFound
    return describe(session, [task])[0]
