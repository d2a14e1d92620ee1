"""The results of performance as a workbook: sums, and every line that makes them."""

from collections.abc import Iterator

from api.schemas.performance import Comparison, LineShape, SumShape
from engine.calendar import WorkingCalendar
from engine.documents.cells import Cell
from engine.documents.sheet_writer import write_workbook
from engine.domain import messages

SUMS = ("person", "unit", "points", "plus", "minus", "lines")
LINES = ("day", "person", "unit", "post", "kind", "points", "text", "number", "title", "state")
PEERS = ("post_kind", "rank", "person", "unit", "post", "points", "lines")
Row = list[Cell | None]


def performance_workbook(
    sums: list[SumShape], lines: list[LineShape], comparison: Comparison | None, calendar: WorkingCalendar
) -> bytes:
    """`comparison` only for who may compare; days are those of the office."""
    sheets = [
        (_text("sums"), _headings(SUMS), _sums(sums)),
        (_text("lines"), _headings(LINES), _lines(lines, calendar)),
    ]
    if comparison is not None:
        sheets.append((_text("peers"), _headings(PEERS), _peers(comparison)))
    return write_workbook(sheets)


def _text(name: str) -> str:
    return messages.text(f"performance.sheet_{name}")


def _headings(names: tuple[str, ...]) -> list[str]:
    return [messages.text(f"performance.heading_{name}") for name in names]


def _sums(sums: list[SumShape]) -> Iterator[Row]:
    for one in sums:
        yield [_name(one.person), _name(one.unit), one.points, one.plus, one.minus, one.lines]


def _lines(lines: list[LineShape], calendar: WorkingCalendar) -> Iterator[Row]:
    for one in lines:
        number, title = (one.item.number, one.item.title) if one.item else (None, None)
        day = calendar.local_date(one.occurred_at)
        whose: Row = [day, _name(one.person), _name(one.unit), one.post]
        yield [*whose, one.kind.text, one.points, one.text, number, title, one.state.text]


def _peers(comparison: Comparison) -> Iterator[Row]:
    for group in comparison.groups:
        for one in group.peers:
            yield [group.kind.text, one.rank, _name(one.person), _name(one.unit), one.post, one.points, one.lines]


def _name(named: object) -> str | None:
    return getattr(named, "name", None)
