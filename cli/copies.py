"""`duban backup` and `duban restore`: the whole database as one file, and a database out of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated

import typer
from rich.console import Console

from engine.domain import messages
from engine.domain.clock import SystemClock
from engine.domain.errors import Invalid, Problem
from engine.settings import Settings
from engine.store import Engine
from engine.store.copies.reading import read_copy
from engine.store.copies.writing import write_copy
from engine.store.database import open_database
from engine.store.final import grant_to
from engine.store.outbox import count_waiting
from engine.store.unit_of_work import reading

out = Console(soft_wrap=True, highlight=False)
DataDir = Annotated[Path | None, typer.Option(help="where the SQLite file lies")]


def backup(file: Annotated[Path, typer.Argument(help="the zip file to write")], data_dir: DataDir = None) -> None:
    """Copy the whole database of one moment into a file, while the office works on."""
    settings = _settings(data_dir)
    engine = open_database(settings.database)
    with _new_file(file) as target:
        manifest = write_copy(engine, target, SystemClock().now())
    megabytes = f"{file.stat().st_size / 2**20:.1f}"
    _say("written", tables=len(manifest.tables), rows=manifest.rows, megabytes=megabytes, file=file)
    _say_keys(settings)


def restore(file: Annotated[Path, typer.Argument(help="what duban backup wrote")], data_dir: DataDir = None) -> None:
    """Fill an empty database from a copy, of SQLite or PostgreSQL, of this release or an older one."""
    settings = _settings(data_dir)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = open_database(settings.owner_database_url or settings.database)
    manifest = read_copy(engine, file)
    user = open_database(settings.database).url.username
    if settings.owner_database_url and user:
        grant_to(engine, user)
    made_at = manifest.made_at.isoformat(timespec="minutes")
    _say("restored", tables=len(manifest.tables), rows=manifest.rows, made_at=made_at)
    _say_waiting(engine, SystemClock().now())
    _say_keys(settings)


def _settings(data_dir: Path | None) -> Settings:
    settings = Settings()
    settings.data_dir = data_dir or settings.data_dir
    return settings


@contextmanager
def _new_file(file: Path) -> Iterator[IO[bytes]]:
    """Read by its owner alone, for everything stands in it; under its name only once it is whole."""
    if file.exists():
        raise Invalid([Problem("copies.exists", {"file": str(file)})])
    draft = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _say_waiting(engine: Engine, now: datetime) -> None:
    with reading(engine) as session:
        waiting = count_waiting(session, now)
    if waiting:
        _say("waiting", mails=waiting)


def _say_keys(settings: Settings) -> None:
    if files := [str(file) for file in (settings.anchor_key, settings.ballot_key) if file.exists()]:
        _say("keys", files="、".join(files))


def _say(name: str, **facts: object) -> None:
    out.print(messages.text(f"copies.{name}", **facts), markup=False)
