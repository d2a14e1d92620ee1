"""Where work waits: how long each element of the diagram held its items, from when tasks were opened and closed.

A task stands in its table from the event that opened it to the one that ended it, both moments as the events say.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from statistics import median
from typing import Any

from sqlalchemy.orm import Session

from engine.calendar import WorkingCalendar
from engine.queries.dimensions import Group
from engine.queries.statistics import Question
from engine.store.models import Item, Task

HANDED_BACK = ("returned", "recalled")
HOUR = timedelta(hours=1)
YIELD = 5_000


@dataclass(frozen=True)
class Waited:
    """One element for one group; hours are working hours of tasks that were done, None where none was.

    `again` counts tasks that came after another one at the same element of the same item had been done.
    """

    element: str
    name: str
    group: Group
    items: int
    done: int
    waiting: int
    handed_back: int
    again: int
    median_hours: float | None
    p90_hours: float | None


@dataclass
class _Tally:
    name: str = ""
    items: int = 0
    waiting: int = 0
    handed_back: int = 0
    again: int = 0
    hours: "array[float]" = field(default_factory=lambda: array("d"))


def count_steps(session: Session, question: Question) -> list[Waited]:
    """By element and group, those that waited longest first."""
    columns = (Task.element_id, Task.name, Task.state, Task.opened_at, Task.completed_at, Task.item_id)
    query = question.select(*columns).join(Task, Task.item_id == Item.id).where(Task.main_id.is_(None))
    query = query.order_by(Task.item_id).execution_options(yield_per=YIELD)
    tallies = defaultdict[tuple[str, Group], _Tally](_Tally)
    for _, rows in groupby(question.rows(session, query), key=lambda row: row[1][-1]):
        _tally_item(tallies, question.calendar, rows)
    found = [_waited(element, group, tally) for (element, group), tally in tallies.items()]
    return sorted(found, key=lambda one: (-(one.median_hours or 0), one.element, str(one.group)))


def _tally_item(
    tallies: dict[tuple[str, Group], _Tally], calendar: WorkingCalendar, rows: Iterable[tuple[Group, tuple[Any, ...]]]
) -> None:
    at_element: dict[tuple[str, Group], list[tuple[Any, ...]]] = defaultdict(list)
    for group, (element, *task, _) in rows:
        at_element[element, group].append(tuple(task))
    for place, tasks in at_element.items():
        tally = tallies[place]
        tally.items += 1
        tally.name = tasks[0][0]
        tally.again += _came_again(tasks)
        for _, state, opened, completed in tasks:
            tally.waiting += state == "open"
            tally.handed_back += state in HANDED_BACK
            if state == "done":
                tally.hours.append(calendar.working_time_between(opened, completed) / HOUR)


def _came_again(tasks: list[tuple[Any, ...]]) -> int:
    """Tasks opened once another one had been done; those beside each other (one a unit) are not again."""
    first_done = min((completed for _, state, _, completed in tasks if state == "done"), default=None)
    return 0 if first_done is None else sum(opened >= first_done for _, _, opened, _ in tasks)


def _waited(element: str, group: Group, tally: _Tally) -> Waited:
    hours = sorted(tally.hours)
    return Waited(
        element=element,
        name=tally.name,
        group=group,
        items=tally.items,
        done=len(hours),
        waiting=tally.waiting,
        handed_back=tally.handed_back,
        again=tally.again,
        median_hours=median(hours) if hours else None,
        p90_hours=hours[-(-len(hours) * 9 // 10) - 1] if hours else None,
    )
