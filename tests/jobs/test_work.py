"""What falls due is done once, in due order, whatever dies in between; what cannot be done stops nobody else."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import structlog
from sqlalchemy import select

from engine.act import Act
from engine.commands.instances.advance import load_runner
from engine.commands.timers import fire
from engine.jobs import work
from engine.site import Site
from engine.store.models import Event, Timer
from engine.store.writing_rows import flush_runtime
from tests.support.diagrams import boundary, chain, diagram, end, start, task, timer
from tests.support.instances import event_types, instance, open_elements, start_process, task_at, timer_states
from tests.support.matter import complete
from tests.support.office import ADMINISTRATOR, MONDAY, deploy, move_clock, move_clock_and_work
from tests.support.record import findings

HOUR = timedelta(hours=1)


class Killed(BaseException):
    """What no handler catches, as a process that dies."""


@pytest.fixture(autouse=True)
def _quiet_log() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


def reminding(key: str, duration: str, kind: str = "timeDuration") -> bytes:
    late = boundary("late", "work", timer(kind, duration))
    flows = (chain("start", "work", "end"), chain("late", "remind"))
    return diagram(start(), task("work"), end(), late, task("remind"), *flows, key=key)


def test_a_worker_killed_between_firing_and_commit_leaves_nothing_and_it_fires_once_afterwards(
    either_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(either_site, reminding("p", "PT1H"))
    started = start_process(either_site, "p")
    before = event_types(either_site, started)
    move_clock(either_site, MONDAY + HOUR)

    def fire_and_die(act: Act, most: int) -> int:
        assert fire.fire_due(act, most) == 1
        flush_runtime(act.session)
        raise Killed

    monkeypatch.setattr(work, "fire_due", fire_and_die)
    with pytest.raises(Killed):
        work.do_all_due(either_site)
    assert event_types(either_site, started) == before
    assert open_elements(either_site, started) == ["work"]
    assert timer_states(either_site, started) == ["pending"]
    monkeypatch.undo()
    assert work.do_all_due(either_site) == 1
    assert work.do_all_due(either_site) == 0
    assert open_elements(either_site, started) == ["remind", "work"]
    assert event_types(either_site, started).count("timer.fired") == 1
    assert findings(either_site) == []


def test_a_timer_that_fails_three_times_is_set_aside_and_the_others_go_on(
    either_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(either_site, reminding("bad", "PT1H"), reminding("good", "PT2H"))
    bad, good = start_process(either_site, "bad"), start_process(either_site, "good")
    tries: list[int] = []

    def fail_for_one(act: Act, one: Any, scope: str) -> Any:
        if one.id == bad:
            tries.append(one.id)
            raise RuntimeError("disk on fire")
        return load_runner(act, one, scope)

    monkeypatch.setattr(fire, "load_runner", fail_for_one)
    move_clock_and_work(either_site, MONDAY + 3 * HOUR)
    assert len(tries) == 1 + 3  # with the batch, then alone
    assert instance(either_site, bad).state == "incident"
    assert instance(either_site, bad).incident == {
        "element_id": "late",
        "code": "bpmn.timer_failed",
        "message": instance(either_site, bad).incident["message"],  # type: ignore[index]
    }
    assert timer_states(either_site, bad) == ["set_aside"]
    assert open_elements(either_site, good) == ["remind", "work"]
    assert findings(either_site) == []


def test_due_timers_fire_in_due_order_whatever_the_order_they_were_armed_in(site: Site) -> None:
    deploy(site, *(reminding(key, f"PT{hours}H") for key, hours in (("c", 3), ("a", 1), ("d", 4), ("b", 2))))
    started = {start_process(site, key): key for key in ("c", "a", "d", "b")}
    assert move_clock_and_work(site, MONDAY + 9 * HOUR) == 4
    with site.reading() as session:
        fired = session.scalars(select(Event.instance_id).where(Event.type == "timer.fired").order_by(Event.id))
        assert [started[one] for one in fired] == ["a", "b", "c", "d"]


def test_nothing_fires_before_its_instant_and_everything_at_it(site: Site) -> None:
    deploy(site, reminding("p", "PT1H"))
    start_process(site, "p")
    assert move_clock_and_work(site, MONDAY + HOUR - timedelta(microseconds=1)) == 0
    assert move_clock_and_work(site, MONDAY + HOUR) == 1


def test_a_cycle_fires_as_often_as_it_says_even_if_the_worker_was_away_for_all_of_it(site: Site) -> None:
    deploy(site, reminding("p", "R3/PT1H", "timeCycle"))
    started = start_process(site, "p")
    move_clock_and_work(site, MONDAY + 50 * HOUR)
    assert open_elements(site, started) == ["remind", "remind", "remind", "work"]
    assert event_types(site, started).count("timer.fired") == 3
    assert "pending" not in timer_states(site, started)


def test_a_cancelled_activity_has_no_timer_left(site: Site) -> None:
    deploy(site, reminding("p", "PT1H"))
    started = start_process(site, "p")
    complete(site, ADMINISTRATOR, task_at(site, started, "work"))
    assert move_clock_and_work(site, MONDAY + 9 * HOUR) == 0
    assert timer_states(site, started) == ["cancelled"]
    with site.reading() as session:
        assert session.scalars(select(Timer).where(Timer.state == "pending")).all() == []
