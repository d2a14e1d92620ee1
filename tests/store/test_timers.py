"""Due timers are claimed in due order, under the lock of their instance."""

from datetime import timedelta

from engine.site import Site
from engine.store.runtime import lock_instance
from engine.store.timers import claim_due
from tests.support.diagrams import boundary, chain, diagram, end, start, task, timer
from tests.support.instances import start_process
from tests.support.office import MONDAY, deploy, move_clock


def waiting(key: str, duration: str) -> bytes:
    late = boundary("late", "work", timer("timeDuration", duration))
    return diagram(
        start(), task("work"), end(), chain("start", "work", "end"), late, end("e2"), chain("late", "e2"), key=key
    )


def test_the_earliest_is_claimed_first_whenever_it_was_armed(either_site: Site) -> None:
    deploy(either_site, waiting("slow", "PT3H"), waiting("quick", "PT1H"))
    start_process(either_site, "slow")
    quick = start_process(either_site, "quick")
    with either_site.writing() as session:
        assert claim_due(session, MONDAY) == []
        assert claim_due(session, MONDAY + timedelta(minutes=59)) == []
        claimed = claim_due(session, MONDAY + timedelta(hours=9))
        assert [timer.instance.id for timer in claimed] == [quick]


def test_a_timer_of_an_instance_that_somebody_works_on_is_left_for_the_next_bell(postgresql_site: Site) -> None:
    """Who completes a task locks the instance first and then its timers; a worker that turns it round blocks both."""
    deploy(postgresql_site, waiting("first", "PT1H"), waiting("second", "PT2H"))
    busy, free = start_process(postgresql_site, "first"), start_process(postgresql_site, "second")
    move_clock(postgresql_site, MONDAY + timedelta(hours=9))
    with postgresql_site.writing() as person, postgresql_site.writing() as worker:
        lock_instance(person, busy)
        claimed = claim_due(worker, MONDAY + timedelta(hours=9))
        assert [timer.instance.id for timer in claimed] == [free]
    with postgresql_site.writing() as worker:
        claimed = claim_due(worker, MONDAY + timedelta(hours=9))
        assert [timer.instance.id for timer in claimed] == [busy]
