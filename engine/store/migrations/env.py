"""Alembic's entry: runs migrations on the engine handed over, one at a time even if several processes start."""

from alembic import context
from sqlalchemy import Engine, text

from engine.store.models import Base

engine: Engine = context.config.attributes["engine"]
MIGRATION_LOCK = 7_301_920_118  # any number that nothing else in this database locks on

with engine.begin() as connection:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    context.run_migrations()
