"""Tables whose rows are never changed: the database refuses it. The door for test drivers, and the owner's grants."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

FINAL = ("event", "anchor", "anchor_leaf")
TRIGGERS = text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('event', 'anchor', 'anchor_leaf')"
)


@contextmanager
def unguarded(session: Session) -> Iterator[None]:
    """The triggers are away within this transaction: for /testing/reset, and for tests that tamper.

    Needs the owner of the tables: a role that only has the grants of `grant_to` is refused.
    """
    if session.get_bind().dialect.name == "sqlite":
        kept = list(session.execute(TRIGGERS))
        for name, _ in kept:
            session.execute(text(f"DROP TRIGGER {name}"))
        yield
        for _, statement in kept:
            session.execute(text(statement))
        return
    for table in FINAL:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    yield
    for table in FINAL:
        session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


def grant_to(owner: Engine, role: str) -> None:
    """PostgreSQL: `role`, in whose name the program works, may do all to the tables but change what is final."""
    quoted = owner.dialect.identifier_preparer.quote(role)
    final = ", ".join(FINAL)
    with owner.begin() as connection:
        for statement in (
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}",
            f"REVOKE UPDATE, DELETE, TRUNCATE ON {final} FROM {quoted}",
            f"REVOKE UPDATE, TRUNCATE ON sign_in_record FROM {quoted}",  # half a year later its triggers let it go
            f"GRANT UPDATE (times, last_at) ON sign_in_record TO {quoted}",
            f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {quoted}",
        ):
            connection.execute(text(statement))
