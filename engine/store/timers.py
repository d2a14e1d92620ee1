"""Due moments: armed, set aside, claimed in batches under row locks that no other worker waits for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engine.store.models import ScheduledStart, Timer
from engine.store.native import as_instant, fetch, is_sqlite, to_sqlite_time
from engine.store.rows import HeldInstance, HeldTask
from engine.store.runtime import INSTANCE, INSTANCE_COLUMNS, hold_instance, runtime_of
from engine.store.writing_rows import flush_runtime

LADDER = "ladder"
DUE = (
    f"SELECT {INSTANCE}, tm.id, tm.task_id, tm.element_id, tm.scope, tm.kind, tm.due_at, tm.attempts, {{seen}} "
    "FROM timer tm JOIN instance i ON i.id = tm.instance_id "
    "WHERE tm.state = 'pending' AND tm.due_at <= :now ORDER BY tm.due_at, tm.id LIMIT :most"
)
CLAIM = {
    True: DUE.format(seen="i.event_count"),
    False: DUE.format(seen="(SELECT event_count FROM instance s WHERE s.id = i.id)") + " FOR UPDATE OF i SKIP LOCKED",
}

ROWS: tuple[type[Timer] | type[ScheduledStart], ...] = (Timer, ScheduledStart)


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
    return session.scalars(query.execution_options(populate_existing=True)).first()


def pending_ladders(session: Session, instance_id: int) -> dict[str, Timer]:
    """The timers at which the instance's ladders are asked next, by task."""
    query = select(Timer).where(Timer.instance_id == instance_id, Timer.kind == LADDER, Timer.state == "pending")
    found = session.scalars(query.execution_options(populate_existing=True))
    return {timer.task_id: timer for timer in found}


def arm_ladder(session: Session, task: HeldTask, pending: Timer | None, due_at: datetime) -> None:
    """As `arm`, with what is pending read already."""
    if pending is not None and pending.due_at == due_at:
        return
    if pending is not None:
        pending.state = "cancelled"
    key = {"instance_id": task.instance_id, "task_id": task.id, "element_id": task.element_id}
    session.add(Timer(**key, kind=LADDER, due_at=due_at, state="pending"))


@dataclass(frozen=True)
class DueTimer:
    """A due timer whose instance this transaction holds."""

    id: int
    instance: HeldInstance
    task_id: str
    element_id: str
    scope: str
    kind: str
    due_at: datetime
    attempts: int


def claim_due(session: Session, now: datetime, most: int = 1) -> list[DueTimer]:
    """The earliest due timers whose instances nobody else holds, in due order, with those instances locked.

    The instance is locked and not the timer: whoever completes a task locks the instance first and cancels timers then,
    and two who lock in opposite order stop each other. One that changed while we came is left for the next claim.
    """
    session.flush()
    flush_runtime(session)
    parameters: dict[str, Any] = {"now": _moment(session, now), "most": most}
    rows = fetch(session, CLAIM[is_sqlite(session)], parameters)
    return [_due_timer(session, row) for row in rows if row[7] == row[-1]]


def _moment(session: Session, now: datetime) -> Any:
    return to_sqlite_time(now) if is_sqlite(session) else now


def _due_timer(session: Session, row: Any) -> DueTimer:
    instance = hold_instance(session, row)
    key, task_id, element_id, scope, kind, due_at, attempts = row[INSTANCE_COLUMNS:-1]
    due = as_instant(due_at)
    assert due is not None  # noqa: S101 - the column is not null
    return DueTimer(key, instance, task_id, element_id, scope, kind, due, attempts)


def is_pending(session: Session, timer: DueTimer) -> bool:
    """Is a claimed timer still to be fired?"""
    flush_runtime(session)
    return fetch(session, "SELECT state FROM timer WHERE id = :id", {"id": timer.id}) == [("pending",)]


def set_state(timer: DueTimer, state: str, attempts: int | None = None) -> None:
    """What became of a claimed timer; it is written with its instance."""
    timer.instance.changes.timers[timer.id] = (state, timer.attempts if attempts is None else attempts)
    timer.instance.is_dirty = True


def next_due(session: Session) -> datetime | None:
    """The due moment of the earliest pending timer or scheduled start."""
    moments = [session.scalar(select(func.min(one.due_at)).where(one.state == "pending")) for one in ROWS]
    return min(filter(None, moments), default=None)


def move_events(session: Session, instance_id: int, then: datetime, now: datetime) -> None:
    """The timers of waiting events that stand at one moment stand at another."""
    waiting = select(Timer).where(
        Timer.instance_id == instance_id, Timer.kind == "event", Timer.state.in_(("pending", "set_aside"))
    )
    for timer in session.scalars(waiting.execution_options(populate_existing=True)):
        if timer.due_at == then:
            timer.due_at = now
    session.flush()


def put_off_events(session: Session, instance_id: int, by: timedelta) -> None:
    """The timers of waiting events, pending or set aside, are due so much later: the time of a rest does not count.

    Those of ladders are given up: whoever goes on asks the table afresh.
    """
    waiting = select(Timer).where(Timer.instance_id == instance_id, Timer.state.in_(("pending", "set_aside")))
    for timer in session.scalars(waiting.execution_options(populate_existing=True)):
        if timer.kind == LADDER:
            timer.state = "cancelled"
        else:
            timer.due_at, timer.state, timer.attempts = timer.due_at + by, "pending", 0
    session.flush()


def take_up_again(session: Session, instance_id: int) -> None:
    """Timers that were set aside wait again, with all their attempts before them."""
    runtime_of(session).has_work = True
    session.execute(
        update(Timer)
        .where(Timer.instance_id == instance_id, Timer.state == "set_aside")
        .values(state="pending", attempts=0)
    )


def next_ladder(session: Session, instance_id: int) -> datetime | None:
    """When a ladder of the instance is asked next."""
    pending = (Timer.instance_id == instance_id, Timer.kind == LADDER, Timer.state == "pending")
    return session.scalar(select(func.min(Timer.due_at)).where(*pending))
