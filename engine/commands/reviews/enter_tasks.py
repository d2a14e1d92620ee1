"""年度重点任务 are entered: each gets its number and starts on its way through the four gates."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from engine.act import Act
from engine.commands.instances.advance import start_instance
from engine.domain import messages
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.people.policy import may_run_reviews
from engine.store.models import KeyTask, ReviewYear, UnitAssessment
from engine.store.numbers import next_number
from engine.store.reviews import find_year, lock_assessment, units_assessed

PROCESS = "reviews-task"
MOST = 500
POSTS = ("handler", "liaison")


@dataclass(frozen=True)
class NewTask:
    """A key task of a unit: what it is called and what it is to bring about."""

    unit_id: int
    title: str
    text: str = ""


def enter_tasks(act: Act, roles: Collection[str], year: int, tasks: Sequence[NewTask]) -> list[KeyTask]:
    """Invalid with every row that cannot be taken; Conflict where a unit's year is being assessed already."""
    if not may_run_reviews(roles):
        raise NotAllowed
    found = find_year(act.session, year)
    if found is None:
        raise NotFound
    problems = list(_problems(act, tasks))
    if problems:
        raise Invalid(problems)
    _require_running(act, found, sorted({task.unit_id for task in tasks}))
    entered = [_enter(act, found, task) for task in tasks]
    for task in entered:
        instance = start_instance(act, PROCESS, business_key=task.number, variables={"key_task_id": task.id})
        task.instance_id = instance.id
    act.session.flush()
    return entered


def _problems(act: Act, tasks: Sequence[NewTask]) -> Iterator[Problem]:
    if not 1 <= len(tasks) <= MOST:
        yield Problem("reviews.task_count", {"most": MOST}, field="/tasks")
    known = {unit.id for unit in act.situation.units()}
    for number, task in enumerate(tasks):
        place = f"/tasks/{number}"
        if not task.title.strip():
            yield Problem("reviews.title_missing", {"number": number + 1}, field=f"{place}/title")
        if task.unit_id not in known:
            yield Problem("reviews.unit_unknown", {"number": number + 1}, field=f"{place}/unit_id")
        elif any(act.situation.post_of(task.unit_id, kind) is None for kind in POSTS):
            unit = act.situation.find_unit(task.unit_id)
            name = unit.name if unit else ""
            yield Problem("reviews.unit_without_posts", {"unit": name}, field=f"{place}/unit_id")


def _require_running(act: Act, year: ReviewYear, unit_ids: Sequence[int]) -> None:
    """The row of each unit's year, locked, so that none is assessed while a task is added."""
    missing = [unit_id for unit_id in unit_ids if unit_id not in units_assessed(act.session, year.id)]
    act.session.add_all(
        UnitAssessment(
            year_id=year.id, unit_id=unit_id, state="running", business_report="", party_report="", opinion=""
        )
        for unit_id in missing
    )
    act.session.flush()
    for unit_id in unit_ids:
        if lock_assessment(act.session, year.id, unit_id).state != "running":
            unit = act.situation.find_unit(unit_id)
            raise Conflict([Problem("reviews.year_assessed", {"unit": unit.name if unit else ""})])


def _enter(act: Act, year: ReviewYear, new: NewTask) -> KeyTask:
    posts = [act.situation.post_of(new.unit_id, kind) for kind in POSTS]
    handler, liaison = (post.id if post else 0 for post in posts)
    number = messages.text("reviews.task_number", year=year.year, n=next_number(act.session, "key_task", year.year))
    task = KeyTask(
        year_id=year.id,
        number=number,
        unit_id=new.unit_id,
        title=new.title.strip(),
        text=new.text,
        handler_post_id=handler,
        liaison_post_id=liaison,
        state="running",
        gate=0,
        points=[],
        entered_at=act.now,
    )
    act.session.add(task)
    act.session.flush()
    return task
