"""User tasks: open ones, by person, by instance."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import Task, TaskCandidate


def get_task(session: Session, task_id: str) -> Task:
    task = session.get(Task, task_id)
    if task is None:
        raise NotFound
    return task


def lock_task(session: Session, task_id: str) -> Task:
    """The task as it is now; its instance must be locked already."""
    query = select(Task).where(Task.id == task_id).execution_options(populate_existing=True)
    task = session.scalars(query).first()
    if task is None:
        raise NotFound
    return task


def open_tasks(session: Session, instance_id: int) -> list[Task]:
    query = select(Task).where(Task.instance_id == instance_id, Task.state == "open")
    return list(session.scalars(query.order_by(Task.opened_at, Task.element_id, Task.id)))


def candidates_of(session: Session, task_id: str) -> set[int]:
    return set(session.scalars(select(TaskCandidate.person_id).where(TaskCandidate.task_id == task_id)))


def set_candidates(session: Session, task_id: str, people: Iterable[int]) -> None:
    session.execute(delete(TaskCandidate).where(TaskCandidate.task_id == task_id))
    session.add_all(TaskCandidate(task_id=task_id, person_id=person_id) for person_id in sorted(set(people)))
