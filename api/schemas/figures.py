"""The statistics as they are answered: figures with their definitions, groups with their values and links."""

from collections.abc import Mapping
from datetime import date, datetime

from api.schemas.common import Shape
from engine.act import Act
from engine.domain import messages
from engine.domain.figures import FEW, FIGURES
from engine.queries.dimensions import Group
from engine.queries.months import month_bounds
from engine.queries.statistics import Counted, Value
from engine.queries.steps import Waited
from engine.store.numbers import kind_label


class FigureShape(Shape):
    """`items` is the figure whose items stand behind it; `measure` is how it is counted, `unit` that in words."""

    code: str
    name: str
    measure: str
    unit: str
    items: str
    definition: str
    rule: str


class ValueShape(Shape):
    """`few`: made from fewer than ten items."""

    number: float | None
    part: int | None
    whole: int | None
    few: bool


class GroupShape(Shape):
    """`query` narrows the ledger down to the group's items."""

    key: str
    name: str
    query: dict[str, str]
    values: dict[str, ValueShape]


class Statistics(Shape):
    by: str
    as_of: datetime
    figures: list[FigureShape]
    groups: list[GroupShape]
    total: GroupShape


class StepShape(Shape):
    element: str
    name: str
    unit: str | None
    query: dict[str, str]
    items: int
    done: int
    waiting: int
    handed_back: int
    again: int
    median_hours: float | None
    p90_hours: float | None


class Definition(Shape):
    code: str
    name: str
    definition: str


class Steps(Shape):
    columns: list[Definition]
    steps: list[StepShape]


STEP_COLUMNS = ("items", "done", "waiting", "median_hours", "p90_hours", "handed_back", "again")


def figure_shapes() -> list[FigureShape]:
    return [
        FigureShape(
            code=one.code,
            name=messages.text(f"figures.name_{one.code}"),
            measure=one.measure,
            unit=messages.text(f"figures.measure_{one.measure}"),
            items=one.items,
            definition=messages.text(f"figures.definition_{one.code}"),
            rule=messages.text(f"figures.rule_{one.code}"),
        )
        for one in FIGURES
    ]


def group_name(act: Act, by: str, key: Group) -> str:
    """As a person calls the group."""
    if by == "unit":
        unit = act.situation.find_unit(key if isinstance(key, int) else None)
        return unit.name if unit else messages.text("figures.no_unit")
    if by == "person":
        return act.situation.name_of(key) if isinstance(key, int) else messages.text("figures.nobody")
    if by == "kind":
        return kind_label(act.session, str(key))
    if by == "month" and isinstance(key, str):
        year, month = key.split("-")
        return messages.text("figures.month", year=year, month=int(month))
    return str(key)


def group_query(by: str, key: Group, since: date | None, until: date | None) -> dict[str, str]:
    """The group in the address of the ledger; of a month, as much of it as lies in the period."""
    if by == "month" and isinstance(key, str):
        first, last = month_bounds(key)
        return _period(max(first, since or first), min(last, until or last))
    period = _period(since, until)
    if by == "unit":
        return period if key is None else {**period, "unit_id": str(key)}
    if by == "person":
        return {**period, "person_id": str(key or 0)}
    return {**period, by: str(key)}


def _period(since: date | None, until: date | None) -> dict[str, str]:
    days = {"dispatched_from": since, "dispatched_to": until}
    return {name: day.isoformat() for name, day in days.items() if day is not None}


def in_order(act: Act, by: str, keys: list[Group]) -> list[Group]:
    """Units in theirs, months by time, all else by name."""
    if by == "unit":
        positions = {unit.id: number for number, unit in enumerate(act.situation.units())}
        return sorted(keys, key=lambda key: (positions.get(key, len(positions)), str(key)))  # type: ignore[arg-type]
    if by == "month":
        return sorted(keys, key=str)
    return sorted(keys, key=lambda key: (key is None, group_name(act, by, key)))


def statistics_shape(
    act: Act, by: str, counted: Counted, narrowing: Mapping[str, str], since: date | None, until: date | None
) -> Statistics:
    """`narrowing` is what the figures were narrowed to beside the period, as it stands in an address."""
    groups = [
        GroupShape(
            key="" if key is None else str(key),
            name=group_name(act, by, key),
            query={**narrowing, **group_query(by, key, since, until)},
            values=_values(counted.groups[key]),
        )
        for key in in_order(act, by, list(counted.groups))
    ]
    everything = {**narrowing, **_period(since, until)}
    total = GroupShape(key="", name=messages.text("figures.total"), query=everything, values=_values(counted.total))
    return Statistics(by=by, as_of=act.now, figures=figure_shapes(), groups=groups, total=total)


def _values(values: Mapping[str, Value]) -> dict[str, ValueShape]:
    return {
        code: ValueShape(
            number=value.number,
            part=value.part,
            whole=value.whole,
            few=value.whole is not None and value.whole < FEW,
        )
        for code, value in values.items()
    }


def steps_shape(
    act: Act, found: list[Waited], narrowing: Mapping[str, str], since: date | None, until: date | None, by_unit: bool
) -> Steps:
    columns = [
        Definition(
            code=name,
            name=messages.text(f"figures.name_step_{name}"),
            definition=messages.text(f"figures.definition_step_{name}"),
        )
        for name in STEP_COLUMNS
    ]
    return Steps(
        columns=columns,
        steps=[
            StepShape(
                element=one.element,
                name=one.name,
                unit=group_name(act, "unit", one.group) if by_unit else None,
                query={
                    **narrowing,
                    **(group_query("unit", one.group, since, until) if by_unit else _period(since, until)),
                    "element": one.element,
                },
                items=one.items,
                done=one.done,
                waiting=one.waiting,
                handed_back=one.handed_back,
                again=one.again,
                median_hours=one.median_hours,
                p90_hours=one.p90_hours,
            )
            for one in found
        ],
    )
