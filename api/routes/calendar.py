"""Due dates in working time."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from api.edge import Reading
from api.schemas.common import Shape
from api.schemas.supervision import SkippedDay
from api.scopes import needs
from engine.domain.errors import Invalid, Problem
from engine.people.scopes import READ

router = APIRouter(prefix="/calendar", tags=["calendar"])


class DueShape(Shape):
    due: date
    skipped: list[SkippedDay]
    provisional: bool


@router.get("/due")
@needs(READ)
def due(
    visit: Reading,
    start: Annotated[date, Query(alias="from")],
    working_days: Annotated[int, Query(ge=0, le=3660)],
    from_next_day: bool = True,
) -> DueShape:
    """The date so many working days on, with the days it passed over."""
    try:
        found = visit.act.calendar.add_working_days(start, working_days, from_next_day)
    except OverflowError:  # past the last day that Python's calendar has
        raise Invalid([Problem("request.date_range", field="/from")]) from None
    skipped = [SkippedDay(date=day, reason=reason.text()) for day, reason in found.skipped]
    return DueShape(due=found.due_on, skipped=skipped, provisional=found.is_provisional)
