"""The same SQL without an engine: what the product sends while it completes is recorded and sent again, for other rows.

Recorded at the driver's cursor, so that nothing passes by. Two instances are recorded: what differs between them in the
place of an id is an id, and is replaced by that of the instance whose rows are replayed; what else differs (moments,
hashes, state) is sent as it was. One transaction and one commit a completion, as in the product.
"""

import json
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from os import urandom
from pathlib import Path
from typing import Any

import psycopg
from psycopg.pq import PipelineStatus
from sqlalchemy import Engine, event, func, select

from bench.diagrams import STEPS, sequence
from bench.product import Product, open_site
from engine.store.database import open_database
from engine.store.models import Event, Instance, Task

TASK_ID = re.compile(r"\b[0-9a-f]{24}\b")
TAPE: list["Sent"] | None = None


@dataclass(frozen=True)
class Sent:
    """One statement, its parameters and the driver's options; whether in a batch, and whether in a pipeline."""

    sql: Any
    parameters: Any
    options: dict[str, Any] = field(default_factory=dict)
    many: bool = False
    piped: bool = False


def _note(sent: Sent) -> None:
    if TAPE is not None:
        TAPE.append(sent)


class PostgresqlCursor(psycopg.Cursor[Any]):
    """Notes what passes through it."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        if not self.connection.autocommit:  # a ping of the pool is none of the completion's statements
            _note(Sent(query, params, options, piped=self._is_piped()))
        return super().execute(query, params, **options)

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> Any:
        batch = list(params_seq)
        _note(Sent(query, batch, options, many=True, piped=self._is_piped()))
        return super().executemany(query, batch, **options)

    def _is_piped(self) -> bool:
        return self.connection.info.pipeline_status != PipelineStatus.OFF


class SqliteCursor(sqlite3.Cursor):
    """Notes what passes through it."""

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        _note(Sent(sql, parameters))
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> Any:
        batch = list(parameters)
        _note(Sent(sql, batch, many=True))
        return super().executemany(sql, batch)


class SqliteConnection(sqlite3.Connection):
    def cursor(self, factory: Any = SqliteCursor) -> Any:
        return super().cursor(factory)

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        return self.cursor().execute(sql, parameters)


def tap(engine: Engine) -> None:
    """From the next connection on, everything sent is noted while there is a tape."""

    @event.listens_for(engine, "do_connect")
    def choose(dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
        if dialect.name == "sqlite":
            options["factory"] = SqliteConnection
        else:
            options["cursor_factory"] = PostgresqlCursor


def taped(do: Callable[[], None]) -> list[Sent]:
    """What was sent while `do` ran."""
    global TAPE  # noqa: PLW0603 - cursors are made by the driver and cannot be handed a tape
    TAPE = []
    try:
        do()
        return TAPE
    finally:
        TAPE = None


@dataclass
class Recording:
    """One instance from its first to its last completion."""

    instance_id: int
    tasks: list[str] = field(default_factory=list)
    completions: list[list[Sent]] = field(default_factory=list)


def record(product: Product) -> Recording:
    """Complete one instance of the sequence and keep what was sent for it."""
    recording = Recording(product.start())
    for _ in range(STEPS):
        task_id = product.next_task(recording.instance_id)
        recording.tasks.append(task_id)
        recording.completions.append(taped(lambda task_id=task_id: product.complete(task_id)))  # type: ignore[misc]
    return recording


class WithoutEngine:
    """Replays the recorded completions on instances that the product started."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self._product = Product(open_site(database_url, folder), "seq5", sequence())
        tap(self._product.site.engine)
        self._product.site.engine.dispose()
        for _ in range(2):
            record(self._product)  # warm: nothing is read for the first time any more
        self._first, self._second = record(self._product), record(self._product)
        self._engine = open_database(database_url)  # without the tap
        self._connection = self._engine.raw_connection()
        self._done: dict[int, int] = {}
        self._ids: dict[int, dict[str, str]] = {}
        self._ready: list[Sent] = []
        self._prove()

    def statements(self) -> list[str]:
        """Of one completion in the middle of the sequence."""
        return [str(sent.sql) for sent in self._first.completions[STEPS // 2]]

    def _prove(self) -> None:
        """A replay leaves the rows that a completion leaves; otherwise its figure would mean nothing."""
        instance_id = self.start()
        for _ in range(STEPS):
            self.complete(self.next_task(instance_id))
        replayed, recorded = (left_behind(self._product, number) for number in (instance_id, self._first.instance_id))
        if replayed != recorded:
            raise ValueError(f"the replay leaves {replayed}, the product {recorded}")

    def start(self) -> int:
        instance_id = self._product.start()
        self._done[instance_id] = 0
        self._ids[instance_id] = {self._first.tasks[0]: self._product.next_task(instance_id)}
        return instance_id

    def next_task(self, instance_id: int) -> str:
        """Prepare the statements of the next completion; only sending them is timed."""
        self._ready = [self._substituted(instance_id, *pair) for pair in self._pairs(self._done[instance_id])]
        self._done[instance_id] += 1
        return str(instance_id)

    def complete(self, _task_id: str) -> None:
        if any(sent.piped for sent in self._ready):
            with self._connection.driver_connection.pipeline():  # type: ignore[union-attr]
                self._send()
        else:
            self._send()
        self._connection.commit()

    def _send(self) -> None:
        cursor = self._connection.cursor()
        for sent in self._ready:
            (cursor.executemany if sent.many else cursor.execute)(sent.sql, sent.parameters, **sent.options)
            if cursor.description:
                cursor.fetchall()
        cursor.close()

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()
        self._product.site.close()

    def _pairs(self, number: int) -> list[tuple[Sent, Sent]]:
        pairs = list(zip(self._first.completions[number], self._second.completions[number], strict=True))
        if any(str(one.sql) != str(other.sql) for one, other in pairs):
            raise ValueError("two instances of the sequence sent different statements")
        return pairs

    def _substituted(self, instance_id: int, one: Sent, other: Sent) -> Sent:
        def known(found: re.Match[str]) -> str:
            return self._ids[instance_id].setdefault(found[0], urandom(12).hex())

        def value(mine: Any, theirs: Any) -> Any:
            if isinstance(mine, dict):
                return {name: value(inner, theirs[name]) for name, inner in mine.items()}
            if isinstance(mine, (list, tuple)):
                return type(mine)(map(value, mine, theirs))
            if mine == self._first.instance_id and theirs == self._second.instance_id:
                return instance_id
            if not isinstance(mine, str) or mine == theirs:
                return mine
            if mine.startswith("[{"):  # rows for several tables in one statement
                return json.dumps(value(json.loads(mine), json.loads(theirs)), ensure_ascii=False)
            return TASK_ID.sub(known, mine)

        return one if one.parameters is None else replace(one, parameters=value(one.parameters, other.parameters))


def left_behind(product: Product, instance_id: int) -> tuple[Any, ...]:
    """The instance's state, how many events it has, and how many tasks in which state."""
    with product.site.reading() as session:
        state = session.scalar(select(Instance.state).where(Instance.id == instance_id))
        events = session.scalar(select(func.count()).where(Event.instance_id == instance_id))
        tasks = select(Task.state, func.count()).where(Task.instance_id == instance_id).group_by(Task.state)
        return state, events, sorted(session.execute(tasks).tuples())
