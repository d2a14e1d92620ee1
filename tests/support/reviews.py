"""A year of 四同步 in the demo office: opened, with a key task, handled by whoever it is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.commands.reviews.enter_tasks import NewTask, enter_tasks
from engine.commands.reviews.open_year import Seat, YearPlan, open_year
from engine.commands.tasks.complete import Completion, complete_task
from engine.site import Site
from engine.store.models import KeyTask, Task, Unit
from tests.support.office import act_of, doers, person, roles

PARTY_OFFICE = "renhong"
PANEL = ("qianbo", "liming", "caizhi")
GATES = (date(2026, 1, 5), date(2026, 4, 13), date(2026, 7, 13), date(2026, 10, 19))
TRACK = {"goals": "目标", "people": "人员", "starts_on": "2026-01-05", "ends_on": "2026-12-31", "measures": "措施"}
EQUAL = {"goals_equal": "yes", "people_equal": "yes", "dates_equal": "yes", "measures_equal": "yes"}


def open_reviews(
    site: Site, gates: Sequence[date] = GATES, panel: Sequence[str] = PANEL, prepare: int = 10, sit: int = 5
) -> None:
    with site.writing() as session:
        seats = [Seat(person_id=person(session, one).id, is_chair=one == panel[0]) for one in panel]
        plan = YearPlan(gates[0].year, gates, seats, "2/3", prepare, sit)
        open_year(act_of(site, session, PARTY_OFFICE), roles(session, PARTY_OFFICE), plan)


def enter_key_task(site: Site, unit: str = "zhc", title: str = "一项任务", year: int = 2026) -> int:
    """Its instance."""
    with site.writing() as session:
        unit_id = session.scalars(select(Unit.id).where(Unit.code == unit)).one()
        act = act_of(site, session, PARTY_OFFICE)
        (task,) = enter_tasks(act, roles(session, PARTY_OFFICE), year, [NewTask(unit_id, title)])
        return task.instance_id or 0


def key_task(site: Site, instance_id: int) -> KeyTask:
    with site.reading() as session:
        return session.scalars(select(KeyTask).where(KeyTask.instance_id == instance_id)).one()


def hand_in(site: Site, instance_id: int, element: str, by: str | None = None, **variables: Any) -> None:
    """The first open task at the element is done, by whom it is for."""
    with site.writing() as session:
        query = select(Task.id).where(Task.instance_id == instance_id, Task.element_id == element, Task.state == "open")
        ids = list(session.scalars(query.order_by(Task.opened_at, Task.id)))
        task_id = next(one for one in ids if by is None or by in doers(session, one))
        username = by or doers(session, task_id)[0]
        complete_task(act_of(site, session, username), roles(session, username), Completion(task_id, variables))


def both_tracks(site: Site, instance_id: int) -> None:
    for track in ("prepare_business", "prepare_party"):
        hand_in(site, instance_id, track, **TRACK)
