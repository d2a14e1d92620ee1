"""A fault stops an instance where it stands: it is named by its element, nothing else has changed, it can be mended."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.actions import ACTIONS, Call
from engine.commands.instances.operate import retry_instance
from engine.commands.supervision.take_step import take_step
from engine.jobs.work import do_all_due
from engine.site import Site
from engine.store.models import NumberSeries
from engine.store.numbers import next_number
from engine.store.runtime import lock_instance
from engine.store.tasks import get_held_task, get_task
from tests.support.diagrams import (
    boundary,
    chain,
    diagram,
    end,
    exclusive,
    flow,
    parallel,
    service,
    start,
    task,
    timer,
)
from tests.support.instances import event_types, instance, open_elements, start_process, task_at, timer_states
from tests.support.matter import complete
from tests.support.office import ADMINISTRATOR, MONDAY, act_of, deploy, move_clock, move_clock_and_work
from tests.support.record import findings

HOUR = timedelta(hours=1)
CHOICE = diagram(
    start(),
    task("decide"),
    exclusive("gate", "gate-no"),
    task("yes"),
    task("no"),
    chain("start", "decide", "gate"),
    flow("gate", "yes", "approved"),
    flow("gate", "no"),
)
CLOSING = diagram(
    start(), task("work"), service("close", "close_matter"), end(), chain("start", "work", "close", "end")
)


def retry(site: Site, instance_id: int) -> None:
    with site.writing() as session:
        retry_instance(act_of(site, session, ADMINISTRATOR), instance_id, "已处理")


def test_a_missing_variable_leaves_the_task_open_and_can_be_mended(either_site: Site) -> None:
    deploy(either_site, CHOICE)
    started = start_process(either_site, "p")
    before = event_types(either_site, started)
    assert complete(either_site, ADMINISTRATOR, task_at(either_site, started, "decide")) == "incident"
    stopped = instance(either_site, started)
    assert stopped.incident is not None
    assert (stopped.incident["element_id"], stopped.incident["code"]) == ("gate", "expressions.missing_name")
    assert "approved" in stopped.incident["message"]
    assert open_elements(either_site, started) == ["decide"]
    assert event_types(either_site, started) == [*before, "incident.raised"]
    retry(either_site, started)
    task_id = task_at(either_site, started, "decide")
    assert complete(either_site, ADMINISTRATOR, task_id, approved=True) == "running"
    assert open_elements(either_site, started) == ["yes"]
    assert instance(either_site, started).incident is None
    assert findings(either_site) == []


def test_an_action_that_fails_changes_nothing_else(either_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def half_done(call: Call) -> Mapping[str, Any]:
        next_number(call.act.session, "half", 2026)
        raise ValueError("no more")

    monkeypatch.setitem(ACTIONS, "close_matter", half_done)
    deploy(either_site, CLOSING)
    started = start_process(either_site, "p")
    assert complete(either_site, ADMINISTRATOR, task_at(either_site, started, "work"), note="x") == "incident"
    stopped = instance(either_site, started)
    assert stopped.incident is not None
    assert (stopped.incident["element_id"], stopped.incident["code"]) == ("close", "action.failed")
    assert open_elements(either_site, started) == ["work"]
    assert "note" not in stopped.variables
    with either_site.reading() as session:
        assert session.scalars(select(NumberSeries).where(NumberSeries.kind == "half")).all() == []
    assert findings(either_site) == []


def test_an_action_of_a_user_task_that_fails_leaves_the_task_open(site: Site) -> None:
    started = start_process(site, "supervision-matter")
    registration = {
        "title": "无主事项",
        "source": "领导批示",
        "issuer": "周瑞",
        "urgency": "平件",
        "received_on": "2026-01-05",
    }
    assert complete(site, ADMINISTRATOR, task_at(site, started, "register"), **registration) == "incident"
    assert open_elements(site, started) == ["register"]


def test_an_instance_that_failed_at_its_start_starts_again_when_it_is_retried(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(site, diagram(start(), service("close", "close_matter"), task("work"), chain("start", "close", "work")))
    started = start_process(site, "p", number=7)
    assert instance(site, started).state == "incident"
    retry(site, started)
    assert instance(site, started).state == "incident"
    monkeypatch.setitem(ACTIONS, "close_matter", lambda call: {"closed": True})
    retry(site, started)
    mended = instance(site, started)
    assert (mended.state, mended.variables) == ("running", {"number": 7, "closed": True})
    assert open_elements(site, started) == ["work"]


def test_a_step_of_the_ladder_that_nobody_catches_is_an_incident_and_not_silence(site: Site) -> None:
    deploy(site, CHOICE)
    started = start_process(site, "p")
    with site.writing() as session:
        locked = lock_instance(session, started)
        activity = get_held_task(session, task_at(site, started, "decide"))
        payload = {"ladder": {"code": "supervise", "rule": "row 7"}}
        take_step(act_of(site, session), locked, activity, "supervise", payload)
    stopped = instance(site, started)
    assert stopped.incident is not None
    assert (stopped.incident["element_id"], stopped.incident["code"]) == ("decide", "bpmn.step_uncaught")
    assert "ladder.supervise" not in event_types(site, started)
    with site.reading() as session:
        assert get_task(session, task_at(site, started, "decide")).step == "none"


def test_a_timer_that_fell_due_during_an_incident_fires_once_the_incident_is_mended(site: Site) -> None:
    side = boundary("late", "decide", timer("timeDuration", "PT1H"))
    deploy(
        site, CHOICE.replace(b"</process>", (side + task("remind") + chain("late", "remind")).encode() + b"</process>")
    )
    other = start_process(site, "p")
    complete(site, ADMINISTRATOR, task_at(site, other, "decide"))
    move_clock_and_work(site, MONDAY + 2 * HOUR)
    assert timer_states(site, other) == ["set_aside"]
    assert open_elements(site, other) == ["decide"]
    retry(site, other)
    do_all_due(site)
    assert open_elements(site, other) == ["decide", "remind"]
    assert timer_states(site, other) == ["fired"]


def test_a_timer_set_aside_is_taken_up_when_somebody_mends_the_incident_by_going_on(site: Site) -> None:
    side = boundary("late", "other", timer("timeDuration", "PT1H"))
    deploy(
        site,
        diagram(
            start(),
            parallel("fork"),
            task("decide"),
            task("other"),
            task("remind"),
            exclusive("gate", "gate-no"),
            task("yes"),
            task("no"),
            side,
            chain("start", "fork", "decide", "gate"),
            chain("fork", "other"),
            chain("late", "remind"),
            flow("gate", "yes", "approved"),
            flow("gate", "no"),
        ),
    )
    started = start_process(site, "p")
    complete(site, ADMINISTRATOR, task_at(site, started, "decide"))
    move_clock_and_work(site, MONDAY + 2 * HOUR)
    assert timer_states(site, started) == ["set_aside"]
    complete(site, ADMINISTRATOR, task_at(site, started, "decide"), approved=True)
    do_all_due(site)
    assert open_elements(site, started) == ["other", "remind", "yes"]
    assert event_types(site, started).count("timer.fired") == 1


def test_a_stopped_instance_waits_whatever_the_clock_says(site: Site) -> None:
    deploy(site, CHOICE)
    started = start_process(site, "p")
    complete(site, ADMINISTRATOR, task_at(site, started, "decide"))
    move_clock(site, MONDAY + 1_000 * HOUR)
    do_all_due(site)
    assert instance(site, started).state == "incident"
