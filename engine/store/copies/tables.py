"""The tables of a database as they stand there, whatever release made them, with values that both databases share.

What a release's models say is of no use for a copy an older one made; so the tables are asked of the database itself.
"""

import warnings
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Dialect,
    LargeBinary,
    MetaData,
    Table,
    Text,
    cast,
    event,
    type_coerce,
)
from sqlalchemy.exc import SAWarning
from sqlalchemy.types import TypeDecorator

from engine.store.types import Instant

REVISION_TABLE = "alembic_version"


class WrittenJson(TypeDecorator[str]):
    """PostgreSQL's JSON as the characters it was written with: nothing is read into values and written anew."""

    impl = Text
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return type_coerce(cast(column, Text), self)

    def bind_expression(self, bindvalue: Any) -> ColumnElement[Any]:
        return cast(type_coerce(bindvalue, Text), JSON)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value


def tables_of(connection: Connection) -> list[Table]:
    """All tables but the migrations' own, each after those it points to."""
    metadata = MetaData()
    written = Text() if connection.dialect.name == "sqlite" else WrittenJson()

    @event.listens_for(metadata, "column_reflect")
    def share(_inspector: Any, _table: Table, column: Any) -> None:
        if isinstance(column["type"], JSON):
            column["type"] = written
        elif isinstance(column["type"], DateTime):
            column["type"] = Instant()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # indexes of expressions are not reflected; no index is needed here
        metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != REVISION_TABLE]


def kinds_of(table: Table) -> dict[str, str]:
    """By column how its values stand in a copy: `instant`, `date`, `bytes`, or `plain` as JSON has it."""
    return {column.name: _kind(column.type) for column in table.columns}


def _kind(type_: Any) -> str:
    for kind, types in (("instant", Instant), ("date", Date), ("bytes", LargeBinary)):
        if isinstance(type_, types):
            return kind
    return "plain"


def self_references(table: Table) -> set[str]:
    """Columns that point to rows of the same table, which may come later."""
    return {key.parent.name for key in table.foreign_keys if key.column.table is table}
