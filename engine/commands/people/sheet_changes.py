"""From the rows of a workbook to changes: only what differs from how the office stands becomes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.commands.people.sheet_cells import Cells
from engine.documents.office_columns import BOTH_ABSENT, KINDS, ROLES, Kind
from engine.documents.office_rows import OfficeRow
from engine.domain.errors import Problem
from engine.people.changes import Change, EndPost, EndUnit, LeavePerson, SetPerson, SetPost, SetUnit
from engine.people.checking import problems_of_changes
from engine.people.differences import Standing
from engine.people.situation import Situation

Rows = Mapping[Kind, Sequence[OfficeRow]]
Before = SetUnit | SetPerson | SetPost | None


@dataclass(frozen=True)
class Wanted:
    """A change with the row that asks for it, and what was so before."""

    change: Change
    row: OfficeRow
    before: Before


def wanted_changes(rows: Rows, standing: Standing, cells: Cells) -> list[Wanted]:
    """In the order of the rows; what is wrong with the cells is told to `cells`."""
    reading = _Reading(standing, cells)
    for kind, read in (("units", reading.unit), ("people", reading.person), ("posts", reading.post)):
        for row in rows.get(kind, ()):  # type: ignore[call-overload]
            read(row)
    return reading.wanted


def problems_of_rows(wanted: Sequence[Wanted], situation: Situation) -> list[Problem]:
    """What does not hold together, each at its cell."""
    problems = []
    for problem in problems_of_changes([one.change for one in wanted], situation):
        _, _, number, *name = (problem.field or "").split("/")
        row = wanted[int(number)].row
        place = row.problem(problem.code, name[0] if name else None)
        problems.append(replace(place, parameters=problem.parameters))
    return problems


class _Reading:
    def __init__(self, standing: Standing, cells: Cells) -> None:
        self._standing = standing
        self._cells = cells
        self._lines: dict[tuple[str, ...], int] = {}
        self.wanted: list[Wanted] = []

    def unit(self, row: OfficeRow) -> None:
        code = self._cells.needed(row, "code")
        if code is None or self._is_twice(row, "code", code):
            return
        now = self._standing.units.get(code)
        successor = self._cells.unit(row, "successor")
        if self._cells.ends(row):
            self._want(row, EndUnit(code, successor), now)
            return
        was = now or SetUnit(code, "")
        change = SetUnit(
            code=code,
            name=self._cells.text(row, "name", was.name),
            line=self._cells.text(row, "line", was.line),
            position=self._cells.number(row, "position", was.position),
            parent=self._cells.unit(row, "parent", was.parent),
            partner=self._cells.unit(row, "partner", was.partner),
            leader=self._cells.person(row, "leader", was.leader),
        )
        self._want(row, change, now)

    def person(self, row: OfficeRow) -> None:
        username = self._cells.needed(row, "username")
        if username is None or self._is_twice(row, "username", username):
            return
        now = self._standing.people.get(username)
        successor = self._cells.person(row, "successor")
        if self._cells.ends(row):
            self._want(row, LeavePerson(username, successor), now)
            return
        was = now or SetPerson(username, "", "")
        change = SetPerson(
            username=username,
            name=self._cells.text(row, "name", was.name),
            email=self._cells.text(row, "email", was.email),
            title=self._cells.text(row, "title", was.title),
            unit=self._cells.unit(row, "unit", was.unit),
            roles=self._cells.choices(row, "roles", ROLES, was.roles),
        )
        self._want(row, change, now)

    def post(self, row: OfficeRow) -> None:
        unit, title = self._cells.unit(row, "unit"), self._cells.needed(row, "title")
        if title is None or (row.words("unit") and unit is None):
            return
        same = self._standing.posts_called(unit, title)
        if len(same) < 2 and self._is_twice(row, "title", unit or "", title):
            return
        now = same[0] if len(same) == 1 else None
        was = now or SetPost(unit, title)
        change = SetPost(
            unit=unit,
            title=title,
            kind=self._cells.choice(row, "kind", KINDS, was.kind),
            both_absent=self._cells.choice(row, "both_absent", BOTH_ABSENT, was.both_absent),
            a=self._cells.person(row, "a", was.a),
            b=self._cells.person(row, "b", was.b),
        )
        ends = self._cells.ends(row)
        if len(same) > 1 and (ends or change not in same):
            self._cells.problems.append(row.problem("sheet.post_ambiguous", "title", title=title))
        elif len(same) < 2:
            self._want(row, EndPost(unit, title) if ends else change, now)

    def _want(self, row: OfficeRow, change: Change, now: Before) -> None:
        if change != now:
            self.wanted.append(Wanted(change, row, now))

    def _is_twice(self, row: OfficeRow, name: str, *identity: str) -> bool:
        first = self._lines.setdefault((row.sheet.kind, *identity), row.line)
        if first == row.line:
            return False
        self._cells.problems.append(row.problem("sheet.twice", name, word=identity[-1], line=first))
        return True
