"""Statements in a database's own words: named parameters, times and JSON as each of the two keeps them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from re import sub
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

SQLITE_TIME = "%Y-%m-%d %H:%M:%S.%f"
_plain_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat).encode


@dataclass(frozen=True, slots=True)
class Driver:
    """The driver's own cursor under a session's transaction."""

    connection: Connection
    cursor: Any
    is_sqlite: bool


def driver_of(session: Session) -> Driver:
    """Looked up once a transaction. The cursor lasts as long as its connection: it knows the columns it has seen."""
    found: Driver | None = session.info.get("driver")
    if found is None or found.connection.closed:
        connection = session.connection()
        pooled = connection.connection
        cursor = pooled.info.get("cursor") or pooled.info.setdefault("cursor", pooled.driver_connection.cursor())  # type: ignore[union-attr]
        found = session.info["driver"] = Driver(connection, cursor, connection.dialect.name == "sqlite")
    return found


def is_sqlite(session: Session) -> bool:
    return driver_of(session).is_sqlite


def fetch(session: Session, statement: str, parameters: Mapping[str, Any]) -> list[Any]:
    """The rows that a statement with `:name` parameters answers, as the driver gives them.

    SQLAlchemy's result costs as much as the statement; its errors and its care for broken connections are kept.
    """
    driver = driver_of(session)
    with _translated(driver, statement):
        rows: list[Any] = driver.cursor.execute(_in_its_words(driver, statement), parameters).fetchall()
    return rows


def execute(session: Session, statement: str, *parameters: Mapping[str, Any]) -> int:
    """Execute a statement for each of the parameters; answers how many rows it touched."""
    driver = driver_of(session)
    native = _in_its_words(driver, statement)
    with _translated(driver, statement):
        if len(parameters) == 1:
            driver.cursor.execute(native, parameters[0])
        else:
            driver.cursor.executemany(native, parameters)
    touched: int = driver.cursor.rowcount
    return touched


def _in_its_words(driver: Driver, statement: str) -> str:
    return statement if driver.is_sqlite else _psycopg_words(statement)


@contextmanager
def _translated(driver: Driver, statement: str) -> Iterator[None]:
    """The driver's errors as SQLAlchemy's; a connection that broke is not used again."""
    dialect = driver.connection.dialect
    kind = dialect.loaded_dbapi.Error
    try:
        yield
    except kind as error:
        is_broken = dialect.is_disconnect(error, driver.cursor.connection, driver.cursor)
        if is_broken:
            driver.connection.invalidate(error)
        raise DBAPIError.instance(
            statement, None, error, kind, connection_invalidated=is_broken, dialect=dialect
        ) from error


@lru_cache(maxsize=512)
def _psycopg_words(statement: str) -> str:
    return sub(r"(?<!:):(\w+)", r"%(\1)s", statement.replace("%", "%%"))


def to_json(value: Any) -> str:
    """Compact JSON; whole numbers may have any size."""
    try:
        return msgspec.json.encode(value).decode()
    except OverflowError:
        return _plain_json(value)


def to_sqlite_time(instant: datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(UTC).strftime(SQLITE_TIME)


def as_json(value: Any) -> Any:
    """What a JSON column gave back: SQLite gives the text, PostgreSQL the value."""
    return json.loads(value) if isinstance(value, str) else value


def as_instant(value: Any) -> datetime | None:
    """What a time column gave back, in UTC."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return None if value is None else value.astimezone(UTC)
