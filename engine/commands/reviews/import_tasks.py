"""A workbook of key tasks comes in: all of it or nothing, every bad cell at once; what is entered already stays."""

from collections.abc import Collection
from dataclasses import dataclass

from engine.act import Act
from engine.commands.people.import_sheet import FieldChange, Imported
from engine.commands.reviews.enter_tasks import MOST, POSTS, NewTask, enter_tasks
from engine.documents.cells import words
from engine.documents.key_task_sheet import KEY_TASKS
from engine.documents.office_rows import UNKEPT, OfficeRow, look_into
from engine.domain.errors import Invalid, NotAllowed, NotFound, Problem
from engine.people.names import Ambiguous, Names, Unknown, names_of_units
from engine.people.policy import may_run_reviews
from engine.store.models import KeyTask, ReviewYear
from engine.store.reviews import assessments_of, find_year, tasks_of_year

HEADINGS = {column.name: column.heading for column in KEY_TASKS.columns}
RUNNING = "running"


@dataclass(frozen=True)
class Read:
    """What a workbook asks for, and everything that is wrong with it."""

    problems: list[Problem]
    tasks: list[tuple[OfficeRow, NewTask]]


def import_tasks(act: Act, roles: Collection[str], year: int, filename: str, content: bytes) -> list[Imported]:
    """NotAllowed but for who runs reviews; NotFound without the year; Invalid with every bad cell."""
    reading = read_tasks(act, roles, year, filename, content)
    if reading.problems:
        raise Invalid(reading.problems)
    if reading.tasks:
        enter_tasks(act, roles, year, [task for _, task in reading.tasks])
    return [_told(act, row, task) for row, task in reading.tasks]


def read_tasks(act: Act, roles: Collection[str], year: int, filename: str, content: bytes) -> Read:
    """Looks at every cell, whatever is wrong with others; Invalid only for what is no workbook."""
    if not may_run_reviews(roles):
        raise NotAllowed
    found = find_year(act.session, year)
    if found is None:
        raise NotFound
    rows, problems = look_into(filename, content, (KEY_TASKS,))
    reading = _Reading(act, found)
    for row in rows.get(KEY_TASKS.kind, []):
        reading.read(row)
    if len(reading.tasks) > MOST:
        reading.problems.append(reading.tasks[MOST][0].problem("reviews.task_count", most=MOST))
    problems = sorted([*problems, *reading.problems], key=lambda one: one.line or 0)
    return Read(problems, reading.tasks)


class _Reading:
    def __init__(self, act: Act, year: ReviewYear) -> None:
        self.problems: list[Problem] = []
        self.tasks: list[tuple[OfficeRow, NewTask]] = []
        self._situation = act.situation
        self._units: Names = names_of_units(act.situation)
        self._ids = {unit.code: unit.id for unit in act.situation.units()}
        there = tasks_of_year(act.session, year.id)
        self._by_number: dict[str, KeyTask] = {task.number: task for task in there}
        self._there = {(task.unit_id, task.title) for task in there}
        self._closed = {one.unit_id for one in assessments_of(act.session, year.id) if one.state != RUNNING}
        self._lines: dict[tuple[int, str], int] = {}

    def read(self, row: OfficeRow) -> None:
        unit_id, title = self._unit(row), row.words("title")
        if not title:
            self.problems.append(row.problem("sheet.needed", "title"))
        if row.words("number"):
            self._known(row, unit_id, title)
        elif unit_id is not None and title and (unit_id, title) not in self._there:
            self._new(row, unit_id, title)

    def _known(self, row: OfficeRow, unit_id: int | None, title: str) -> None:
        """One that was entered stays as it is: a cell that says otherwise is a mistake."""
        task = self._by_number.get(row.words("number"))
        if task is None:
            self.problems.append(row.problem("reviews.number_unknown", "number", word=row.words("number")))
            return
        if unit_id is not None and unit_id != task.unit_id:
            self.problems.append(row.problem("reviews.entered_stays", "unit"))
        if title and title != task.title:
            self.problems.append(row.problem("reviews.entered_stays", "title"))

    def _new(self, row: OfficeRow, unit_id: int, title: str) -> None:
        first = self._lines.setdefault((unit_id, title), row.line)
        if first != row.line:
            self.problems.append(row.problem("sheet.twice", "title", word=title, line=first))
            return
        self.tasks.append((row, NewTask(unit_id, title, UNKEPT.sub("", words(row.cell("text"))).strip())))

    def _unit(self, row: OfficeRow) -> int | None:
        word = row.words("unit")
        if not word:
            self.problems.append(row.problem("sheet.needed", "unit"))
            return None
        try:
            unit_id = self._ids.get(self._units.code(word))
        except Ambiguous:
            self.problems.append(row.problem("sheet.unit_ambiguous", "unit", word=word))
            return None
        except Unknown:
            unit_id = None
        if unit_id is None:
            self.problems.append(row.problem("sheet.unit_unknown", "unit", word=word))
        elif not row.words("number"):
            self.problems += self._problems_of_unit(row, unit_id, word)
        return unit_id

    def _problems_of_unit(self, row: OfficeRow, unit_id: int, word: str) -> list[Problem]:
        if any(self._situation.post_of(unit_id, kind) is None for kind in POSTS):
            return [row.problem("reviews.unit_without_posts", "unit", unit=word)]
        return [row.problem("reviews.year_assessed", "unit", unit=word)] if unit_id in self._closed else []


def _told(act: Act, row: OfficeRow, task: NewTask) -> Imported:
    unit = act.situation.find_unit(task.unit_id)
    said = {"unit": unit.name if unit else "", "title": task.title, "text": task.text}
    fields = tuple(FieldChange(HEADINGS[name], "", text) for name, text in said.items() if text)
    return Imported(row.tab, row.line, "new", task.title, fields)
