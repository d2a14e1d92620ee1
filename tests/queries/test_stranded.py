"""An instance that nobody will ever wake is found; one that waits for anything at all is not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from engine.queries.health import Health, health_of
from engine.queries.stranded import count_stranded, find_stranded
from engine.site import Site
from engine.store.models import Instance, Subscription, Task, Timer
from tests.support.diagrams import catch, chain, diagram, end, start, task, timer
from tests.support.instances import start_process, task_at
from tests.support.matter import complete, dispatch
from tests.support.office import ADMINISTRATOR, MONDAY, deploy, situation

HOUR = timedelta(hours=1)
MESSAGE = '<message id="m" name="answered" />'
HEARD = '<messageEventDefinition messageRef="m" />'
WAITS = {
    "task": diagram(start(), task("wait"), end(), chain("start", "wait", "end")),
    "timer": diagram(start(), catch("wait", timer("timeDuration", "PT1H")), end(), chain("start", "wait", "end")),
    "message": diagram(start(), catch("wait", HEARD), end(), chain("start", "wait", "end"), declared=MESSAGE),
}
Forget = Callable[[Session], object]
FORGETS: dict[str, Forget] = {
    "task": lambda session: session.execute(update(Task).values(state="withdrawn")),
    "timer": lambda session: session.execute(update(Timer).values(state="fired")),
    "message": lambda session: session.execute(delete(Subscription)),
}


def stranded(site: Site) -> list[int]:
    with site.reading() as session:
        found = find_stranded(session)
        assert count_stranded(session) == len(found)
        return found


@pytest.mark.parametrize("what", WAITS)
def test_one_whose_only_reason_to_wake_is_gone_is_found(either_site: Site, what: str) -> None:
    deploy(either_site, WAITS[what])
    started = start_process(either_site, "p")
    assert stranded(either_site) == []
    with either_site.writing() as session:
        FORGETS[what](session)
    assert stranded(either_site) == [started]


@pytest.mark.parametrize("state", ["incident", "suspended", "completed", "failed", "cancelled"])
def test_one_that_does_not_run_is_nobodys_to_wake(site: Site, state: str) -> None:
    deploy(site, WAITS["task"])
    start_process(site, "p")
    with site.writing() as session:
        FORGETS["task"](session)
        session.execute(update(Instance).values(state=state))
    assert stranded(site) == []


def test_a_matter_that_only_waits_for_its_items_is_not_stranded(either_site: Site) -> None:
    dispatch(either_site)
    assert stranded(either_site) == []


def test_the_figures_tell_how_late_the_worker_is_and_how_many_mails_wait(either_site: Site) -> None:
    deploy(either_site, WAITS["timer"])
    start_process(either_site, "p")
    dispatch(either_site)
    with either_site.reading() as session:
        assert health_of(session, situation(session), MONDAY) == Health(0, 0.0, 2, 0, 0, 1, 0)
        late = health_of(session, situation(session), MONDAY + 3 * HOUR)
    assert late == Health(
        0, 7200.0, outbox_waiting=2, starts_set_aside=0, unattended_tasks=0, documents_waiting=1, documents_failed=0
    )


def test_an_ended_instance_waits_for_nothing(site: Site) -> None:
    deploy(site, WAITS["task"])
    started = start_process(site, "p")
    assert complete(site, ADMINISTRATOR, task_at(site, started, "wait")) == "completed"
    assert stranded(site) == []
