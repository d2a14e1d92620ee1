"""The statistics: by unit, person, source, kind, month or urgency; where work waits; and both as a workbook."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from api.edge import Reading, Visit
from api.narrowing import EARLIEST, LATEST, Word
from api.schemas.common import Key
from api.schemas.figures import Statistics, Steps, statistics_shape, steps_shape
from api.scopes import needs
from api.sheets import XLSX, sheet_response
from api.statistics_sheet import statistics_workbook
from engine.domain import messages
from engine.people.scopes import READ
from engine.queries.charge import posts_in_charge
from engine.queries.dimensions import Dimension, dimension
from engine.queries.months import days
from engine.queries.narrowing import Filter
from engine.queries.statistics import Question, count_figures
from engine.queries.steps import count_steps
from engine.store.models import Item

router = APIRouter(tags=["figures"])
By = Literal["unit", "person", "source", "kind", "month", "urgency"]
From = Annotated[date | None, Query(alias="from", ge=EARLIEST, le=LATEST)]
To = Annotated[date | None, Query(alias="to", ge=EARLIEST, le=LATEST)]


@dataclass(frozen=True)
class Asked:
    """For which items figures are asked: those dispatched in the period, both days included, and how narrowed."""

    since: date | None
    until: date | None
    wanted: Filter
    narrowing: dict[str, str]


def asked(
    visit: Reading,
    since: From = None,
    until: To = None,
    unit_id: Key | None = None,
    leader_id: Key | None = None,
    source: Word = None,
    urgency: Word = None,
) -> Asked:
    wanted = Filter(
        unit_id=unit_id,
        source=source,
        urgency=urgency,
        dispatched=days(since, until, visit.act.calendar.zone),
        charge=None if leader_id is None else posts_in_charge(visit.act.situation, leader_id),
    )
    given = {"unit_id": unit_id, "leader_id": leader_id, "source": source, "urgency": urgency}
    return Asked(since, until, wanted, {name: str(value) for name, value in given.items() if value is not None})


Narrowing = Annotated[Asked, Depends(asked, scope="function")]


def _question(visit: Visit, wanted: Filter, found: Dimension) -> Question:
    return Question(visit.reader, wanted, found, visit.act.calendar, visit.act.now)


def _statistics(visit: Visit, by: By, of: Asked) -> Statistics:
    act = visit.act
    organisation = act.house.organisations.get(visit.session)
    found = dimension(by, visit.session, organisation, act.calendar, act.now)
    counted = count_figures(visit.session, _question(visit, of.wanted, found))
    return statistics_shape(act, by, counted, of.narrowing, of.since, of.until)


def _steps(visit: Visit, of: Asked, *, by_unit: bool) -> Steps:
    by = Dimension((Item.lead_unit_id,), lambda values: values[0] if by_unit else None)
    found = count_steps(visit.session, _question(visit, of.wanted, by))
    return steps_shape(visit.act, found, of.narrowing, of.since, of.until, by_unit=by_unit)


@router.get("/statistics")
@needs(READ)
def get_statistics(visit: Reading, of: Narrowing, by: By = "unit") -> Statistics:
    """All figures of the items that one may see, each with its definition and the way to its items."""
    return _statistics(visit, by, of)


@router.get("/statistics/steps")
@needs(READ)
def get_steps(visit: Reading, of: Narrowing, by_unit: bool = False) -> Steps:
    """How long each element of the diagram held them, in working hours."""
    return _steps(visit, of, by_unit=by_unit)


@router.get("/statistics/sheet", response_class=Response, responses=XLSX)
@needs(READ)
def get_sheet(visit: Reading, of: Narrowing, by: By = "unit") -> Response:
    """Figures, waiting and definitions as an Excel workbook."""
    content = statistics_workbook(_statistics(visit, by, of), _steps(visit, of, by_unit=False), of.since, of.until)
    today = visit.act.calendar.local_date(visit.act.now)
    return sheet_response(content, f"{messages.text('figures.file')}{today:%Y%m%d}.xlsx")
