"""Tasks as the inbox and the task page show them."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.schemas.common import Light, Named, Shape, person_named, unit_named
from api.schemas.requests import AskedField
from api.schemas.task_sheet import SheetShape
from engine.act import Act
from engine.domain import messages
from engine.domain.lights import task_light
from engine.people.situation import Situation
from engine.queries.inbox import TaskRow
from engine.store.light_looks import light_word


class Candidates(Shape):
    people: list[Named]
    units: list[Named]
    groups: list[str]


class SubjectMatter(Shape):
    id: int
    number: str
    title: str


class Subject(Shape):
    """What a task is about; of a `unit_year`, whose assessment it is, `id` is the unit and `number` the year."""

    kind: Literal["item", "matter", "key_task", "performance_entry", "nomination", "award_cycle", "award", "unit_year"]
    id: int
    number: str
    title: str
    matter: SubjectMatter | None = None


class TaskShape(Shape):
    id: str
    instance_id: int
    key: str
    element_id: str
    name: str
    state: str
    assignee: Named | None
    candidates: Candidates
    opened_at: datetime
    due_at: datetime | None
    completed_at: datetime | None
    light: Light
    version: int
    subject: Subject | None
    claimed_by: Named | None
    signs_for: str | None
    signs: Literal["before", "beside", "after"] | None


class DefinitionRef(Shape):
    key: str
    version: int
    name: str


class TaskDetail(TaskShape):
    """A task with its form, the data it may see and its place in the diagram; `evidence` counts for its item."""

    form: dict[str, Any] | None
    ui: dict[str, Any]
    variables: dict[str, Any]
    page: str | None
    definition: DefinitionRef
    element_documentation: str | None
    asked: list[AskedField]
    evidence: list[str]
    sheet: SheetShape


class CompletionBody(BaseModel):
    variables: dict[str, Any] = Field(default_factory=dict)
    comment: str | None = Field(default=None, max_length=2000)


def light_of(act: Act, row: TaskRow) -> Light:
    task = row.task
    left = act.calendar.working_days_left(act.now, task.due_at) if task.due_at else None
    code = task_light(task.state, task.due_at, left, act.now)
    return Light(code=code, text=light_word(act.session, code), reason=messages.text(f"words.task_{code}"))


def subject_of(situation: Situation, row: TaskRow) -> Subject | None:
    if row.item is not None:
        matter = row.matter
        about = SubjectMatter(id=matter.id, number=matter.number, title=matter.title) if matter else None
        return Subject(kind="item", id=row.item.id, number=row.item.number or "", title=row.item.title, matter=about)
    if row.matter is not None:
        return Subject(kind="matter", id=row.matter.id, number=row.matter.number, title=row.matter.title)
    if row.key_task is not None:
        return Subject(kind="key_task", id=row.key_task.id, number=row.key_task.number, title=row.key_task.title)
    return _of_work_records(situation, row)


def _of_work_records(situation: Situation, row: TaskRow) -> Subject | None:
    """A line of performance, an award that may be revoked, a nomination, a cycle of awards, or the year of a unit."""
    line, one, cycle = row.line, row.nomination, row.cycle
    if row.revoking is not None:
        revocation, award = row.revoking
        return Subject(kind="award", id=award.id, number=revocation.number, title=award.number)
    if line is not None:
        return Subject(kind="performance_entry", id=line.id, number=str(line.year), title=line.text)
    if one is not None and cycle is not None:
        nominee = person_named(situation, one.person_id) or unit_named(situation, one.unit_id)
        title = f"{nominee.name}，{cycle.title}" if nominee else cycle.title
        return Subject(kind="nomination", id=one.id, number=one.number, title=title)
    if row.assessed is not None:
        return Subject(
            kind="unit_year", id=row.assessed.unit_id, number=str(row.assessed.year), title=row.assessed.unit
        )
    return None if cycle is None else Subject(kind="award_cycle", id=cycle.id, number=cycle.number, title=cycle.title)


def task_fields(act: Act, row: TaskRow) -> dict[str, Any]:
    task = row.task
    people = [Named(id=person_id, name=name) for person_id, name in row.people]
    return {
        "id": task.id,
        "instance_id": task.instance_id,
        "key": task.key,
        "element_id": task.element_id,
        "name": task.name,
        "state": task.state,
        "assignee": people[0] if len(people) == 1 else None,
        "candidates": Candidates(people=people, units=[], groups=task.groups),
        "opened_at": task.opened_at,
        "due_at": task.due_at,
        "completed_at": task.completed_at,
        "light": light_of(act, row),
        "version": task.version,
        "subject": subject_of(act.situation, row),
        "claimed_by": Named(id=row.claimed_by[0], name=row.claimed_by[1]) if row.claimed_by else None,
        "signs_for": task.main_id,
        "signs": task.position,
    }


def task_shape(act: Act, row: TaskRow) -> TaskShape:
    return TaskShape(**task_fields(act, row))
