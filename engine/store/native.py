"""Statements in a database's own words: named parameters, times and JSON as each of the two keeps them."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from re import sub
from typing import Any

import msgspec
from sqlalchemy import CursorResult
from sqlalchemy.orm import Session

SQLITE_TIME = "%Y-%m-%d %H:%M:%S.%f"
_plain_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat).encode


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def run(
    session: Session, statement: str, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]]
) -> CursorResult[Any]:
    """Execute a statement with `:name` parameters; a sequence of parameters executes it for each."""
    connection = session.connection()
    native = statement if connection.dialect.name == "sqlite" else _psycopg_words(statement)
    return connection.exec_driver_sql(native, parameters)


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
