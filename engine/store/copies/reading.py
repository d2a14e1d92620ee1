"""A copy becomes a database again: first looked through to its end, then everything in one transaction, or nothing.

The tables are made as the release that wrote the copy had them, filled, and then brought up to date; so an older copy
can be read, and one of SQLite into PostgreSQL and the other way round.
"""

import hashlib
import zipfile
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Table, and_, func, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from engine.domain.errors import Invalid, Problem
from engine.store.copies.tables import kinds_of, self_references, tables_of
from engine.store.copies.writing import FORMAT, MANIFEST, ROWS_AT_ONCE, Manifest, TableCopy
from engine.store.database import create, newest_revision, upgrade

READ_AT_ONCE = 1 << 20
READERS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {"instant": datetime.fromisoformat, "date": date.fromisoformat, "bytes": b64decode}
)
Row = dict[str, Any]


def read_copy(engine: Engine, source: Path) -> Manifest:
    """Fill an empty database with what the copy holds, and bring it up to date.

    Raises:
        Invalid: the file is no whole copy, or of a newer release, or the database has tables already; nothing is
            written then.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest(archive, source.name)
            if problems := [*_problems(archive, manifest, source.name), *_occupied(engine)]:
                raise Invalid(problems)
            create(engine, manifest.revision, lambda connection: _fill(connection, archive, manifest))
    except (OSError, zipfile.BadZipFile) as error:
        raise Invalid([Problem("copies.unreadable", {"error": str(error)}, file=source.name)]) from None
    upgrade(engine)
    return manifest


def _manifest(archive: zipfile.ZipFile, file: str) -> Manifest:
    try:
        manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    except (KeyError, msgspec.MsgspecError):
        raise Invalid([Problem("copies.no_copy", file=file)]) from None
    if manifest.format != FORMAT or manifest.revision > newest_revision():
        raise Invalid([Problem("copies.newer", {"revision": manifest.revision}, file=file)])
    return manifest


def _problems(archive: zipfile.ZipFile, manifest: Manifest, file: str) -> Iterator[Problem]:
    for table in manifest.tables:
        try:
            found = _hash_of(archive, table.file)
        except (KeyError, zipfile.BadZipFile):
            found = None
        if found != table.sha256:
            yield Problem("copies.broken", {"table": table.name}, file=file)


def _hash_of(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as file:
        while part := file.read(READ_AT_ONCE):
            digest.update(part)
    return digest.hexdigest()


def _occupied(engine: Engine) -> Iterator[Problem]:
    if inspect(engine).get_table_names():
        yield Problem("copies.occupied", {"database": engine.url.render_as_string(hide_password=True)})


def _fill(connection: Connection, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    tables = tables_of(connection)
    for table in reversed(tables):
        _clear(connection, table)
    copies = {copy.name: copy for copy in manifest.tables}
    for table in tables:
        try:
            _fill_table(connection, table, archive, copies[table.name])
        except (DBAPIError, ValueError, KeyError, msgspec.MsgspecError) as error:
            reason = str(error.orig) if isinstance(error, DBAPIError) else str(error)
            raise Invalid([Problem("copies.row", {"table": table.name, "reason": reason})]) from None
    if connection.dialect.name == "postgresql":
        for table in tables:
            _count_on(connection, table)


def _clear(connection: Connection, table: Table) -> None:
    """What the migrations themselves have put in stands in the copy as well, as it is by now."""
    if connection.execute(select(table).limit(1)).first() is not None:
        connection.execute(table.delete())


def _fill_table(connection: Connection, table: Table, archive: zipfile.ZipFile, copy: TableCopy) -> None:
    """Rows first, then what points from one row of the table to another."""
    later = self_references(table)
    pointing: list[Row] = []
    rows = _rows(archive, table, copy)
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        pointing += [row for row in batch if any(row[column] is not None for column in later)]
        connection.execute(insert(table), [row | dict.fromkeys(later) for row in batch] if later else batch)
    keys = table.primary_key.columns
    for row in pointing:
        this = and_(*(column == row[column.name] for column in keys))
        connection.execute(update(table).where(this).values({column: row[column] for column in later}))


def _rows(archive: zipfile.ZipFile, table: Table, copy: TableCopy) -> Iterator[Row]:
    kinds, decode = kinds_of(table), msgspec.json.Decoder(list[Any]).decode
    with archive.open(copy.file) as file:
        names: list[str] = decode(file.readline())
        readers = [READERS.get(kinds[name]) for name in names]
        for line in file:
            values = [
                read(value) if read and value is not None else value
                for read, value in zip(readers, decode(line), strict=True)
            ]
            yield dict(zip(names, values, strict=True))


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL's sequences go on behind the highest number that is in the table."""
    for column in table.primary_key.columns:
        sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
        if sequence is not None:
            highest = connection.scalar(select(func.max(column)))
            put = text("SELECT setval(:sequence, :number, :is_used)")
            connection.execute(put, {"sequence": sequence, "number": highest or 1, "is_used": highest is not None})
