"""User tasks as the commands ask for them; their rows are those of `engine.store.runtime`."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import Task, TaskCandidate
from engine.store.models.process import IS_APART
from engine.store.native import as_json, fetch
from engine.store.rows import HeldInstance, HeldTask
from engine.store.runtime import ONE_TASK, TASK, hold_task, hold_task_with_data, runtime_of
from engine.store.writing_rows import flush_runtime, write_instance

OPEN_TASKS = (
    f"SELECT {TASK}, t.data FROM task t WHERE t.instance_id = :id AND t.state = 'open' "
    "ORDER BY t.opened_at, t.element_id, t.id"
)
UNFINISHED = "'open', 'planned', 'signing'"  # a task of people's that still holds something up
UNFINISHED_TASKS = f"SELECT {TASK} FROM task t WHERE t.instance_id = :id AND t.state IN ({UNFINISHED}) ORDER BY t.id"
SIGNERS = f"SELECT {TASK} FROM task t WHERE t.main_id = :id ORDER BY t.opened_at, t.id"
SUBMITTED = "SELECT submitted FROM task WHERE id = :id"


def get_task(session: Session, task_id: str) -> Task:
    """The task as a page shows it; NotFound when there is none."""
    task = session.get(Task, task_id)
    if task is None:
        raise NotFound
    return task


def open_tasks(session: Session, instance_id: int) -> list[HeldTask]:
    """The open tasks of an instance with their data, the longest open first."""
    flush_runtime(session)
    return [hold_task_with_data(session, row) for row in fetch(session, OPEN_TASKS, {"id": instance_id})]


def instances_with_due_tasks(session: Session) -> list[int]:
    """Those with open tasks of no item that are due at a moment; in the order in which they are locked."""
    flush_runtime(session)
    query = select(Task.instance_id).where(Task.item_id.is_(None), Task.state == "open", Task.due_at.is_not(None))
    return list(session.scalars(query.distinct().order_by(Task.instance_id)))


def unfinished_tasks(session: Session, instance_id: int) -> list[HeldTask]:
    """The open tasks of an instance, and those that wait for signers or are a signer's."""
    flush_runtime(session)
    return [hold_task(session, row) for row in fetch(session, UNFINISHED_TASKS, {"id": instance_id})]


def signers_of(session: Session, task: HeldTask) -> list[HeldTask]:
    """The tasks of the signers that a task was given, finished ones included."""
    if not task.signers:
        return []
    flush_runtime(session)
    return [hold_task(session, row) for row in fetch(session, SIGNERS, {"id": task.id})]


def get_held_task(session: Session, task_id: str) -> HeldTask:
    """A task of an instance that is locked already, with its data. NotFound when there is none."""
    task = find_held_task(session, task_id)
    if task is None:
        raise NotFound
    return task


def find_held_task(session: Session, task_id: str) -> HeldTask | None:
    flush_runtime(session)
    rows = fetch(session, ONE_TASK, {"id": task_id})
    return hold_task_with_data(session, rows[0]) if rows else None


def move_due(session: Session, task: HeldTask, due_at: datetime | None) -> None:
    """An open task of a locked instance is due at another moment: so rarely that it has its own statement."""
    flush_runtime(session)
    session.execute(update(Task).where(Task.id == task.id).values(due_at=due_at))
    task.due_at = due_at


def submitted_of(session: Session, task_id: str) -> dict[str, Any]:
    """What was handed in with a task that is done, and who could have done it."""
    return as_json(fetch(session, SUBMITTED, {"id": task_id})[0][0]) or {}


def who_completed(session: Session, item_id: int, elements: Collection[str]) -> set[int]:
    """Everybody who completed a task of these elements of the item, in any of its runs, also in this transaction."""
    query = select(Task.completed_by_id).where(Task.item_id == item_id, Task.element_id.in_(list(elements)))
    now = [one for one in runtime_of(session).tasks.values() if one.item_id == item_id and one.element_id in elements]
    return {one for one in (*session.scalars(query), *(task.completed_by_id for task in now)) if one is not None}


def apart_principals(session: Session) -> frozenset[str]:
    """The principals of open tasks that somebody may not do (`engine.people.principals.apart_from`)."""
    return frozenset(session.scalars(select(TaskCandidate.principal).where(IS_APART).distinct()))


def candidates_of(session: Session, task_id: str) -> set[str]:
    """The principals to whom an open task belongs."""
    known = runtime_of(session).candidates.get(task_id)
    if known is not None:
        return known
    return set(session.scalars(select(TaskCandidate.principal).where(TaskCandidate.task_id == task_id)))


def add_candidates(instance: HeldInstance, task_id: str, principals: Iterable[str]) -> None:
    """To whom a task belongs that has just been opened."""
    instance.changes.candidates += [(task_id, principal) for principal in sorted(set(principals))]
    instance.is_dirty = True


def give_to(session: Session, instance: HeldInstance, task_id: str, principals: Iterable[str]) -> None:
    """An open task belongs to others from now on, and to nobody else."""
    remove_candidates(instance, task_id)
    write_instance(session, instance)  # one statement cannot take a row away and put it there again
    add_candidates(instance, task_id, principals)
    runtime_of(session).candidates[task_id] = set(principals)


def remove_candidates(instance: HeldInstance, task_id: str) -> None:
    """Nobody may do the task any more."""
    instance.changes.without_candidates.append(task_id)
    instance.is_dirty = True
