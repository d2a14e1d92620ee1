"""The stored state is the live one: nothing submitted can mean more than data, nothing is lost by a reload."""

import base64
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from SpiffWorkflow.task import TaskState

from engine.bpmn.execution.values import UnknownFormat
from engine.bpmn.instances import state_json
from engine.bpmn.instances.runner import Runner
from engine.bpmn.instances.state import ROOT
from engine.domain.step import Stored
from tests.bpmn.play import NOON, Play
from tests.support.diagrams import boundary, chain, compiled, diagram, end, start, subprocess, task, timer

SAMPLES = Path(__file__).parents[1] / "samples"
STAGE = subprocess("stage", start("s"), task("inner"), task("last"), end("e"), chain("s", "inner", "last", "e"))
TWO_TASKS = compiled(diagram(start(), task("first"), task("second"), end(), chain("start", "first", "second", "end")))

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def exact(value: Any) -> str:
    """A text in which True and 1, 1 and 1.0 differ."""
    return json.dumps(value, sort_keys=True)


@pytest.mark.parametrize(
    "submitted",
    [
        {"a": {"typename": "x"}},
        {"a": {"typename": "datetime", "value": "2026-01-05"}},
        {"a": [{"typename": "BpmnWorkflow"}]},
        {"data_objects": {"typename": "y"}},
        {"typename": "z"},
    ],
)
def test_data_that_looks_like_a_serialized_type_is_data_after_a_reload(submitted: dict[str, Any]) -> None:
    play = Play(TWO_TASKS)
    play.complete_at("first", **submitted)
    (task_id,) = play.open_at("second")
    seen = play.load().task_data(task_id)
    assert {name: seen[name] for name in submitted} == submitted


@given(before=json_values, after=json_values)
def test_whatever_json_is_submitted_comes_back_exactly(before: Any, after: Any) -> None:
    play = Play(TWO_TASKS, value=before)
    play.complete_at("first", value=after)
    (task_id,) = play.open_at("second")
    assert exact(play.load().task_data(task_id)["value"]) == exact(after)


def test_the_state_of_a_sub_process_is_a_part_of_its_own() -> None:
    inner = subprocess("stage", start("s"), task("inner"), end("e"), chain("s", "inner", "e"))
    play = Play(compiled(diagram(start(), inner, end(), chain("start", "stage", "end"))))
    assert len(play.parts) == 2
    assert ROOT in play.parts


def test_a_specification_is_stored_by_its_name_only() -> None:
    format_, success, completed, _, correlations, data, ended, memory, rows = msgspec.msgpack.decode(
        Play(TWO_TASKS).parts[ROOT]
    )
    assert (format_, success, completed, correlations, data, ended, memory) == (4, True, False, {}, {}, {}, {})
    assert [row[2] for row in rows] == ["Start", "start", "first"]


def test_what_may_come_later_is_not_stored() -> None:
    rows = msgspec.msgpack.decode(Play(TWO_TASKS).parts[ROOT])[-1]
    assert not any(row[3] & (TaskState.FUTURE | TaskState.PREDICTED_MASK) for row in rows)


@pytest.mark.parametrize("body", [b"", b"\x93\x05\x01\x02", b"\x93\x04\x01\x02", b"\xc0", b"{}"])
def test_a_state_of_an_unknown_format_is_refused(body: bytes) -> None:
    with pytest.raises(UnknownFormat):
        Runner.load(TWO_TASKS, "p", Stored({ROOT: body}), now=NOON)


def test_a_step_in_which_nothing_moved_writes_nothing() -> None:
    step = Play(TWO_TASKS, n=1).load().step()
    assert (step.parts, step.variables) == ({}, None)
    assert (step.opened, step.closed, step.armed, step.disarmed, step.passed) == ((), (), (), (), ())


def test_only_the_sub_process_that_moved_is_written() -> None:
    play = Play(compiled(diagram(start(), STAGE, end(), chain("start", "stage", "end"))))
    (holder,) = play.parts.keys() - {ROOT}
    assert play.complete_at("inner").parts.keys() == {holder}


def test_a_sub_process_that_has_ended_is_stored_no_more() -> None:
    play = Play(compiled(diagram(start(), STAGE, task("after"), end(), chain("start", "stage", "after", "end"))))
    play.complete_at("inner")
    play.complete_at("last")
    assert play.open() == ["after"]
    assert play.parts.keys() == {ROOT}


