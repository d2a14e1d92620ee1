"""四同步: the year, its matrix of units, key tasks and gates, one key task."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.edge import Reading, Visit, Writing
from api.schemas.common import Key, Page
from api.schemas.official_documents import OfficialDocumentShape, official_document_shape
from api.schemas.reviews import (
    Entered,
    KeyTasksBody,
    KeyTaskShape,
    ReviewYearBody,
    ReviewYearShape,
    ReviewYearSummary,
    YearOpened,
    key_task_shape,
    review_year_shape,
    year_summary,
)
from api.scopes import needs
from engine.commands.reviews.enter_tasks import NewTask, enter_tasks
from engine.commands.reviews.open_year import Seat, YearPlan, open_year
from engine.people.policy import may_oversee, may_run_reviews
from engine.people.scopes import READ, REGISTER
from engine.queries.instances import takes_part
from engine.queries.performance import unit_sums_seen
from engine.queries.reviews import (
    get_key_task_seen,
    get_year,
    list_assessments,
    list_key_tasks,
    list_years,
    minutes_of,
    sees_opinions,
    year_days,
)
from engine.store.models import KeyTask
from engine.store.panels import members_of
from engine.store.people import people_by_id

router = APIRouter(tags=["reviews"])
YearNumber = Annotated[int, Path(ge=2000, le=2100)]


@router.get("/reviews")
@needs(READ)
def list_review_years(visit: Reading) -> Page[ReviewYearSummary]:
    """The years, newest first."""
    years = list_years(visit.session)
    return Page[ReviewYearSummary](items=[year_summary(visit.act.situation, one) for one in years])


@router.post("/reviews", status_code=201, response_model=YearOpened)
@needs(REGISTER)
def open_review_year(visit: Writing, body: ReviewYearBody) -> Response:
    """Open a year: its panel and the days on which its gates open. The party committee office does it."""
    plan = YearPlan(
        year=body.year,
        gates=body.gates,
        seats=[Seat(one.post_id, one.person_id, one.is_chair) for one in body.seats],
        quorum=body.quorum,
        prepare_days=body.prepare_days,
        sit_days=body.sit_days,
    )
    return visit.once(201, lambda: YearOpened(year=open_year(visit.act, visit.roles, plan).year))


@router.get("/reviews/{year}")
@needs(READ)
def get_review_year(visit: Reading, year: YearNumber) -> ReviewYearShape:
    """The year with the key tasks that one may see, and how each of their gates stands."""
    found = get_year(visit.session, year)
    tasks = list_key_tasks(visit.session, visit.reader, found, visit.act.now)
    return review_year_shape(
        visit.act,
        found,
        members_of(visit.session, found.panel_id),
        tasks,
        year_days(visit.session, visit.act.calendar, found, tasks),
        list_assessments(visit.session, visit.reader, found),
        unit_sums_seen(visit.session, visit.reader, year),
        may_enter=may_run_reviews(visit.roles),
    )


@router.post("/reviews/{year}/tasks", status_code=201, response_model=Entered)
@needs(REGISTER)
def enter_key_tasks(visit: Writing, year: YearNumber, body: KeyTasksBody) -> Response:
    """Enter key tasks; each starts on its way through the gates. The party committee office does it."""
    tasks = [NewTask(one.unit_id, one.title, one.text) for one in body.tasks]
    return visit.once(201, lambda: Entered(entered=len(enter_tasks(visit.act, visit.roles, year, tasks))))


@router.get("/key-tasks/{key_task_id}")
@needs(READ)
def get_key_task(visit: Reading, key_task_id: Key) -> KeyTaskShape:
    """A key task: both tracks side by side, what the panel said, decisions, findings with the items they became."""
    year, seen = get_key_task_seen(visit.session, visit.reader, key_task_id, visit.act.now)
    takes = takes_part(visit.session, visit.reader, seen.task.instance_id or 0)
    with_opinions = sees_opinions(visit.session, visit.reader, year)
    return key_task_shape(
        visit.act,
        year,
        seen,
        _minutes(visit, seen.task) if with_opinions else {},
        with_opinions=with_opinions,
        with_history=takes or may_oversee(visit.roles),
    )


def _minutes(visit: Visit, task: KeyTask) -> dict[int, list[OfficialDocumentShape]]:
    found = minutes_of(visit.session, task)
    ordered = {one.ordered_by_id for some in found.values() for one in some if one.ordered_by_id}
    people = people_by_id(visit.session, ordered)
    return {gate: [official_document_shape(one, people) for one in some] for gate, some in found.items()}
