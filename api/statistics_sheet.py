"""The statistics as a workbook: figures, where work waits, and what each figure means."""

from collections.abc import Iterator
from datetime import date

from api.schemas.figures import GroupShape, Statistics, Steps, ValueShape
from engine.documents.cells import Cell
from engine.documents.sheet_writer import write_workbook
from engine.domain import messages

Row = list[Cell | None]


def statistics_workbook(statistics: Statistics, steps: Steps, since: date | None, until: date | None) -> bytes:
    """Shares as a number with what they are made of beside it, so that they can be added up again."""
    texts = {name: messages.text(f"figures.sheet_{name}") for name in ("figures", "steps", "definitions")}
    return write_workbook(
        [
            (texts["figures"], list(_headings(statistics)), _groups(statistics)),
            (texts["steps"], _step_headings(steps), _steps(steps)),
            (texts["definitions"], _definition_headings(), _definitions(statistics, steps, since, until)),
        ]
    )


def _is_ratio(measure: str) -> bool:
    return measure in ("share", "mean")


def _headings(statistics: Statistics) -> Iterator[str]:
    yield messages.text(f"figures.by_{statistics.by}")
    for figure in statistics.figures:
        yield f"{figure.name}（{figure.unit}）"
        if _is_ratio(figure.measure):
            yield messages.text("figures.heading_part", name=figure.name)


def _groups(statistics: Statistics) -> Iterator[Row]:
    for group in (*statistics.groups, statistics.total):
        yield list(_cells(statistics, group))


def _cells(statistics: Statistics, group: GroupShape) -> Iterator[Cell | None]:
    yield group.name
    for figure in statistics.figures:
        value = group.values[figure.code]
        if not _is_ratio(figure.measure):
            yield int(value.number or 0)
            continue
        yield None if value.number is None else round(value.number * (100 if figure.measure == "share" else 1), 1)
        yield _made_of(value)


def _made_of(value: ValueShape) -> str:
    few = f"（{messages.text('figures.few')}）" if value.few and value.whole else ""
    return f"{value.part}/{value.whole}{few}"


def _step_headings(steps: Steps) -> list[str]:
    return [messages.text("figures.heading_element"), *(column.name for column in steps.columns)]


def _steps(steps: Steps) -> Iterator[Row]:
    for one in steps.steps:
        values = (getattr(one, column.code) for column in steps.columns)
        yield [one.name, *(round(value, 1) if isinstance(value, float) else value for value in values)]


def _definition_headings() -> list[str]:
    names = ("figure", "unit_of_measure", "definition", "rule")
    return [messages.text(f"figures.heading_{name}") for name in names]


def _definitions(statistics: Statistics, steps: Steps, since: date | None, until: date | None) -> Iterator[Row]:
    yield [period_text(statistics, since, until), None, None, None]
    for figure in statistics.figures:
        yield [figure.name, figure.unit, figure.definition, figure.rule]
    for column in steps.columns:
        yield [column.name, None, column.definition, None]


def period_text(statistics: Statistics, since: date | None, until: date | None) -> str:
    as_of = statistics.as_of.date().isoformat()
    first = since.isoformat() if since else messages.text("figures.from_beginning")
    return messages.text("figures.period", since=first, until=until.isoformat() if until else as_of, as_of=as_of)
