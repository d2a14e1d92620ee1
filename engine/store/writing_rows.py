"""Writing what an act changed of an instance: on PostgreSQL one statement, on SQLite a few in the process itself.

The instance's row comes first and is fenced by its revision: who holds an older one writes nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from engine.domain.errors import Conflict
from engine.store.models import Instance, Task
from engine.store.native import execute, fetch, is_sqlite, to_json, to_sqlite_time
from engine.store.rows import Changes, HeldInstance, HeldTask
from engine.store.runtime import runtime_of


@dataclass(frozen=True)
class Table:
    """Columns with their types as PostgreSQL names them; `where` makes it an update of rows that have these columns."""

    name: str
    columns: tuple[tuple[str, str], ...]
    where: tuple[str, ...] = ()

    def over_json(self, parameter: str) -> str:
        """For PostgreSQL: all rows from one JSON parameter."""
        names = ", ".join(name for name, _ in self.columns)
        rows = f"json_to_recordset(:{parameter}::json) AS r({', '.join(f'{n} {t}' for n, t in self.columns)})"
        if not self.where:
            return f"INSERT INTO {self.name} ({names}) SELECT {names} FROM {rows}"
        changes = ", ".join(f"{name} = r.{name}" for name, _ in self.columns if name not in self.where)
        same = " AND ".join(f"{self.name}.{name} = r.{name}" for name in self.where)
        return f"UPDATE {self.name} SET {changes} FROM {rows} WHERE {same}"

    def for_one(self, number: str = "") -> str:
        """One row, from one parameter a column; `number` tells several in one statement apart."""
        names = [name for name, _ in self.columns]
        if not self.where:
            values = ", ".join(f":{name}{number}" for name in names)
            return f"INSERT INTO {self.name} ({', '.join(names)}) VALUES ({values})"
        changes = ", ".join(f"{name} = :{name}{number}" for name in names if name not in self.where)
        same = " AND ".join(f"{name} = :{name}{number}" for name in self.where)
        return f"UPDATE {self.name} SET {changes} WHERE {same}"

    def as_postgresql(self, row: Mapping[str, Any], number: str) -> dict[str, Any]:
        """The parameters of `for_one`."""
        return {
            f"{name}{number}": _as_json_text(row[name]) if type_ == "json" else row[name]
            for name, type_ in self.columns
        }

    def as_sqlite(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: _SQLITE[type_](row[name]) if type_ in _SQLITE else row[name] for name, type_ in self.columns}


def _as_json_text(value: Any) -> str | None:
    return None if value is None else to_json(value)


_SQLITE: dict[str, Callable[[Any], str | None]] = {"json": _as_json_text, "timestamptz": to_sqlite_time}
NEW_TASK = Table(
    "task",
    (
        ("id", "text"),
        ("instance_id", "int"),
        ("item_id", "int"),
        ("matter_id", "int"),
        ("key", "text"),
        ("element_id", "text"),
        ("name", "text"),
        ("scope", "text"),
        ("state", "text"),
        ("opened_at", "timestamptz"),
        ("due_at", "timestamptz"),
        ("version", "int"),
        ("groups", "json"),
        ("stage", "text"),
        ("step", "text"),
        ("times_urged", "int"),
        ("urges_answered", "int"),
        ("data", "json"),
        ("data_keys", "json"),
        ("main_id", "text"),
        ("position", "text"),
        ("added_by_id", "int"),
        ("signers", "int"),
    ),
)
CHANGED_TASK = Table(
    "task",
    (
        ("id", "text"),
        ("state", "text"),
        ("opened_at", "timestamptz"),
        ("completed_at", "timestamptz"),
        ("completed_by_id", "int"),
        ("version", "int"),
        ("step", "text"),
        ("step_at", "timestamptz"),
        ("times_urged", "int"),
        ("urges_answered", "int"),
        ("claimed_by_id", "int"),
        ("delegated_by_id", "int"),
        ("kept_candidates", "json"),
        ("signers", "int"),
    ),
    where=("id",),
)
HANDED_IN = Table("task", (*CHANGED_TASK.columns, ("submitted", "json")), where=("id",))
CANDIDATE = Table("task_candidate", (("task_id", "text"), ("principal", "text")))
TIMER = Table(
    "timer",
    (
        ("instance_id", "int"),
        ("task_id", "text"),
        ("element_id", "text"),
        ("scope", "text"),
        ("kind", "text"),
        ("due_at", "timestamptz"),
        ("state", "text"),
        ("attempts", "int"),
    ),
)
FIRED = Table("timer", (("id", "int"), ("state", "text"), ("attempts", "int")), where=("id",))
SUBSCRIPTION = Table(
    "subscription",
    (("instance_id", "int"), ("task_id", "text"), ("name", "text"), ("kind", "text"), ("element_id", "text")),
)
EVENT = Table(
    "event",
    (
        ("instance_id", "int"),
        ("seq", "int"),
        ("type", "text"),
        ("element_id", "text"),
        ("name", "text"),
        ("at", "timestamptz"),
        ("actor_id", "int"),
        ("post", "text"),
        ("behalf_of_id", "int"),
        ("cause", "json"),
        ("request_id", "text"),
        ("data", "json"),
        ("before", "json"),
        ("after", "json"),
        ("hash", "text"),
    ),
)
FEW = 4
NOT_FIRED = " AND NOT id = ANY(string_to_array(:fired, ',')::int[])"  # one statement must not change a row twice
DISARM = "UPDATE timer SET state = 'cancelled' WHERE instance_id = :id AND state = 'pending' AND task_id IN ({})"
DISARM_ALL = "UPDATE timer SET state = 'cancelled' WHERE instance_id = :id AND state IN ('pending', 'set_aside')"
FORGET_CANDIDATES = "DELETE FROM task_candidate WHERE task_id IN ({})"
UNSUBSCRIBE = "DELETE FROM subscription WHERE instance_id = :id AND task_id IN ({})"
DROP_PARTS = "DELETE FROM instance_state WHERE instance_id = :id AND part IN ({})"
PART = "INSERT INTO instance_state (instance_id, part, body, value_keys) VALUES"
PART_AGAIN = "ON CONFLICT (instance_id, part) DO UPDATE SET body = excluded.body, value_keys = excluded.value_keys"
PUT_PART = f"{PART} (:id, :key, :body, :keys) {PART_AGAIN}"
VALUE = "INSERT INTO instance_value (instance_id, key, body) VALUES"
VALUE_AGAIN = "ON CONFLICT (instance_id, key) DO NOTHING"  # its key is the digest of its body
PUT_VALUE = f"{VALUE} (:id, :key, :body) {VALUE_AGAIN}"


def flush_runtime(session: Session) -> None:
    """Write everything that is still to be written, instance by instance."""
    runtime = session.info.get("runtime")
    if runtime is not None:
        for instance in list(runtime.instances.values()):
            if instance.is_dirty:
                write_instance(session, instance)


def write_instance(session: Session, instance: HeldInstance) -> None:
    """Write the changes of one instance; Conflict when it was written by somebody else in between."""
    session.flush()  # the business records of the act, which the rows may refer to
    changes, instance.changes, instance.is_dirty = instance.changes, Changes(), False
    expected, instance.revision = instance.revision, instance.revision + 1
    write = _write_on_sqlite if is_sqlite(session) else _write_at_once
    written = write(session, instance, expected, changes)
    if written != 1:
        raise Conflict
    _forget_copies(session, instance, changes)


def _forget_copies(session: Session, instance: HeldInstance, changes: Changes) -> None:
    """What the session may have loaded of these rows for a page is read again when it is asked for."""
    if not len(session.identity_map):
        return
    for model, key in [(Instance, instance.id), *((Task, task_id) for task_id in changes.changed)]:
        copy = session.identity_map.get(session.identity_key(model, key))
        if copy is not None:
            session.expire(copy)


def _update_instance(instance: HeldInstance, expected: int, changes: Changes) -> tuple[str, dict[str, Any]]:
    columns: dict[str, Any] = {
        "revision": instance.revision,
        "state": instance.state,
        "event_count": instance.event_count,
        "last_hash": instance.last_hash,
    }
    if instance.ended_at is not None:
        columns["ended_at"] = instance.ended_at
    if changes.variables is not None:
        columns["variables"] = to_json(_short(changes.variables, changes.variable_keys))
        columns["variable_keys"] = _as_json_text(changes.variable_keys or None)
    if changes.is_incident_changed:
        columns["incident"] = to_json(instance.incident)
    if changes.is_migrated:
        columns |= {"version": instance.version, "digest": instance.digest}
    return _update_text(tuple(columns)), columns | {"id": instance.id, "expected": expected}


@cache
def _update_text(columns: tuple[str, ...]) -> str:
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    return f"UPDATE instance SET {changes} WHERE id = :id AND revision = :expected"


def _rows(instance: HeldInstance, changes: Changes) -> Iterator[tuple[Table, list[Mapping[str, Any]]]]:
    """What is to be inserted and updated, table by table; a task before what refers to it."""
    if changes.opened:
        yield NEW_TASK, [_new_task_row(task) for task in changes.opened]
    done = [task for task in changes.changed.values() if task.submitted is not None]
    if done:
        yield HANDED_IN, [_task_row(HANDED_IN, task) for task in done]
    others = [task for task in changes.changed.values() if task.submitted is None]
    if others:
        yield CHANGED_TASK, [_task_row(CHANGED_TASK, task) for task in others]
    if changes.candidates:
        yield CANDIDATE, [{"task_id": task_id, "principal": principal} for task_id, principal in changes.candidates]
    if changes.timers:
        yield FIRED, [{"id": key, "state": state, "attempts": tries} for key, (state, tries) in changes.timers.items()]
    if changes.armed:
        yield TIMER, changes.armed  # type: ignore[misc]
    if changes.subscribed:
        yield SUBSCRIPTION, changes.subscribed  # type: ignore[misc]
    if changes.events:
        yield EVENT, changes.events  # type: ignore[misc]


def _task_row(table: Table, task: HeldTask) -> dict[str, Any]:
    return {name: getattr(task, name) for name, _ in table.columns}


def _new_task_row(task: HeldTask) -> dict[str, Any]:
    row = _task_row(NEW_TASK, task)
    return row | {"data": _short(task.data, task.data_keys), "data_keys": task.data_keys or None}


def _short(data: Mapping[str, Any], keys: Mapping[str, str]) -> Mapping[str, Any]:
    """What has no row of its own."""
    return {name: value for name, value in data.items() if name not in keys} if keys else data


def _removals(changes: Changes) -> Iterator[tuple[str, list[str]]]:
    gone = [key for key, body in changes.parts.items() if body is None]
    for statement, keys in (
        (DISARM, changes.disarmed),
        (FORGET_CANDIDATES, changes.without_candidates),
        (UNSUBSCRIBE, changes.unsubscribed),
        (DROP_PARTS, gone),
    ):
        if keys:
            yield statement, keys


def _write_at_once(session: Session, instance: HeldInstance, expected: int, changes: Changes) -> int:
    """PostgreSQL: one statement, one round trip."""
    update, parameters = _update_instance(instance, expected, changes)
    steps = [update + " RETURNING 1"]
    for n, (table, rows) in enumerate(_rows(instance, changes)):
        if table.where and len(rows) <= FEW:
            for m, row in enumerate(rows):
                steps.append(_for_one(table, f"_{n}_{m}"))
                parameters |= table.as_postgresql(row, f"_{n}_{m}")
        else:
            steps.append(_over_json(table, f"rows{n}"))
            parameters[f"rows{n}"] = to_json(rows)
    fired = NOT_FIRED if changes.timers else ""
    if fired:
        parameters["fired"] = ",".join(map(str, changes.timers))
    for n, (statement, keys) in enumerate(_removals(changes)):
        text, named = _with_keys(statement, f"gone{n}", keys)
        steps.append(text + fired if statement is DISARM else text)
        parameters |= named
    if changes.disarm_all:
        steps.append(DISARM_ALL + fired)
    puts, bodies = _puts(changes)
    steps += puts
    parameters |= bodies
    written: int = fetch(session, _together(tuple(steps)), parameters)[0][0]
    return written


def _puts(changes: Changes) -> tuple[list[str], dict[str, Any]]:
    """The state of what moved, and long values that are new, with their parameters."""
    steps: list[str] = []
    parameters: dict[str, Any] = {}
    kept = [(key, part) for key, part in changes.parts.items() if part is not None]
    if kept:
        steps.append(_put_parts(len(kept)))
        for n, (key, part) in enumerate(kept):
            parameters |= {f"key{n}": key, f"body{n}": part.body, f"keys{n}": _as_json_text(part.keys or None)}
    if changes.values:
        steps.append(_put_values(len(changes.values)))
        for n, (key, body) in enumerate(changes.values.items()):
            parameters |= {f"value_key{n}": key, f"value{n}": body}
    return steps, parameters


@cache
def _over_json(table: Table, parameter: str) -> str:
    return table.over_json(parameter)


@cache
def _put_parts(count: int) -> str:
    rows = ", ".join(f"(:id, :key{n}, :body{n}, :keys{n})" for n in range(count))
    return f"{PART} {rows} {PART_AGAIN}"


@cache
def _put_values(count: int) -> str:
    rows = ", ".join(f"(:id, :value_key{n}, :value{n})" for n in range(count))
    return f"{VALUE} {rows} {VALUE_AGAIN}"


def _with_keys(statement: str, name: str, keys: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Few keys stand in the statement, so that every plan finds them by an index; many are unnested."""
    if len(keys) <= FEW:
        return _listing(statement, name, len(keys)), {f"{name}_{n}": key for n, key in enumerate(keys)}
    return statement.format(f"SELECT unnest(string_to_array(:{name}, ','))"), {name: ",".join(keys)}


