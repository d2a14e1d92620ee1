"""The leader's one page: what is red and why, what needs one's word, this week, the units and the months."""

from datetime import date
from typing import Literal

from fastapi import APIRouter

from api.edge import Reading, Visit
from api.schemas.common import unit_named
from api.schemas.overview import ListShape, MonthLine, NeedsShape, OverviewShape, UnitLine
from api.schemas.supervision import ItemRow, item_fields
from api.schemas.tasks import task_shape
from api.scopes import needs
from engine.people.scopes import READ
from engine.queries.charge import posts_in_charge
from engine.queries.inbox import Wanted, list_tasks
from engine.queries.ledger import reports_missed
from engine.queries.months import month_bounds
from engine.queries.overview import SHORT, Month, Part, UnitLights, see_overview

router = APIRouter(tags=["figures"])
Scope = Literal["charge", "all"]


@router.get("/overview")
@needs(READ)
def get_overview(visit: Reading, scope: Scope | None = None) -> OverviewShape:
    """As much of the office as one may see; of a leader, unless asked for all, what they are in charge of."""
    act = visit.act
    charge = posts_in_charge(act.situation, visit.person_id)
    shown: Scope = scope if scope and charge else ("charge" if charge else "all")
    found = see_overview(visit.session, visit.reader, charge if shown == "charge" else None, act.calendar, act.now)
    narrowing = {"leader_id": str(visit.person_id)} if shown == "charge" else {}
    week = {"from": found.due.since, "to": found.due.until}
    tasks, following = list_tasks(visit.session, visit.reader, Wanted(limit=SHORT))
    return OverviewShape(
        as_of=act.now,
        scope=shown,
        has_charge=bool(charge),
        red=_list(visit, found.red, {**narrowing, "light": "red"}),
        needs=NeedsShape(tasks=[task_shape(act, row) for row in tasks], more=following is not None),
        due=_list(visit, found.due, {**narrowing, "figure": "open", **_days("due", week)}),
        closed=_list(visit, found.closed, {**narrowing, **_days("closed", week)}),
        units=[_unit(visit, one, narrowing) for one in found.units],
        months=[_month(one, narrowing) for one in found.months],
    )


def _days(name: str, bounds: dict[str, date | None]) -> dict[str, str]:
    return {f"{name}_{end}": day.isoformat() for end, day in bounds.items() if day is not None}


def _list(visit: Visit, part: Part, query: dict[str, str]) -> ListShape:
    missed = reports_missed(visit.session, [item.id for item in part.items], visit.act.now)
    items = [ItemRow(**item_fields(visit.act, item, missed)) for item in part.items]
    return ListShape(items=items, count=part.count, query=query)


def _unit(visit: Visit, one: UnitLights, narrowing: dict[str, str]) -> UnitLine:
    lights = one.lights
    query = {**narrowing, "figure": "open"}
    return UnitLine(
        unit=unit_named(visit.act.situation, one.unit_id),
        red=lights["red"],
        yellow=lights["yellow"],
        green=lights["green"],
        grey=lights["grey"],
        query=query if one.unit_id is None else {**query, "unit_id": str(one.unit_id)},
    )


def _month(one: Month, narrowing: dict[str, str]) -> MonthLine:
    month = f"{one.first:%Y-%m}"
    first, last = month_bounds(month)
    bounds: dict[str, date | None] = {"from": first, "to": last}
    closed = {**narrowing, **_days("closed", bounds)}
    return MonthLine(
        month=month,
        dispatched=one.dispatched,
        closed=one.closed,
        closed_late=one.closed_late,
        dispatched_query={**narrowing, **_days("dispatched", bounds)},
        closed_query=closed,
        late_query={**closed, "figure": "closed_late"},
    )
