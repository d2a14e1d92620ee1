"""Furnished databases by the dozen: a fresh copy of one that was furnished once."""

import itertools
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.support.services import create_database, drop_database

Opening = Callable[[], AbstractContextManager[str]]  # a database of its own, by its address, gone afterwards


def whole(file: Path) -> Path:
    """All of a SQLite database in one file that can be copied.

    What was written last stays in the log beside the first file while a connection, though closed, waits to be
    collected with a statement of its own.
    """
    found = file.with_name(f"{file.stem}-whole.sqlite3")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", (str(found),))
    return found


def sqlite_opening(furnished: Path, folder: Path) -> Opening:
    """Copies of a furnished file, which is `whole`; nobody may have it open."""
    numbers = itertools.count()

    @contextmanager
    def opening() -> Iterator[str]:
        file = folder / f"{next(numbers)}.sqlite3"
        shutil.copyfile(furnished, file)
        yield f"sqlite:///{file}"
        file.unlink()

    return opening


def postgresql_opening(server_url: str, furnished_url: str) -> Opening:
    """Copies of a furnished database on the same server; nobody may be connected to it."""

    @contextmanager
    def opening() -> Iterator[str]:
        url = create_database(server_url, template=make_url(furnished_url).database)
        yield url
        drop_database(server_url, url)

    return opening
