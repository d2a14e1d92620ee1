"""A workbook of the organisation becomes changes and absences: all of it or nothing, and only what differs."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from engine.act import Act
from engine.commands.people.absences import Entry, enter_absence
from engine.commands.people.change_organisation import change_organisation
from engine.commands.people.sheet_cells import Cells
from engine.commands.people.sheet_changes import Rows, Wanted, problems_of_rows, wanted_changes
from engine.documents.office_columns import ABSENCES, OFFICE_SHEETS, OfficeSheet
from engine.documents.office_rows import OfficeRow, read_office
from engine.documents.office_words import Words
from engine.domain.errors import Invalid, NotAllowed, NotFound, Problem
from engine.people.changes import EndPost, EndUnit, LeavePerson
from engine.people.differences import Standing
from engine.people.names import Names, names_of_people, names_of_units
from engine.people.policy import may_change_organisation
from engine.people.situation import Situation
from engine.store.definitions import process_names
from engine.store.organisation_writing import absences_of
from engine.store.people import emails_of

FIELDS = {"process": "scope", "unit_id": "scope"}  # of an absence, where they stand in other columns
AbsenceRow = tuple[str, datetime, datetime, str | None, str | None, str | None, str]


@dataclass(frozen=True)
class FieldChange:
    """One column of a row, in the words of the sheet."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Imported:
    """What one row changed; `kind` is new, changed, ended or entered (an absence)."""

    sheet: str
    line: int
    kind: Literal["new", "changed", "ended", "entered"]
    name: str
    fields: tuple[FieldChange, ...] = ()


def import_organisation(
    act: Act, roles: Collection[str], filename: str, content: bytes, starts_at: datetime | None = None
) -> list[Imported]:
    """Make the office what the workbook says, from the moment on; rows that are not in it stay as they are.

    NotAllowed for whoever is no administrator; Invalid with every problem, each with its sheet and cell.
    """
    if not may_change_organisation(roles):
        raise NotAllowed
    rows = read_office(filename, content, OFFICE_SHEETS)
    moment = starts_at or act.now
    situation = act.situation_at(moment)
    cells = _cells(act, situation, rows)
    standing = Standing(situation, emails_of(act.session))
    wanted = wanted_changes(rows, standing, cells)
    absences = list(_read_absences(rows.get("absences", ()), cells))
    problems = _first_of_each_place([*cells.problems, *problems_of_rows(wanted, situation)])
    if moment < act.now:
        problems.insert(0, Problem("people.backdated", field="starts_at"))
    if problems:
        raise Invalid(problems)
    if wanted:
        change_organisation(act, roles, [one.change for one in wanted], starts_at)
        act.session.flush()
    words = _words(act, moment)
    return [*(_told(one, words) for one in wanted), *_enter(act, roles, absences, words)]


def import_absences(act: Act, roles: Collection[str], filename: str, content: bytes) -> list[Imported]:
    """Enter the absences of a workbook; those that are entered already stay as they are. Invalid as above."""
    rows = read_office(filename, content, (ABSENCES,))
    cells = _cells(act, act.situation, rows)
    absences = list(_read_absences(rows.get("absences", ()), cells))
    if cells.problems:
        raise Invalid(cells.problems)
    return _enter(act, roles, absences, _words(act, act.now))


def _cells(act: Act, situation: Situation, rows: Rows) -> Cells:
    units = {row.words("code"): row.words("name") for row in rows.get("units", ()) if row.words("name")}
    people = {row.words("username"): row.words("name") for row in rows.get("people", ()) if row.words("name")}
    return Cells(
        names_of_units(situation, units), names_of_people(situation, people), Names(process_names(act.session))
    )


def _words(act: Act, moment: datetime) -> Words:
    situation = act.situation_at(moment)
    return Words(names_of_units(situation), names_of_people(situation), Names(process_names(act.session)))


