"""The leader's one page as it is answered: every number with the way to its list."""

from datetime import datetime

from api.schemas.common import Named, Shape
from api.schemas.supervision import ItemRow
from api.schemas.tasks import TaskShape


class ListShape(Shape):
    """The first of a list and how many there are; `query` narrows the ledger down to it."""

    items: list[ItemRow]
    count: int
    query: dict[str, str]


class NeedsShape(Shape):
    """What waits for one's own word; more of it stands in the inbox."""

    tasks: list[TaskShape]
    more: bool


class UnitLine(Shape):
    unit: Named | None
    red: int
    yellow: int
    green: int
    grey: int
    query: dict[str, str]


class MonthLine(Shape):
    month: str
    dispatched: int
    closed: int
    closed_late: int
    dispatched_query: dict[str, str]
    closed_query: dict[str, str]
    late_query: dict[str, str]


class OverviewShape(Shape):
    """`scope` is "charge" (what one is in charge of) or "all"; `has_charge`: one is in charge of units."""

    as_of: datetime
    scope: str
    has_charge: bool
    red: ListShape
    needs: NeedsShape
    due: ListShape
    closed: ListShape
    units: list[UnitLine]
    months: list[MonthLine]
