"""Opening a database: SQLite in WAL with immediate writers, or PostgreSQL; and bringing its tables up to date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from sqlite3 import sqlite_version_info
from time import monotonic
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
READ_ONLY = "duban_read_only"
FRESH_SECONDS = 1.0


def open_database(url: str, lease_seconds: int = 60) -> Engine:
    """An engine for `sqlite:///path` or `postgresql+psycopg://…`.

    On PostgreSQL, a process that stands still within a transaction loses it after `lease_seconds`: what it has locked
    is free again, and what it still wants to write is refused.
    """
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(
            url, connect_args={"timeout": 30, "check_same_thread": False}, pool_size=20, hide_parameters=True
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, pool_size=10, max_overflow=20, pool_use_lifo=True, hide_parameters=True)
    event.listen(engine, "connect", partial(_prepare_postgresql, lease_seconds))
    event.listen(engine, "checkin", _note_time)
    event.listen(engine, "checkout", _ping_unless_fresh)
    return engine


def _note_time(_: Any, record: Any) -> None:
    record.info["resting_since"] = monotonic()


def _ping_unless_fresh(connection: Any, record: Any, _: Any) -> None:
    """A server that was restarted is noticed before the act; a connection in steady use costs no extra round trip."""
    if monotonic() - record.info.get("resting_since", 0.0) < FRESH_SECONDS:
        return
    try:
        connection.execute("")
    except Exception as error:
        raise DisconnectionError from error  # the pool takes another
    connection.rollback()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by us, see _begin_sqlite
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: a deferred one gets SQLITE_BUSY on upgrade, whatever the timeout."""
    read_only = connection.get_execution_options().get(READ_ONLY)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _prepare_postgresql(lease_seconds: int, connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '10s'")
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{lease_seconds}s'")
    connection.commit()


def migration_config(engine: Engine) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see `upgrade`

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine) -> None:
    """Bring the tables to this release's shape; forward only."""
    if _revision(engine) == newest_revision():
        return
    from alembic import command  # noqa: PLC0415 - brings the dialects of five databases, which few starts need

    command.upgrade(migration_config(engine), "head")


def create(engine: Engine, revision: str, fill: Callable[[Connection], None]) -> None:
    """Make the tables of an empty database as they were at `revision`, and fill them: both, or nothing."""
    from alembic import command  # noqa: PLC0415 - see `upgrade`

    config = migration_config(engine)
    config.attributes["fill"] = fill
    command.upgrade(config, revision)


@dataclass(frozen=True)
class Standing:
    """How a database stands: `revision` None without tables, `behind` by how much its clock differs, in seconds."""

    kind: str
    version: tuple[int | str, ...]
    revision: str | None
    behind: float


def is_made(engine: Engine) -> bool:
    """Are there tables of ours. A SQLite file that is not there does not come into being by being looked for."""
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").is_file():
        return False
    return _revision(engine) is not None


def standing_of(engine: Engine, now: datetime) -> Standing:
    """DBAPIError where it does not answer. `now` is the machine's, aware."""
    if engine.dialect.name == "sqlite" and not is_made(engine):
        return Standing("sqlite", sqlite_version_info, None, 0.0)
    with engine.connect().execution_options(**{READ_ONLY: True}) as connection:
        version = connection.dialect.server_version_info or ()
        is_sqlite = connection.dialect.name == "sqlite"
        there = now if is_sqlite else connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return Standing(engine.dialect.name, version, _revision(engine), (now - there).total_seconds())


def newest_revision() -> str:
    """Migration files are named after their revisions, which count up."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _revision(engine: Engine) -> str | None:
    """Which migration the database is at; None for an empty one."""
    with engine.connect().execution_options(**{READ_ONLY: True}) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return revision
