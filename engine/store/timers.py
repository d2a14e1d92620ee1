"""Due moments: armed, cancelled, claimed one by one under a row lock that no other worker waits for."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engine.store.models import Timer


def arm(session: Session, *, instance_id: int, task_id: str, element_id: str, kind: str, due_at: datetime) -> None:
    """One pending timer a task and kind: arming again replaces it, the same moment leaves it."""
    pending = find_pending(session, instance_id, task_id, kind)
    if pending is not None and pending.due_at == due_at:
        return
    if pending is not None:
        pending.state = "cancelled"
    session.add(
        Timer(
            instance_id=instance_id, task_id=task_id, element_id=element_id, kind=kind, due_at=due_at, state="pending"
        )
    )


def find_pending(session: Session, instance_id: int, task_id: str, kind: str) -> Timer | None:
    query = select(Timer).where(
        Timer.instance_id == instance_id, Timer.task_id == task_id, Timer.kind == kind, Timer.state == "pending"
    )
    return session.scalars(query).first()


def cancel(session: Session, instance_id: int, task_id: str) -> None:
    session.execute(
        update(Timer)
        .where(Timer.instance_id == instance_id, Timer.task_id == task_id, Timer.state == "pending")
        .values(state="cancelled")
    )


def cancel_all(session: Session, instance_id: int) -> None:
    session.execute(
        update(Timer).where(Timer.instance_id == instance_id, Timer.state == "pending").values(state="cancelled")
    )


def claim_due(session: Session, now: datetime) -> Timer | None:
    """The earliest pending timer that is due, locked; None when there is none that nobody else holds."""
    query = select(Timer).where(Timer.state == "pending", Timer.due_at <= now).order_by(Timer.due_at, Timer.id).limit(1)
    return session.scalars(query.with_for_update(skip_locked=True)).first()


def next_due(session: Session) -> datetime | None:
    """The due moment of the earliest pending timer."""
    return session.scalar(select(func.min(Timer.due_at)).where(Timer.state == "pending"))


def take_up_again(session: Session, instance_id: int) -> None:
    """Timers that were set aside wait again."""
    session.execute(
        update(Timer).where(Timer.instance_id == instance_id, Timer.state == "set_aside").values(state="pending")
    )
