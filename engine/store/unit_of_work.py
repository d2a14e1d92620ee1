"""One transaction: opened by an edge, used by one command, committed once by the edge."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event
from sqlalchemy.orm import ORMExecuteState, Session

from engine.store.database import READ_ONLY
from engine.store.organisation import note_organisation
from engine.store.record_changes import note_changes
from engine.store.runtime import runtime_of
from engine.store.writing_rows import flush_runtime


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session that commits when the block ends well and rolls back otherwise."""
    session = Session(engine, expire_on_commit=False)
    try:
        yield session
        session.flush()  # what a record has changed becomes an event of its instance
        flush_runtime(session)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()
    for act in runtime_of(session).after_commit:
        act()


def _write_before_reading(state: ORMExecuteState) -> None:
    """A query of the business records sees what the runtime has changed in the same act."""
    if state.is_select:
        flush_runtime(state.session)


event.listen(Session, "do_orm_execute", _write_before_reading)
event.listen(Session, "before_flush", note_changes)
event.listen(Session, "before_flush", note_organisation)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads; nothing of it is kept.

    It ends with a commit, for psycopg forgets all prepared statements of a connection that rolls back.
    """
    with Session(engine.execution_options(**{READ_ONLY: True}), expire_on_commit=False, autoflush=False) as session:
        yield session
        session.expunge_all()
        session.commit()


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """As `reading`, and all that is read is of one moment, however long it takes."""
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with reading(engine.execution_options(**options)) as session:
        yield session
