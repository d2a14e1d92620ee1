"""Statements in a database's own words: named parameters, times and JSON as each of the two keeps them."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from re import sub
from typing import Any

import msgspec
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

SQLITE_TIME = "%Y-%m-%d %H:%M:%S.%f"
_plain_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat).encode


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def run(session: Session, statement: str, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Any:
    """Execute a statement with `:name` parameters on the driver's own cursor, which is answered.

    A sequence of parameters executes it for each. SQLAlchemy's result costs as much as the statement; its errors and
    its care for broken connections are kept.
    """
    connection = session.connection()
    dialect, raw = connection.dialect, connection.connection.driver_connection
    assert raw is not None  # noqa: S101 - the pool gave it
    native = statement if dialect.name == "sqlite" else _psycopg_words(statement)
    try:
        if isinstance(parameters, Mapping):
            return raw.execute(native, parameters)
        return raw.cursor().executemany(native, parameters)
    except dialect.loaded_dbapi.Error as error:
        is_broken = dialect.is_disconnect(error, raw, None)
        if is_broken:
            connection.invalidate(error)
        kind = dialect.loaded_dbapi.Error
        raise DBAPIError.instance(
            native, None, error, kind, connection_invalidated=is_broken, dialect=dialect
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
