"""Alembic's entry: runs migrations on the engine handed over, one at a time even if several processes start."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from sqlalchemy import Connection, Engine, text

from engine.store.models import Base

engine: Engine = context.config.attributes["engine"]
fill: Callable[[Connection], None] | None = context.config.attributes.get("fill")
MIGRATION_LOCK = 7_301_920_118  # any number that nothing else in this database locks on


@contextmanager
def lenient(connection: Connection) -> Iterator[None]:
    """SQLite rebuilds a table by dropping it, while others refer to it; that they still do is looked at afterwards."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")  # no effect within a transaction
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def require_whole(connection: Connection) -> None:
    """Nothing refers to a row that is no more; else nothing of the migration is kept."""
    if connection.dialect.name == "sqlite" and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise RuntimeError(f"Expected whole references after the migration, but got {lost[:5]}")


with engine.connect() as connection, lenient(connection), connection.begin():
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    context.run_migrations()
    if fill is not None:
        fill(connection)
    require_whole(connection)
