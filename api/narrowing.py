"""What the ledger is narrowed to, as it stands in the address of a request."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import Field

from api.edge import Reading, Visit
from api.schemas.common import Key
from engine.domain.errors import Invalid, Problem
from engine.domain.figures import ITEM_FIGURES
from engine.queries.charge import posts_in_charge
from engine.queries.handlers import handled_by
from engine.queries.months import days
from engine.queries.narrowing import Filter, Spell

State = Literal["dispatched", "running", "submitted", "suspended", "closed", "cancelled"]
LightCode = Literal["green", "yellow", "red", "grey", "blue"]
EARLIEST, LATEST = date(2001, 1, 1), date(2099, 12, 31)  # the years that the calendar has
Day = Annotated[date | None, Query(ge=EARLIEST, le=LATEST)]
PersonKey = Annotated[int, Field(ge=0, le=2_147_483_647)]
Word = Annotated[str | None, Query(max_length=120)]


def narrowed(
    visit: Reading,
    light: LightCode | None = None,
    unit_id: Key | None = None,
    matter_id: Key | None = None,
    state: State | None = None,
    q: str | None = None,
    urgency: Word = None,
    source: Word = None,
    kind: Word = None,
    person_id: PersonKey | None = None,
    leader_id: Key | None = None,
    figure: Word = None,
    element: Word = None,
    dispatched_from: Day = None,
    dispatched_to: Day = None,
    due_from: Day = None,
    due_to: Day = None,
    closed_from: Day = None,
    closed_to: Day = None,
) -> Filter:
    """`kind` is that of the matter's number, as `/numbering` names it.

    `person_id` is who answers for an item, 0 nobody; `leader_id` in whose charge it is; days are the office's.

    `figure` is one that counts items: they are the items behind it.
    """
    if figure is not None and figure not in ITEM_FIGURES:
        raise Invalid([Problem("request.figure", {"known": "、".join(ITEM_FIGURES)}, field="figure")])
    zone = visit.act.calendar.zone
    return Filter(
        light=light,
        unit_id=unit_id,
        matter_id=matter_id,
        state=state,
        text=q,
        urgency=urgency,
        source=source,
        kind=kind,
        figure=figure,
        element=element,
        dispatched=days(dispatched_from, dispatched_to, zone),
        due=days(due_from, due_to, zone),
        closed=days(closed_from, closed_to, zone),
        handled=None if person_id is None else _handled(visit, person_id),
        charge=None if leader_id is None else posts_in_charge(visit.act.situation, leader_id),
    )


def _handled(visit: Visit, person_id: int) -> tuple[Spell, ...]:
    return handled_by(visit.act.house.organisations.get(visit.session), person_id or None, visit.act.now)


Narrowed = Annotated[Filter, Depends(narrowed, scope="function")]
