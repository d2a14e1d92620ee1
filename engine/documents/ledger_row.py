"""One row of a ledger as a draft row; every cell that cannot be read is a problem of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from engine.documents.cells import ERRORS, Cell, Limit, read_cadence, read_limit, read_names, words
from engine.documents.columns import meaning_of
from engine.documents.draft import DraftRow
from engine.documents.sheet import cell_name
from engine.documents.titles import short_title
from engine.domain.errors import Problem

Value = TypeVar("Value")


@dataclass(frozen=True)
class LedgerRow:
    """A row with the headings above it; of two columns with one meaning the first counts."""

    file: str
    sheet: str
    number: int
    headings: Sequence[str]
    cells: Sequence[Cell]

    def columns(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for column, heading in enumerate(self.headings):
            if meaning := meaning_of(heading):
                found.setdefault(meaning, column)
        return found

    def others(self) -> tuple[tuple[str, str], ...]:
        """What stands under headings without a meaning here, or with one that an earlier column has."""
        understood = set(self.columns().values())
        pairs = enumerate(zip(self.headings, self.cells, strict=False))
        return tuple((heading, words(cell)) for column, (heading, cell) in pairs if _is_other(column, cell, understood))

    def words(self, meaning: str) -> str:
        column = self.columns().get(meaning)
        return "" if column is None else words(self.cells[column])

    def problem(self, code: str, column: int) -> Problem:
        place = f"{self.sheet}!{cell_name(self.number, column)}"
        return Problem(code, {"value": words(self.cells[column])}, file=self.file, line=self.number + 1, field=place)


def read_row(row: LedgerRow, ordinal: int, section: str, line_start: int, problems: list[Problem]) -> DraftRow | None:
    """The draft row, its text being the cell that says most; None (and a problem) when none says what to do."""
    columns = row.columns()
    failed = [column for column in sorted(columns.values()) if words(row.cells[column]) in ERRORS]
    if failed:
        problems += [row.problem("documents.cell_error", column) for column in failed]
        return None
    title, text = row.words("title"), row.words("text")
    if not title and ("title" in columns or not text):
        problems.append(row.problem("documents.missing_title", columns.get("title", columns.get("text", 0))))
    limit = _read(row, "due", read_limit, "documents.bad_date", problems) or Limit()
    cadence = _read(row, "cadence", read_cadence, "documents.bad_cadence", problems)
    if not title and not text:
        return None
    body = columns["text" if text else "title"]
    start = line_start + sum(len(words(cell)) + 1 for cell in row.cells[:body])
    units = read_names(row.words("lead_unit_name"))
    own_section = row.words("section") or section
    return DraftRow(
        ordinal=ordinal,
        section=own_section,
        place=f"{row.sheet}!{row.number + 1}",
        heading=(own_section,),
        title=short_title(title or text),
        text=text or title,
        start=start,
        end=start + len(text or title),
        lead_unit_name=units[0] if units else None,
        co_unit_names=tuple(dict.fromkeys([*units[1:], *read_names(row.words("co_unit_names"))])),
        handler_name=row.words("handler_name") or None,
        due_on=limit.due_on,
        due_working_days=limit.due_working_days,
        cadence=cadence,
        others=row.others(),
    )


def _is_other(column: int, cell: Cell, understood: set[int]) -> bool:
    return column not in understood and bool(words(cell))


def _read(
    row: LedgerRow, meaning: str, read: Callable[[Cell], Value], code: str, problems: list[Problem]
) -> Value | None:
    column = row.columns().get(meaning)
    if column is None:
        return None
    try:
        return read(row.cells[column])
    except ValueError:
        problems.append(row.problem(code, column))
        return None
