"""Copies, urges and drafts of tasks, and who had to do with a task."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.models import Task, TaskCopy, TaskDraft, TaskUrge
from engine.store.rows import HeldTask


def taken_part(session: Session, instance_id: int) -> set[int]:
    """Everybody who did a task of an instance."""
    query = select(Task.completed_by_id).where(Task.instance_id == instance_id, Task.completed_by_id.is_not(None))
    return {person_id for person_id in session.scalars(query) if person_id is not None}


def told_of(session: Session, task: Task | HeldTask) -> set[int]:
    """Whom a task has come to beside its doers: who claimed, delegated, added, did or was sent it."""
    people = {task.claimed_by_id, task.delegated_by_id, task.added_by_id, task.completed_by_id}
    copied = session.scalars(select(TaskCopy.person_id).where(TaskCopy.task_id == task.id))
    return {person_id for person_id in (*people, *copied) if person_id is not None}


def find_copy(session: Session, task_id: str, person_id: int) -> TaskCopy | None:
    return session.get(TaskCopy, (task_id, person_id))


def copies_of(session: Session, task_id: str) -> list[TaskCopy]:
    """Those who were sent a copy, the earliest first."""
    query = select(TaskCopy).where(TaskCopy.task_id == task_id)
    return list(session.scalars(query.order_by(TaskCopy.sent_at, TaskCopy.person_id)))


def urges_of(session: Session, task_id: str) -> list[TaskUrge]:
    """How often a task was urged, the earliest first."""
    query = select(TaskUrge).where(TaskUrge.task_id == task_id)
    return list(session.scalars(query.order_by(TaskUrge.at, TaskUrge.id)))


def find_draft(session: Session, task_id: str, person_id: int) -> TaskDraft | None:
    return session.get(TaskDraft, (task_id, person_id))


def are_drafted(session: Session, task_ids: Collection[str]) -> bool:
    """Has somebody begun to put something down for one of them?"""
    query = select(TaskDraft.task_id).where(TaskDraft.task_id.in_(task_ids)).limit(1)
    return session.scalars(query).first() is not None


def put_draft(
    session: Session, task_id: str, person_id: int, variables: dict[str, Any], comment: str | None, now: datetime
) -> None:
    """Keep a draft in place of the one before."""
    draft = find_draft(session, task_id, person_id)
    if draft is None:
        session.add(TaskDraft(task_id=task_id, person_id=person_id, variables=variables, comment=comment, saved_at=now))
    else:
        draft.variables, draft.comment, draft.saved_at = variables, comment, now


def has_done_tasks(session: Session, instance_id: int) -> bool:
    """Was any task of the instance done, so that there may be one to return to?"""
    done = select(Task.id).where(Task.instance_id == instance_id, Task.state == "done", Task.main_id.is_(None))
    return session.scalar(done.limit(1)) is not None
