"""Due moments: armed, cancelled, claimed one by one under a row lock that no other worker waits for."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engine.store.models import Instance, Timer


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
        update(Timer)
        .where(Timer.instance_id == instance_id, Timer.state.in_(("pending", "set_aside")))
        .values(state="cancelled")
    )


def claim_due(session: Session, now: datetime) -> Timer | None:
    """The earliest due timer whose instance nobody else holds, with that instance locked; None when there is none.

    The instance is locked and not the timer: whoever completes a task locks the instance first and cancels timers then,
    and two who lock in opposite order stop each other. All timers of a locked instance are as they are now.
    """
    gone: set[int] = set()
    while True:
        timer_id = _lock_earliest(session, now, gone)
        if timer_id is None:
            return None
        query = select(Timer).where(Timer.id == timer_id, Timer.state == "pending")
        timer = session.scalars(query.execution_options(populate_existing=True)).first()
        if timer is not None:
            return timer
        gone.add(timer_id)  # cancelled by somebody who was done just before us


def _lock_earliest(session: Session, now: datetime, without: set[int]) -> int | None:
    query = (
        select(Timer.id)
        .join(Instance, Instance.id == Timer.instance_id)
        .where(Timer.state == "pending", Timer.due_at <= now, Timer.id.not_in(without))
        .order_by(Timer.due_at, Timer.id)
        .limit(1)
        .with_for_update(of=Instance, skip_locked=True)
    )
    return session.scalars(query).first()


def next_due(session: Session) -> datetime | None:
    """The due moment of the earliest pending timer."""
    return session.scalar(select(func.min(Timer.due_at)).where(Timer.state == "pending"))


def take_up_again(session: Session, instance_id: int) -> None:
    """Timers that were set aside wait again, with all their attempts before them."""
    session.execute(
        update(Timer)
        .where(Timer.instance_id == instance_id, Timer.state == "set_aside")
        .values(state="pending", attempts=0)
    )