def test_a_sub_process_is_loaded_when_somebody_asks_for_it() -> None:
    many = "<multiInstanceLoopCharacteristics><loopCardinality>5</loopCardinality></multiInstanceLoopCharacteristics>"
    play = Play(compiled(diagram(start(), STAGE.replace(">", f">{many}", 1), end(), chain("start", "stage", "end"))))
    asked: list[str | None] = []

    def fetch(holder: str | None) -> Stored:
        asked.append(holder)
        bodies = {key: body for key, body in play.parts.items() if key}
        return Stored(bodies if holder is None else {holder: bodies[holder]})

    task_id, holder = next((o.task_id, o.scope) for o in play.step.opened)
    loaded = {ROOT: play.parts[ROOT], holder: play.parts[holder]}
    runner = Runner.load(play.bundle, "p", Stored(loaded), now=NOON, fetch=fetch)
    runner.complete(task_id, {})
    assert asked == []
    assert runner.step().parts.keys() == {holder}
    assert sorted(runner.active()) == ["inner", "last", "stage"]
    assert asked == [None]


def test_what_sleeps_in_a_sub_process_ends_when_the_sub_process_is_interrupted() -> None:
    deeper = subprocess("deeper", start("d"), task("work"), chain("d", "work"))
    stage = subprocess("stage", start("s"), task("inner"), deeper, chain("s", "inner"), chain("s", "deeper"))
    late = boundary("late", "stage", timer("timeDuration", "P1D"), interrupting=True)
    flows = [chain("start", "stage", "end"), chain("late", "instead", "end")]
    play = Play(compiled(diagram(start(), stage, late, task("instead"), end(), *flows)))

    def fetch(holder: str | None) -> Stored:
        bodies = {key: body for key, body in play.parts.items() if key}
        return Stored(bodies if holder is None else {holder: bodies[holder]})

    (timer_id,) = play.timers
    root = Stored({ROOT: play.parts[ROOT]})
    runner = Runner.load(play.bundle, "p", root, now=play.timers[timer_id][1], fetch=fetch)
    runner.fire_timer(timer_id)
    step = runner.step()
    assert {closed.task_id for closed in step.closed} == set(play.tasks)
    assert [opened.element_id for opened in step.opened] == ["instead"]
    assert {key for key, body in step.parts.items() if body is None} == set(play.parts) - {ROOT}


class Sample:
    """A state kept from an earlier release, and how it went on."""

    def __init__(self, name: str) -> None:
        self.document = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
        diagram_file = SAMPLES / f"{name.rpartition('-')[0]}.bpmn"
        self.bundle = compiled(diagram_file.read_bytes())

    def play(self) -> Play:
        play = Play.__new__(Play)
        play.bundle, play.key, play.passed = self.bundle, "p", []
        play.now = datetime.fromisoformat(self.document["now"])
        play.values = {key: base64.b64decode(body) for key, body in self.document.get("values", {}).items()}
        play.parts = {key: base64.b64decode(body) for key, body in self.document["parts"].items()}
        play.tasks = dict(self.document["tasks"])
        play.awaited, play.scopes, play.named = {}, {}, {}
        play.timers = {k: (e, datetime.fromisoformat(due)) for k, (e, due) in self.document["timers"].items()}
        return play


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.json")))
def test_a_state_of_an_earlier_release_goes_on_where_it_was(name: str) -> None:
    sample = Sample(name)
    play = sample.play()
    for element_id in sample.document["then"]:
        answer = {"rework": False} if element_id == "review" else {}
        step = play.complete(play.open_at(element_id)[0], **answer)
        assert step.fault is None
    assert play.open() == []
    assert play.step.state == "completed" or play.step.subscribed
    assert not any(state_json.is_written_so(body) for body in play.parts.values())


def test_the_data_of_an_earlier_release_are_read_as_they_were() -> None:
    play = Sample("units-1").play()
    (task_id, _) = next((key, element) for key, element in play.tasks.items() if element == "urge")
    assert play.load().task_data(task_id)["note"] == {"a": [1, 2.5, None, True, {"typename": "x"}]}
