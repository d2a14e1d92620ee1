"""What a timer start event says is started: at its moment, once, by whoever comes first, whatever failed before it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import structlog
from sqlalchemy import select

from engine.act import Act
from engine.commands.definitions.deploy import deploy_bundle
from engine.commands.instances.advance import start_instance
from engine.commands.instances.operate import retry_instance
from engine.commands.timers import start as starting
from engine.jobs.work import do_all_due
from engine.queries.health import health_of
from engine.site import Site
from engine.store.forgetting import forget_everything
from engine.store.models import Event, Instance, ScheduledStart
from engine.store.runtime import runtime_of
from engine.store.timers import next_due
from tests.proof.interleaving import Interleaving
from tests.support.diagrams import chain, diagram, end, service, start, task, timer
from tests.support.instances import instance, open_elements
from tests.support.office import (
    ADMINISTRATOR,
    DESIGNER,
    MONDAY,
    act_of,
    deploy,
    move_clock,
    move_clock_and_work,
    situation,
)
from tests.support.record import findings

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _quiet_log() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


def timed(text: str, kind: str = "timeCycle", *, key: str = "p", catch_up: str = "each", work: str = "work") -> bytes:
    said = f'<extensionElements><duban:catchUp policy="{catch_up}" /></extensionElements>'
    begin = f'<startEvent id="bell">{said}{timer(kind, text)}</startEvent>'
    return diagram(begin, task(work), end(), chain("bell", work, "end"), key=key)


def started(site: Site, key: str = "p") -> list[int]:
    with site.reading() as session:
        return list(session.scalars(select(Instance.id).where(Instance.key == key).order_by(Instance.id)))


def schedule(site: Site) -> list[tuple[str, int, str, int]]:
    """Key, version, state and attempts of every row."""
    with site.reading() as session:
        rows = session.scalars(select(ScheduledStart).order_by(ScheduledStart.key))
        return [(row.key, row.version, row.state, row.attempts) for row in rows]


def causes(site: Site) -> list[Any]:
    with site.reading() as session:
        events = session.scalars(select(Event).where(Event.type == "instance.started").order_by(Event.id))
        return [event.data.get("started_by") for event in events]


def test_a_date_starts_one_instance_at_its_moment_and_the_record_says_by_what(either_site: Site) -> None:
    deploy(either_site, timed("2026-01-06T09:00:00", "timeDate"))
    moment = MONDAY.replace(day=6, hour=9, minute=0)
    assert move_clock_and_work(either_site, moment - timedelta(microseconds=1)) == 0
    assert move_clock_and_work(either_site, moment) == 1
    assert move_clock_and_work(either_site, moment + 100 * HOUR) == 0
    (one,) = started(either_site)
    assert open_elements(either_site, one) == ["work"]
    cause = {"kind": "timer", "name": "bell", "due_at": "2026-01-06T01:00:00+00:00", "missed": 0}
    assert causes(either_site) == [cause]
    assert schedule(either_site) == []
    assert findings(either_site) == []


def test_a_duration_counts_from_the_deployment(site: Site) -> None:
    deploy(site, timed("PT2H", "timeDuration"))
    assert move_clock_and_work(site, MONDAY + HOUR) == 0
    assert move_clock_and_work(site, MONDAY + 2 * HOUR) == 1
    assert len(started(site)) == 1


def test_a_cycle_starts_as_many_instances_as_it_says(either_site: Site) -> None:
    deploy(either_site, timed("R3/PT1H"))
    for hour in range(1, 6):
        move_clock_and_work(either_site, MONDAY + hour * HOUR)
        assert len(started(either_site)) == min(hour, 3)
    assert [open_elements(either_site, one) for one in started(either_site)] == [["work"]] * 3
    assert schedule(either_site) == []


def test_a_process_with_a_plain_start_beside_the_timer_begins_at_the_timer(site: Site) -> None:
    begin = f'<startEvent id="bell">{timer("timeCycle", "R/PT1H")}</startEvent>'
    flows = (chain("start", "by_hand"), chain("bell", "by_clock"))
    deploy(site, diagram(start(), begin, task("by_hand"), task("by_clock"), *flows))
    move_clock_and_work(site, MONDAY + HOUR)
    (one,) = started(site)
    assert open_elements(site, one) == ["by_clock"]


@pytest.mark.parametrize(("policy", "number", "missed"), [("each", 5, [0] * 5), ("once", 1, [4]), ("skip", 0, [])])
def test_a_worker_that_was_away_catches_up_as_the_diagram_says(
    either_site: Site, policy: str, number: int, missed: list[int]
) -> None:
    deploy(either_site, timed("R/PT1H", catch_up=policy))
    move_clock_and_work(either_site, MONDAY + 5 * HOUR)
    assert len(started(either_site)) == number
    assert [cause["missed"] for cause in causes(either_site)] == missed
    with either_site.reading() as session:
        assert next_due(session) == MONDAY + 6 * HOUR


def test_of_more_than_can_be_caught_up_the_last_ones_are_and_the_record_says_how_many_are_not(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "MOST_CAUGHT_UP", 3)
    deploy(site, timed("R/PT1H"))
    move_clock_and_work(site, MONDAY + 10 * HOUR)
    assert [cause["missed"] for cause in causes(site)] == [7, 0, 0]


def test_what_is_due_is_started_in_due_order(site: Site) -> None:
    deploy(site, timed("PT3H", "timeDuration", key="late"), timed("R2/PT2H", key="often"))
    move_clock_and_work(site, MONDAY + 9 * HOUR)
    with site.reading() as session:
        assert list(session.scalars(select(Instance.key).order_by(Instance.id))) == ["often", "late", "often"]


def test_a_new_version_replaces_the_schedule_and_the_same_content_leaves_it(either_site: Site) -> None:
    deploy(either_site, timed("R/PT1H"))
    move_clock(either_site, MONDAY + HOUR / 2)
    deploy(either_site, timed("R/PT1H"))
    with either_site.reading() as session:
        assert next_due(session) == MONDAY + HOUR
    deploy(either_site, timed("R/PT1H", work="other"))
    assert schedule(either_site) == [("p", 2, "pending", 0)]
    move_clock_and_work(either_site, MONDAY + 3 * HOUR / 2)
    (one,) = started(either_site)
    assert open_elements(either_site, one) == ["other"]
    deploy(either_site, diagram(start(), task("work"), chain("start", "work")))
    assert schedule(either_site) == []


def test_a_deployment_that_fails_leaves_the_old_schedule(site: Site) -> None:
    deploy(site, timed("R/PT1H"))
    with pytest.raises(RuntimeError), site.writing() as session:
        deploy_bundle(act_of(site, session, DESIGNER), {"p.bpmn": timed("R/PT1H", work="other")})
        raise RuntimeError
    assert schedule(site) == [("p", 1, "pending", 0)]


def test_a_start_whose_time_is_past_is_a_warning_and_starts_nothing(site: Site) -> None:
    deployment = deploy(site, timed("2026-01-04", "timeDate"))
    (warning,) = [one for one in deployment.warnings if one.code == "bpmn.start_time_past"]
    assert (warning.file, warning.element) == ("diagram1.bpmn", "bell")
    assert warning.line
    assert "2026-01-04" in warning.message()
    assert move_clock_and_work(site, MONDAY + HOUR) == 0


def test_what_is_due_at_the_deployment_itself_rings_the_bell(site: Site) -> None:
    with site.writing() as session:
        act = act_of(site, session, DESIGNER)
        deploy_bundle(act, {"p.bpmn": timed(MONDAY.isoformat(), "timeDate")})
        assert runtime_of(session).has_work


def test_two_workers_start_one_instance(either_site: Site) -> None:
    deploy(either_site, timed("PT1H", "timeDuration"))
    move_clock(either_site, MONDAY + HOUR)
    raced = Interleaving(either_site, lambda: do_all_due(either_site), lambda: do_all_due(either_site))
    assert raced.database_errors == []
    assert raced.first + raced.second == 1
    assert len(started(either_site)) == 1


def test_a_new_version_deployed_while_the_old_one_starts_waits_for_it(either_site: Site) -> None:
    deploy(either_site, timed("R/PT1H"))
    move_clock(either_site, MONDAY + HOUR)
    raced = Interleaving(
        either_site, lambda: do_all_due(either_site), lambda: deploy(either_site, timed("R/PT1H", work="other")).is_new
    )
    assert raced.database_errors == []
    assert raced.second is True
    assert len(started(either_site)) == 1
    assert schedule(either_site) == [("p", 2, "pending", 0)]


def test_a_start_that_fails_three_times_is_set_aside_seen_and_holds_nobody_up(
    either_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(either_site, timed("R/PT1H", key="bad"), timed("PT2H", "timeDuration", key="good"))
    tries = []

    def fail_for_one(act: Act, key: str, **named: Any) -> Any:
        if key == "bad":
            tries.append(key)
            raise RuntimeError("disk on fire")
        return start_instance(act, key, **named)

    monkeypatch.setattr(starting, "start_instance", fail_for_one)
    move_clock_and_work(either_site, MONDAY + 3 * HOUR)
    assert len(tries) == 3
    assert schedule(either_site) == [("bad", 1, "set_aside", 3)]
    assert (started(either_site, "bad"), len(started(either_site, "good"))) == ([], 1)
    with either_site.reading() as session:
        health = health_of(session, situation(session), MONDAY + 3 * HOUR)
        assert session.scalars(select(ScheduledStart.last_error)).one() == "disk on fire"
    assert (health.starts_set_aside, health.oldest_due_timer_seconds) == (1, 0.0)
    monkeypatch.undo()
    with either_site.writing() as session:
        (row,) = session.scalars(select(ScheduledStart))
        starting.take_up_start(act_of(either_site, session, ADMINISTRATOR), row.id)
    assert do_all_due(either_site) == 3
    assert len(started(either_site, "bad")) == 3
    assert schedule(either_site) == [("bad", 1, "pending", 0)]


def test_a_worker_that_is_late_shows(site: Site) -> None:
    deploy(site, timed("R/PT1H"))
    with site.reading() as session:
        assert health_of(session, situation(session), MONDAY + 3 * HOUR).oldest_due_timer_seconds == 7200.0


def test_a_started_instance_that_failed_is_an_incident_and_its_retry_knows_what_started_it(site: Site) -> None:
    begin = f'<startEvent id="bell">{timer("timeDuration", "PT1H")}</startEvent>'
    deploy(site, diagram(begin, service("close", "close_matter"), chain("bell", "close")))
    move_clock_and_work(site, MONDAY + HOUR)
    (one,) = started(site)
    assert (instance(site, one).state, schedule(site)) == ("incident", [])
    with site.writing() as session:
        retry_instance(act_of(site, session, ADMINISTRATOR), one, "已处理")
    again = instance(site, one)
    assert again.incident is not None
    assert (again.state, again.incident["element_id"]) == ("incident", "close")


def test_forgetting_everything_forgets_the_schedule(either_site: Site) -> None:
    deploy(either_site, timed("R/PT1H"))
    with either_site.writing() as session:
        forget_everything(session)
    assert schedule(either_site) == []