@cache
def _listing(statement: str, name: str, count: int) -> str:
    return statement.format(", ".join(f":{name}_{n}" for n in range(count)))


@cache
def _for_one(table: Table, number: str) -> str:
    return table.for_one(number)


@cache
def _together(steps: tuple[str, ...]) -> str:
    first, *others = steps
    parts = [f"written AS ({first})", *(f"step{n} AS ({step})" for n, step in enumerate(others))]
    return f"WITH {', '.join(parts)} SELECT count(*) FROM written"


def _write_on_sqlite(session: Session, instance: HeldInstance, expected: int, changes: Changes) -> int:
    update, parameters = _update_instance(instance, expected, changes)
    if "ended_at" in parameters:
        parameters["ended_at"] = to_sqlite_time(parameters["ended_at"])
    written = execute(session, update, parameters)
    for statement, keys in _removals(changes):
        execute(
            session, statement.format("SELECT value FROM json_each(:keys)"), {"id": instance.id, "keys": to_json(keys)}
        )
    if changes.disarm_all:
        execute(session, DISARM_ALL, {"id": instance.id})
    for table, rows in _rows(instance, changes):
        execute(session, table.for_one(), *(table.as_sqlite(row) for row in rows))
    parts = [
        {"id": instance.id, "key": key, "body": part.body, "keys": _as_json_text(part.keys or None)}
        for key, part in changes.parts.items()
        if part is not None
    ]
    if parts:
        execute(session, PUT_PART, *parts)
    values = [{"id": instance.id, "key": key, "body": body} for key, body in changes.values.items()]
    if values:
        execute(session, PUT_VALUE, *values)
    return written


def change_task(session: Session, task: HeldTask, **changes: Any) -> None:
    """Change a task of a locked instance; it is written with the instance."""
    instance = runtime_of(session).instances[task.instance_id]
    if task in instance.changes.opened:
        write_instance(session, instance)
    for name, value in changes.items():
        setattr(task, name, value)
    instance.changes.changed[task.id] = task
    instance.is_dirty = True