def _read_absences(rows: Sequence[OfficeRow], cells: Cells) -> Iterator[tuple[OfficeRow, AbsenceRow]]:
    for row in rows:
        person = cells.person(row, "person_id") if cells.needed(row, "person_id") else None
        starts, ends = cells.moment(row, "starts_at", is_end=False), cells.moment(row, "ends_at", is_end=True)
        process, unit = cells.scope(row)
        third = cells.person(row, "third_id")
        if person is not None and starts is not None and ends is not None:
            yield row, (person, starts, ends, process, unit, third, row.words("reason"))


def _enter(
    act: Act, roles: Collection[str], absences: Sequence[tuple[OfficeRow, AbsenceRow]], words: Words
) -> list[Imported]:
    """Everything that is wrong at once; what was entered meanwhile is forgotten with the transaction."""
    problems, entered = [], []
    for row, absence in absences:
        entry = _entry(act, absence)
        if entry is None:
            problems.append(row.problem("people.absence_person", "person_id"))
        elif not _is_entered(act, entry, words, absence):
            try:
                enter_absence(act, roles, entry)
            except Invalid as refused:
                problems += [_at(row, problem) for problem in refused.problems]
            except NotFound:
                problems.append(row.problem("sheet.not_yours", "person_id", word=row.words("person_id")))
            entered.append(_told_absence(row, words.absence(*absence)))
    if problems:
        raise Invalid(_first_of_each_place(problems))
    return entered


def _entry(act: Act, absence: AbsenceRow) -> Entry | None:
    username, starts_at, ends_at, process, unit, third, reason = absence
    situation = act.situation_at(max(starts_at, act.now))
    people = {one.username: one.id for one in situation.everybody()}
    units = {one.code: one.id for one in situation.units()}
    if username not in people:
        return None
    unit_id = units.get(unit, 0) if unit else None
    third_id = people.get(third, 0) if third else None
    return Entry(people[username], starts_at, ends_at, process, unit_id, third_id, reason)


def _is_entered(act: Act, entry: Entry, words: Words, absence: AbsenceRow) -> bool:
    """Compared as the sheet says it: a sheet knows minutes, an absence that was ended early has seconds."""
    wanted = words.absence(*absence)
    username, _, _, process, unit, third, _ = absence
    return any(
        (row.process, row.unit_id, row.third_id) == (entry.process, entry.unit_id, entry.third_id)
        and row.starts_at is not None
        and row.ends_at is not None
        and words.absence(username, row.starts_at, row.ends_at, process, unit, third, row.reason) == wanted
        for row in absences_of(act.session, entry.person_id)
    )


def _at(row: OfficeRow, problem: Problem) -> Problem:
    name = problem.field or ""
    return replace(row.problem(problem.code, FIELDS.get(name, name)), parameters=problem.parameters)


def _first_of_each_place(problems: Sequence[Problem]) -> list[Problem]:
    """One cell, one thing to mend."""
    found: dict[str | None, Problem] = {}
    for problem in problems:
        found.setdefault(problem.field, problem)
    return list(found.values())


def _told(wanted: Wanted, words: Words) -> Imported:
    change, row = wanted.change, wanted.row
    if isinstance(change, EndUnit | EndPost | LeavePerson):
        return Imported(row.tab, row.line, "ended", _name(row))
    before = words.row(wanted.before) if wanted.before else {}
    after = words.row(change)
    fields = _fields(row.sheet, before, after)
    return Imported(row.tab, row.line, "changed" if wanted.before else "new", _name(row), fields)


def _told_absence(row: OfficeRow, after: dict[str, str]) -> Imported:
    return Imported(row.tab, row.line, "entered", after["person_id"], _fields(row.sheet, {}, after))


def _fields(sheet: OfficeSheet, before: dict[str, str], after: dict[str, str]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(column.heading, before.get(column.name, ""), after[column.name])
        for column in sheet.columns
        if column.name in after and after[column.name] != before.get(column.name, "")
    )


def _name(row: OfficeRow) -> str:
    return row.words("title") if row.sheet.kind == "posts" else row.words("name")
