"""One sheet of a workbook as rows of cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.documents.cells import Cell, words

Corner = tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """`rows` begin at A1; `merged` are the merged ranges as first and last (row, column)."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[tuple[Corner, Corner]]

    def filled_row(self, number: int) -> list[Cell]:
        """The row's cells, with what was merged downwards from above."""
        cells = list(self.rows[number])
        for (top, left), (bottom, _) in self.merged:
            if top < number <= bottom and left < len(cells) and not words(cells[left]):
                cells[left] = self.rows[top][left]
        return cells

    def is_merged_across(self, number: int, column: int) -> bool:
        return any(top == number and left == column < right for (top, left), (_, right) in self.merged)


def cell_name(row: int, column: int) -> str:
    """`B3` for row 2, column 1, both counted from nothing."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
