"""Two who act on the same at the same moment, in either order: one wins, the other is told, nothing is half done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.commands.instances.operate import cancel_instance
from engine.commands.supervision.matters import edit_items, register_matter
from engine.commands.tasks.claim import claim_task
from engine.commands.tasks.withdraw import withdraw_task
from engine.domain.errors import AlreadyDone, Conflict, DubanError
from engine.jobs.work import do_all_due
from engine.people.principals import of_person
from engine.queries.stranded import find_stranded
from engine.site import Site
from engine.store.models import Instance, Item, Matter, Task, TaskCandidate, Unit
from tests.proof.interleaving import Interleaving
from tests.proof.workload import ANSWERS
from tests.support.diagrams import boundary, chain, diagram, end, start, task, timer
from tests.support.instances import event_types, instance, open_elements, start_process, task_at, timer_states
from tests.support.matter import REGISTRATION, complete
from tests.support.office import ADMINISTRATOR, MONDAY, OFFICER, act_of, deploy, doers, move_clock, person, roles
from tests.support.record import findings
from tests.support.verbs import by

HOUR = timedelta(hours=1)
WORK = diagram(start(), task("work"), end(), chain("start", "work", "end"))
IN_TURN = diagram(start(), task("work"), task("next"), end(), chain("start", "work", "next", "end"))
LIMITED = diagram(
    start(),
    task("work"),
    boundary("late", "work", timer("timeDuration", "PT1H"), interrupting=True),
    end(),
    end("expired"),
    chain("start", "work", "end"),
    chain("late", "expired"),
)
Verb = Callable[[], Any]


def completing(site: Site, started: int, element_id: str = "work") -> Verb:
    task_id = task_at(site, started, element_id)
    return lambda: complete(site, ADMINISTRATOR, task_id)


def cancelling(site: Site, started: int) -> Verb:
    def cancel() -> str:
        with site.writing() as session:
            return cancel_instance(act_of(site, session, ADMINISTRATOR), started, "撤销").state

    return cancel


def race(site: Site, first: Verb, second: Verb) -> Interleaving:
    raced = Interleaving(site, first, second)
    assert raced.database_errors == []
    assert findings(site) == []
    with site.reading() as session:
        assert find_stranded(session) == []
    return raced


def test_of_two_who_complete_one_task_the_second_is_told_that_it_is_done(either_site: Site) -> None:
    deploy(either_site, WORK)
    started = start_process(either_site, "p")
    raced = race(either_site, completing(either_site, started), completing(either_site, started))
    assert raced.first == "completed"
    assert isinstance(raced.second, AlreadyDone)
    assert event_types(either_site, started).count("task.completed") == 1


def test_a_timer_that_falls_due_while_its_task_is_completed_does_not_fire(either_site: Site) -> None:
    deploy(either_site, LIMITED)
    started = start_process(either_site, "p")
    move_clock(either_site, MONDAY + 2 * HOUR)
    raced = race(either_site, completing(either_site, started), lambda: do_all_due(either_site))
    assert (raced.first, raced.second) == ("completed", 0)
    assert do_all_due(either_site) == 0
    assert timer_states(either_site, started) == ["cancelled"]
    assert "timer.fired" not in event_types(either_site, started)


def test_who_completes_a_task_while_its_timer_fires_is_told_that_it_is_gone(either_site: Site) -> None:
    deploy(either_site, LIMITED)
    started = start_process(either_site, "p")
    move_clock(either_site, MONDAY + 2 * HOUR)
    raced = race(either_site, lambda: do_all_due(either_site), completing(either_site, started))
    assert raced.first == 1
    assert isinstance(raced.second, AlreadyDone)
    assert event_types(either_site, started).count("timer.fired") == 1
    assert "task.completed" not in event_types(either_site, started)


def test_what_was_completed_first_cannot_be_cancelled_any_more(either_site: Site) -> None:
    deploy(either_site, WORK)
    started = start_process(either_site, "p")
    raced = race(either_site, completing(either_site, started), cancelling(either_site, started))
    assert raced.first == "completed"
    assert isinstance(raced.second, Conflict)
    assert instance(either_site, started).state == "completed"


def test_what_was_cancelled_first_cannot_be_completed_any_more(either_site: Site) -> None:
    deploy(either_site, WORK)
    started = start_process(either_site, "p")
    raced = race(either_site, cancelling(either_site, started), completing(either_site, started))
    assert raced.first == "cancelled"
    assert isinstance(raced.second, AlreadyDone)
    assert "task.completed" not in event_types(either_site, started)


def test_two_workers_share_what_is_due_and_neither_fires_what_the_other_does(either_site: Site) -> None:
    deploy(either_site, LIMITED)
    started = [start_process(either_site, "p") for _ in range(3)]
    move_clock(either_site, MONDAY + 2 * HOUR)

    def work() -> int:
        return do_all_due(either_site)

    raced = race(either_site, work, work)
    assert raced.first >= 1
    assert raced.first + raced.second == len(started)
    assert [event_types(either_site, one).count("timer.fired") for one in started] == [1, 1, 1]
    assert {instance(either_site, one).state for one in started} == {"completed"}


@pytest.mark.parametrize("withdrawn_first", [False, True])
def test_of_a_withdrawal_and_a_completion_at_once_exactly_one_wins(either_site: Site, withdrawn_first: bool) -> None:
    deploy(either_site, IN_TURN)
    started = start_process(either_site, "p")
    done = task_at(either_site, started, "work")
    complete(either_site, ADMINISTRATOR, done)
    verbs = [completing(either_site, started, "next"), lambda: by(either_site, ADMINISTRATOR, withdraw_task, done)]
    raced = race(either_site, *(reversed(verbs) if withdrawn_first else verbs))
    assert not isinstance(raced.first, DubanError)
    assert isinstance(raced.second, Conflict)
    types = event_types(either_site, started)
    if withdrawn_first:
        assert isinstance(raced.second, AlreadyDone)
        assert (types.count("task.recalled"), types.count("task.completed")) == (1, 1)
        assert open_elements(either_site, started) == ["work"]
    else:
        assert (types.count("task.recalled"), types.count("task.completed")) == (0, 2)
        assert open_elements(either_site, started) == []


def test_of_two_who_claim_one_task_the_second_is_told_that_it_is_taken(either_site: Site) -> None:
    deploy(either_site, WORK)
    started = start_process(either_site, "p")
    claimed = task_at(either_site, started, "work")
    with either_site.writing() as session:
        for name in (OFFICER, ADMINISTRATOR):
            session.add(TaskCandidate(task_id=claimed, principal=of_person(person(session, name).id)))
    raced = race(
        either_site,
        lambda: by(either_site, ADMINISTRATOR, claim_task, claimed),
        lambda: by(either_site, OFFICER, claim_task, claimed),
    )
    assert isinstance(raced.second, Conflict)
    assert event_types(either_site, started).count("task.claimed") == 1


@pytest.mark.parametrize("reverse", [False, True])
def test_two_items_that_close_at_once_close_their_matter_once(either_site: Site, reverse: bool) -> None:
    confirmations = confirmable(either_site)
    race(either_site, *(reversed(confirmations) if reverse else confirmations))
    with either_site.reading() as session:
        assert {item.state for item in session.scalars(select(Item))} == {"closed"}
        matter = session.scalars(select(Matter)).one()
        assert (matter.state, session.get_one(Instance, matter.instance_id).state) == ("closed", "completed")
    assert matter.instance_id is not None
    assert event_types(either_site, matter.instance_id).count("instance.completed") == 1


def confirmable(site: Site) -> list[Verb]:
    """A matter of two items that only wait for their confirmation."""
    dispatch_two(site)
    while waiting := [one for one in open_tasks(site) if one.element_id != "confirm"]:
        for one in waiting:
            complete_by_candidate(site, one)()
    return [complete_by_candidate(site, one) for one in open_tasks(site)]


def dispatch_two(site: Site) -> None:
    with site.writing() as session:
        act, own_roles = act_of(site, session, OFFICER), roles(session, OFFICER)
        matter, split = register_matter(act, own_roles, REGISTRATION)
        unit_id = session.scalars(select(Unit.id).where(Unit.code == "zhc")).one()
        row = {"lead_unit_id": unit_id, "due_working_days": 10}
        edit_items(act, own_roles, matter.id, [{"title": title, **row} for title in ("第一项", "第二项")])
    assert split is not None
    complete(site, OFFICER, split.id)


def open_tasks(site: Site) -> list[Task]:
    with site.reading() as session:
        return list(session.scalars(select(Task).where(Task.state == "open").order_by(Task.item_id)))


def complete_by_candidate(site: Site, one: Task) -> Verb:
    with site.reading() as session:
        username = doers(session, one.id)[0]
    return lambda: complete(site, username, one.id, **ANSWERS[one.element_id])
