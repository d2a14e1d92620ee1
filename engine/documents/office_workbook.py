"""Writing the organisation as a workbook, with a sheet that says how to fill in the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.documents.office_columns import OfficeSheet
from engine.documents.sheet_writer import write_workbook
from engine.domain import messages

Rows = Iterable[Mapping[str, str]]


def write_office(sheets: Sequence[tuple[OfficeSheet, Rows]]) -> bytes:
    """The sheets as .xlsx, each row by the names of its columns; an empty cell is left out."""
    guide = (messages.text("sheet.guide"), _guide_headings(), _guide([about for about, _ in sheets]))
    written = [(about.title, [one.heading for one in about.columns], _rows(about, rows)) for about, rows in sheets]
    return write_workbook([guide, *written], {about.title: _offered(about) for about, _ in sheets})


def _rows(about: OfficeSheet, rows: Rows) -> Iterator[list[str | None]]:
    for row in rows:
        yield [row.get(one.name) or None for one in about.columns]


def _offered(about: OfficeSheet) -> dict[int, Sequence[str]]:
    return {number: one.choices for number, one in enumerate(about.columns) if one.choices}


def _guide_headings() -> list[str]:
    return [messages.text(f"sheet.guide_{name}") for name in ("sheet", "column", "about")]


def _guide(sheets: Sequence[OfficeSheet]) -> Iterator[list[str | None]]:
    for about in sheets:
        for one in about.columns:
            yield [about.title, f"{one.heading}{'*' if one.needed else ''}", about.about(one)]
    yield [None, None, messages.text("sheet.guide_lead")]
