"""The runtime's own statements keep up with the tables."""

import pytest

from engine.store.models import Event, Subscription, Task, TaskCandidate, Timer
from engine.store.models.base import Base
from engine.store.writing_rows import (
    CANDIDATE,
    CHANGED_TASK,
    EVENT,
    FIRED,
    HANDED_IN,
    NEW_TASK,
    SUBSCRIPTION,
    TIMER,
    Table,
)

INSERTED = ((Task, NEW_TASK), (TaskCandidate, CANDIDATE), (Timer, TIMER), (Subscription, SUBSCRIPTION), (Event, EVENT))


@pytest.mark.parametrize(("model", "table"), INSERTED, ids=[table.name for _, table in INSERTED])
def test_a_new_row_has_a_value_in_every_column_that_needs_one(model: type[Base], table: Table) -> None:
    columns = model.__table__.columns
    needed = {
        column.name
        for column in columns
        if not column.nullable and column.server_default is None and column is not model.__table__.autoincrement_column  # type: ignore[attr-defined]
    }
    assert needed <= {name for name, _ in table.columns}


@pytest.mark.parametrize("table", [NEW_TASK, CHANGED_TASK, HANDED_IN, CANDIDATE, TIMER, FIRED, SUBSCRIPTION, EVENT])
def test_no_statement_names_a_column_that_is_not_there(table: Table) -> None:
    assert {name for name, _ in table.columns} <= set(Base.metadata.tables[table.name].columns.keys())
