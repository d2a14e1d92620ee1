"""Long values lie outside the state, are written once, and are seen as if they had never left it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from engine.bpmn.execution.values import LONG, UnknownFormat, Values, decode_value
from engine.bpmn.instances.runner import Runner
from engine.bpmn.instances.state import ROOT
from engine.domain.step import Step, Stored
from tests.bpmn.generated import Block, Drawing, blocks
from tests.bpmn.instances.test_state import SAMPLES, STAGE, Sample, exact, json_values
from tests.bpmn.play import NOON, Play, Sleepy
from tests.support.diagrams import boundary, catch, chain, compiled, diagram, end, flow, parallel, start, task

SHORT_ANSWER, LONG_ANSWER = "十个字的一句回答。。", "文" * 34_000  # 100 kB in UTF-8
FEW_BYTES = 20
MESSAGE = '<message id="m" name="told" />'
UNDO = '<compensateEventDefinition activityRef="work" />'
SEQUENCE = diagram(start(), *map(task, ("a", "b", "c", "d")), end(), chain("start", "a", "b", "c", "d", "end"))
IN_A_STAGE = diagram(start(), STAGE, task("after"), end(), chain("start", "stage", "after", "end"))
BRANCHES = diagram(
    start(),
    parallel("split"),
    *map(task, ("a", "b", "c")),
    end("one"),
    end("other"),
    chain("start", "split", "a", "b", "one"),
    chain("split", "c", "other"),
)
TOLD = diagram(
    start(),
    task("a"),
    catch("wait", '<messageEventDefinition messageRef="m" />'),
    task("b"),
    end(),
    chain("start", "a", "wait", "b", "end"),
    declared=MESSAGE,
)
ROUNDS = diagram(
    start(),
    '<exclusiveGateway id="again" />',
    task("a"),
    '<exclusiveGateway id="back" default="back-end" />',
    end(),
    chain("start", "again", "a", "back"),
    flow("back", "again", "rework"),
    flow("back", "end"),
)
COMPENSABLE = diagram(
    start(),
    task("work"),
    task("then"),
    f'<endEvent id="undone">{UNDO}</endEvent>',
    chain("start", "work", "then", "undone"),
    boundary("undo", "work", "<compensateEventDefinition />").replace(' cancelActivity="false"', ""),
    '<userTask id="put_back" isForCompensation="true" />'
    '<association id="x" sourceRef="undo" targetRef="put_back" associationDirection="One" />',
)


def answered(xml: bytes, answer: Any) -> Play:
    """Every task that opens is completed, the first of them with `answer` as its text; messages carry it as well."""
    play = Play(compiled(xml))
    first = True
    for _ in range(3):
        if play.awaited:
            (waiting,) = play.awaited
            play.do(lambda runner, key=waiting: runner.deliver(key, "told", {"news": answer}))
            continue
        play.complete(next(iter(play.tasks)), **({"text": answer} if first else {}))
        first = False
        assert play.step.fault is None
    return play


@pytest.mark.parametrize(
    "xml",
    [SEQUENCE, IN_A_STAGE, BRANCHES, TOLD, COMPENSABLE],
    ids=["sequence", "stage", "branches", "message", "compensable"],
)
@pytest.mark.parametrize(
    "wrapped", [str, lambda text: [text], lambda text: {"in": {"a": text}}], ids=["", "list", "record"]
)
def test_the_state_is_as_big_after_a_short_answer_as_after_a_long_one(xml: bytes, wrapped: Any) -> None:
    short, long = (answered(xml, wrapped(answer)) for answer in (SHORT_ANSWER, LONG_ANSWER))
    assert len(short.parts) == len(long.parts)
    sizes = [sum(map(len, play.parts.values())) for play in (short, long)]
    named = max(1, sum(body.count(b"text") + body.count(b"news") for body in long.parts.values()))
    assert abs(sizes[1] - sizes[0]) <= FEW_BYTES * named
    assert sum(map(len, long.values.values())) < 2 * len(LONG_ANSWER.encode()) + 100


def test_a_long_value_is_written_with_the_step_that_brought_it_and_never_again() -> None:
    play = Play(compiled(SEQUENCE))
    written = [
        dict(play.complete_at(name, **given).values) for name, given in (("a", {"text": LONG_ANSWER}), ("b", {}))
    ]
    ((key, body),) = written[0].items()
    assert decode_value(body) == LONG_ANSWER
    assert written[1] == {}
    assert play.step.opened[0].keys == play.step.variable_keys == {"text": key}


def test_a_part_says_which_values_it_names() -> None:
    play = Play(compiled(SEQUENCE))
    part = play.complete_at("a", text=LONG_ANSWER).parts[ROOT]
    assert part is not None
    assert set(part.keys) == set(play.values)
    part = play.complete_at("b", text="short again").parts[ROOT]
    assert part is not None
    assert set(part.keys) == set(play.values)  # the row of the first task still has it


def test_a_state_whose_value_is_lost_is_refused() -> None:
    play = answered(SEQUENCE, LONG_ANSWER)
    with pytest.raises(UnknownFormat):
        Runner.load(play.bundle, "p", Stored(play.parts), now=NOON)


def test_equal_values_are_one() -> None:
    play = Play(compiled(SEQUENCE))
    play.complete_at("a", text=LONG_ANSWER, again=LONG_ANSWER[:-1] + "文")
    assert play.complete_at("b", once_more=LONG_ANSWER[:-1] + "文").values == {}
    assert len(play.values) == 1


def test_true_and_one_are_not_the_same_value() -> None:
    values = Values()
    assert len({*values.keys_in({"a": [True] * LONG, "b": [1] * LONG, "c": [1.0] * LONG}).values()}) == 3


def test_an_instance_that_is_kept_live_keeps_no_value_that_it_has_no_more() -> None:
    runner = Runner.start(compiled(ROUNDS), "p", now=NOON, variables={"rework": True})
    opened = runner.step().opened
    sizes = []
    for number in range(200):
        runner.begin(NOON, lambda _: Stored({}))
        runner.complete(opened[0].task_id, {"text": f"{number}" * LONG})
        opened = runner.step().opened
        sizes.append(runner.size)
    assert max(sizes[60:]) < 2 * max(sizes[:60])


@pytest.mark.parametrize("name", ["units-3", "tracks-3"])
def test_what_an_earlier_release_kept_in_the_state_moves_out_of_it(name: str) -> None:
    play = Sample(name).play()
    step = play.do(lambda runner: runner.move([], [], {"text": LONG_ANSWER}))
    assert list(map(decode_value, step.values.values())) == [LONG_ANSWER]
    assert sum(map(len, play.parts.values())) < len(LONG_ANSWER)
    for task_id in play.tasks:
        assert play.load().task_data(task_id)["text"] == LONG_ANSWER


def test_there_is_a_sample_of_today_s_format_with_values_of_its_own() -> None:
    documents = [json.loads(path.read_text("utf-8")) for path in SAMPLES.glob("*-4.json")]
    assert any(document["values"] for document in documents)


# -- seen by tasks, with and without a reload

long_texts = st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=5), st.integers(1, 2 * LONG))
long_lists = st.builds(lambda one, times: [one] * times, json_values, st.integers(1, LONG))
answers = st.dictionaries(
    st.sampled_from(["text", "plan", "units", "data_objects"]),
    json_values | long_texts | long_lists | st.dictionaries(st.sampled_from(["a", "b"]), long_texts | long_lists),
    max_size=3,
)


class Kept:
    """An instance that stays in memory between its acts."""

    def __init__(self, play: Play, variables: Mapping[str, Any]) -> None:
        self._runner = Runner.start(play.bundle, "p", now=NOON, variables=variables)
        self._tasks: dict[str, str] = {}
        self._take(self._runner.step())

    def _take(self, step: Step) -> None:
        for closed in step.closed:
            del self._tasks[closed.task_id]
        self._tasks |= {opened.task_id: opened.element_id for opened in step.opened}
        self.variables = step.variables or {}

    def complete(self, element_id: str, answer: Mapping[str, Any]) -> None:
        (task_id,) = [key for key, element in self._tasks.items() if element == element_id]
        self._runner.begin(NOON, lambda _: Stored({}))
        self._runner.complete(task_id, answer)
        self._take(self._runner.step())

    def seen(self) -> dict[str, str]:
        return {element: exact(self._runner.task_data(task_id)) for task_id, element in self._tasks.items()}


def whole(play: Play, data: Mapping[str, Any], keys: Mapping[str, str]) -> str:
    """Data as they are put together again from the rows that hold them."""
    short = {name: value for name, value in data.items() if name not in keys}
    return exact(short | {name: decode_value(play.values[key]) for name, key in keys.items()})


@settings(max_examples=60, deadline=None)
@given(block=blocks, data=st.data())
def test_tasks_see_the_same_data_whether_the_instance_was_stored_in_between_or_not(
    block: Block, data: st.DataObject
) -> None:
    xml = Drawing().process(block)
    note(xml.decode())
    variables: dict[str, Any] = data.draw(answers)
    play = data.draw(st.sampled_from([Play, Sleepy]))(compiled(xml), **variables)
    kept = Kept(play, variables)
    for _ in range(12):
        runner = play.load()
        assert {element: exact(runner.task_data(key)) for key, element in play.tasks.items()} == kept.seen()
        for opened in play.step.opened:
            assert whole(play, opened.data, opened.keys) == exact(opened.data)
        assert whole(play, play.step.variables or {}, play.step.variable_keys) == exact(play.step.variables or {})
        if not play.tasks:
            break
        element_id = data.draw(st.sampled_from(play.open()))
        answer = data.draw(answers) | {element_id: data.draw(st.booleans())}
        play.complete_at(element_id, **answer)
        kept.complete(element_id, answer)
        assert play.step.fault is None
