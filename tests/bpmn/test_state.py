"""The stored state is the live one: nothing submitted can mean more than data, nothing is lost by a reload."""

import json
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bpmn.runner import Runner
from engine.bpmn.state import ROOT, UnknownFormat
from tests.bpmn.play import NOON, Play
from tests.support.diagrams import chain, compiled, diagram, end, start, subprocess, task

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


def test_no_specification_is_stored() -> None:
    play = Play(TWO_TASKS)
    document = json.loads(zlib.decompress(play.parts[ROOT]))
    assert set(document) == {"format", "success", "completed", "last", "root", "correlations", "data", "tasks"}


def test_a_state_of_an_unknown_format_is_refused() -> None:
    play = Play(TWO_TASKS)
    document = json.loads(zlib.decompress(play.parts[ROOT])) | {"format": 2}
    parts = {ROOT: zlib.compress(json.dumps(document).encode())}
    with pytest.raises(UnknownFormat):
        Runner.load(TWO_TASKS, "p", parts, now=NOON)


def test_loading_and_dumping_without_a_move_changes_no_byte() -> None:
    play = Play(TWO_TASKS, n=1)
    step = play.load().step()
    assert step.parts == play.parts
    assert (step.opened, step.closed, step.armed, step.disarmed, step.passed) == ((), (), (), (), ())
