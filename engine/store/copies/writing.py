"""A copy of the whole database as one file: a zip with a file of JSON lines for each table, and `manifest.json`.

All of one moment, however long the writing takes, while the office works on. The first line of a table names its
columns, the others are its rows. Instants are ISO 8601 in UTC, dates ISO 8601, bytes base64; JSON stands as the text
it was stored as. The manifest has for each table the number of its rows and the SHA-256 of its file.
"""

import hashlib
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import IO, Any

import msgspec
from sqlalchemy import Connection, Engine, Table, select

from engine.domain.errors import Invalid, Problem
from engine.store.copies.tables import REVISION_TABLE, kinds_of, tables_of
from engine.store.database import is_made
from engine.store.unit_of_work import snapshot

FORMAT = 1
MANIFEST = "manifest.json"
ROWS_AT_ONCE = 500


class TableCopy(msgspec.Struct, frozen=True):
    """`file` is the place in the zip, `sha256` that of the file's content."""

    name: str
    file: str
    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """`revision` is the migration that the tables stood at; `database` is sqlite or postgresql."""

    format: int
    made_at: datetime
    database: str
    revision: str
    tables: list[TableCopy]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


def write_copy(engine: Engine, target: IO[bytes], now: datetime) -> Manifest:
    """Write everything there is in the database at one moment.

    Args:
        target: open for writing; need not be seekable.
        now: aware; stands in the manifest.

    Raises:
        Invalid: there is nothing to copy.
    """
    if not is_made(engine):
        raise Invalid([Problem("copies.nothing", {"database": engine.url.render_as_string(hide_password=True)})])
    with snapshot(engine) as session, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        connection = session.connection()
        revision = connection.exec_driver_sql(f"SELECT version_num FROM {REVISION_TABLE}").scalar_one()
        copies = [
            _write_table(connection, table, archive, number) for number, table in enumerate(tables_of(connection), 1)
        ]
        manifest = Manifest(FORMAT, now, connection.dialect.name, revision, copies)
        archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    return manifest


def _write_table(connection: Connection, table: Table, archive: zipfile.ZipFile, number: int) -> TableCopy:
    digest, rows = hashlib.sha256(), -1  # the first line names the columns
    name = f"tables/{number:03}-{table.name}.jsonl"
    with archive.open(name, "w", force_zip64=True) as file:
        for line in _lines(connection, table):
            file.write(line)
            digest.update(line)
            rows += 1
    return TableCopy(str(table.name), name, rows, digest.hexdigest())


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    encode = msgspec.json.Encoder().encode
    yield encode([str(column.name) for column in table.columns]) + b"\n"
    kinds = kinds_of(table).values()
    writers = [WRITERS.get(kind) for kind in kinds]
    ordered = select(table).order_by(*table.primary_key.columns)
    for row in connection.execute(ordered, execution_options={"yield_per": ROWS_AT_ONCE}):
        values = [
            write(value) if write and value is not None else value for write, value in zip(writers, row, strict=True)
        ]
        yield encode(values) + b"\n"


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _bytes(value: bytes) -> str:
    return b64encode(value).decode("ascii")


WRITERS: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {"instant": _instant, "date": date.isoformat, "bytes": _bytes}
)
