"""What one transaction holds of the runtime: its locked instances, their tasks, and what is to happen after commit."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.domain.step import Stored
from engine.store.native import as_instant, as_json, fetch, is_sqlite
from engine.store.rows import Changes, HeldInstance, HeldTask

RECORD = "record"  # the state of what only keeps a record
INSTANCE = (
    "i.id, i.key, i.version, i.digest, i.business_key, i.state, i.revision, i.event_count, i.last_hash, i.started_at, "
    "i.ended_at, i.incident, (SELECT min(id) FROM item WHERE instance_id = i.id), "
    "(SELECT min(id) FROM matter WHERE instance_id = i.id), "
    "(SELECT open_variables FROM bundle WHERE digest = i.digest), (SELECT version FROM organisation), "
    "EXISTS (SELECT 1 FROM definition WHERE key = i.key AND confidential), (SELECT version FROM working_calendar), "
    "i.initiator_id"
)
INSTANCE_COLUMNS = 19
TASK = (
    "t.id, t.instance_id, t.item_id, t.matter_id, t.key, t.element_id, t.name, t.scope, t.state, t.opened_at, "
    "t.due_at, t.version, t.groups, t.stage, t.step, t.step_at, t.times_urged, t.urges_answered, t.completed_at, "
    "t.completed_by_id, t.claimed_by_id, t.delegated_by_id, t.kept_candidates, t.main_id, t.position, t.added_by_id, "
    "t.signers"
)
CANDIDATES = {
    True: "(SELECT json_group_array(principal) FROM task_candidate WHERE task_id = t.id)",
    False: "ARRAY(SELECT principal FROM task_candidate WHERE task_id = t.id)",
}
LOCK_INSTANCE = {
    True: f"SELECT {INSTANCE} FROM instance i WHERE i.id = :id",
    False: f"SELECT {INSTANCE} FROM instance i WHERE i.id = :id FOR UPDATE OF i",
}
# The event count in the snapshot beside the one under the lock: they differ when somebody was done just before us, and
# then the other columns of the row may be of before.
LOCK_TASK = {
    True: f"SELECT {INSTANCE}, {TASK}, {CANDIDATES[True]}, i.event_count "
    "FROM task t JOIN instance i ON i.id = t.instance_id WHERE t.id = :id",
    False: f"SELECT {INSTANCE}, {TASK}, {CANDIDATES[False]}, (SELECT event_count FROM instance s WHERE s.id = i.id) "
    "FROM task t JOIN instance i ON i.id = t.instance_id WHERE t.id = :id FOR UPDATE OF i",
}
ONE_TASK = f"SELECT {TASK}, t.data FROM task t WHERE t.id = :id"


@dataclass(slots=True)
class Runtime:
    """The rows of one transaction, each of them once."""

    instances: dict[int, HeldInstance] = field(default_factory=dict)
    tasks: dict[str, HeldTask] = field(default_factory=dict)
    candidates: dict[str, set[str]] = field(default_factory=dict)
    runners: dict[int, tuple[int, Any]] = field(default_factory=dict)  # by instance: revision, live objects
    read_ahead: dict[tuple[int, str, int], Stored] = field(default_factory=dict)
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    started_by_events: int = 0
    organisation_version: int | None = None  # as the statements of this transaction last said
    calendar_version: int | None = None  # likewise
    has_work: bool = False  # something is due as soon as this is committed: a worker need not wait for its tick


def runtime_of(session: Session) -> Runtime:
    found: Runtime | None = session.info.get("runtime")
    if found is None:
        found = session.info["runtime"] = Runtime()
    return found


def lock_instance(session: Session, instance_id: int) -> HeldInstance:
    """The instance, locked until the transaction ends, before any other lock. NotFound when there is none."""
    held = lock_chain(session, instance_id)
    if held.state == RECORD:
        raise NotFound
    return held


def lock_chain(session: Session, instance_id: int) -> HeldInstance:
    """As `lock_instance`, also for the record of the office, which has a chain but runs nowhere."""
    held = runtime_of(session).instances.get(instance_id)
    if held is not None:
        return held
    rows = fetch(session, LOCK_INSTANCE[is_sqlite(session)], {"id": instance_id})
    if not rows:
        raise NotFound
    return hold_instance(session, rows[0])


def lock_instance_of(session: Session, task_id: str) -> tuple[HeldInstance, HeldTask]:
    """A task with its instance locked and its candidates read, in one round trip. NotFound when there is none."""
    statement = LOCK_TASK[is_sqlite(session)]
    rows = fetch(session, statement, {"id": task_id})
    if rows and rows[0][7] != rows[0][-1]:
        rows = fetch(session, statement, {"id": task_id})
    if not rows:
        raise NotFound
    row = rows[0]
    instance = hold_instance(session, row)
    task = hold_task(session, row[INSTANCE_COLUMNS:-2])
    runtime_of(session).candidates[task.id] = set(as_json(row[-2]))
    return instance, task


def read_again(session: Session) -> None:
    """After a rollback to a savepoint: every held row is again what the database holds."""
    runtime = runtime_of(session)
    runtime.runners.clear()
    runtime.candidates.clear()
    for instance in runtime.instances.values():
        for row in fetch(session, LOCK_INSTANCE[is_sqlite(session)], {"id": instance.id}):
            _take_over(instance, _instance(row))
    for key, task in list(runtime.tasks.items()):
        rows = fetch(session, ONE_TASK, {"id": key})
        if rows:
            _take_over(task, _task(rows[0]))
        else:
            del runtime.tasks[key]


def hold_instance(session: Session, row: Any) -> HeldInstance:
    """The instance of a row that begins with the columns of `INSTANCE`."""
    runtime = runtime_of(session)
    runtime.organisation_version, runtime.calendar_version = row[15], row[17]
    return runtime.instances.setdefault(row[0], _instance(row))


def hold_task(session: Session, row: Any) -> HeldTask:
    """The task of a row with the columns of `TASK`."""
    return runtime_of(session).tasks.setdefault(row[0], _task(row))


def hold_task_with_data(session: Session, row: Any) -> HeldTask:
    """The task of a row with the columns of `TASK` and its data."""
    task = hold_task(session, row)
    task.data = as_json(row[-1])
    return task


def _instance(row: Any) -> HeldInstance:
    started, ended, incident = as_instant(row[9]), as_instant(row[10]), as_json(row[11])
    assert started is not None  # noqa: S101 - the column is not null
    identity: tuple[Any, ...] = tuple(row[:9])
    return HeldInstance(*identity, started, ended, incident, row[12], row[13], bool(row[14]), bool(row[16]), row[18])  # type: ignore[call-arg]


def _task(row: Any) -> HeldTask:
    opened = as_instant(row[9])
    assert opened is not None  # noqa: S101 - the column is not null
    due, step_at, completed = as_instant(row[10]), as_instant(row[15]), as_instant(row[18])
    groups = as_json(row[12])
    rest = (row[11], groups, row[13], row[14], step_at, row[16], row[17], completed, row[19])
    task: HeldTask = HeldTask(*row[:9], opened, due, *rest)  # type: ignore[call-arg]
    task.claimed_by_id, task.delegated_by_id, task.kept_candidates = row[20], row[21], as_json(row[22])
    task.main_id, task.position, task.added_by_id, task.signers = row[23:27]
    return task


def _take_over(held: Any, read: Any) -> None:
    for name in type(read).__slots__:
        if name not in ("data", "data_keys", "submitted", "changes", "origin"):
            setattr(held, name, getattr(read, name))
    if isinstance(held, HeldInstance):
        held.changes = Changes()
