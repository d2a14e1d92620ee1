"""Reloaded after every step, an instance is where it would be in memory, and where plain SpiffWorkflow would be."""

import io
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import TaskState

from engine.bpmn.bundle import CompiledBundle
from engine.bpmn.instances.runner import Runner
from engine.domain.step import Step, Stored
from tests.bpmn.generated import Block, Drawing, blocks, rich_blocks
from tests.bpmn.play import NOON, Play, Sleepy
from tests.support.diagrams import compiled

MOVES = 25
BY_HAND = ("decide", "check")


class Plain:
    """SpiffWorkflow as it comes, never stored."""

    def __init__(self, xml: bytes, elements: set[str]) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(io.BytesIO(xml)))
        self._workflow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
        self._elements = elements
        self._workflow.do_engine_steps()

    def _tasks(self) -> list[Any]:
        return [
            task for part in (self._workflow, *self._workflow.subprocesses.values()) for task in part.tasks.values()
        ]

    def open(self) -> list[str]:
        return sorted(t.task_spec.bpmn_id for t in self._tasks() if t.state == TaskState.READY and t.task_spec.manual)

    def passed(self) -> Counter[str]:
        done = [task.task_spec.bpmn_id for task in self._tasks() if task.state == TaskState.COMPLETED]
        return Counter(identifier for identifier in done if identifier in self._elements)

    def complete(self, element_id: str, answer: dict[str, bool]) -> None:
        (found,) = [
            task for task in self._tasks() if task.state == TaskState.READY and task.task_spec.bpmn_id == element_id
        ]
        found.data.update(answer)
        found.run()
        self._workflow.do_engine_steps()

    def is_completed(self) -> bool:
        return bool(self._workflow.completed)


class InMemory:
    """Our runner, never stored."""

    def __init__(self, bundle: CompiledBundle) -> None:
        self._runner = Runner.start(bundle, "p", now=NOON, variables={})

    def open(self) -> list[str]:
        return sorted(opened.element_id for opened in self._runner.step().opened)

    def passed(self) -> Counter[str]:
        return Counter(passed.element_id for passed in self._runner.step().passed)

    def complete(self, element_id: str, answer: dict[str, bool]) -> None:
        task_id = next(o.task_id for o in self._runner.step().opened if o.element_id == element_id)
        self._runner.complete(task_id, answer)

    def is_completed(self) -> bool:
        return self._runner.step().state == "completed"


class Live:
    """Our runner as the product keeps it between acts: the same objects, a step for each act, cut after each."""

    def __init__(self, bundle: CompiledBundle) -> None:
        self._runner = Runner.start(bundle, "p", now=NOON, variables={})
        self._tasks: dict[str, str] = {}
        self._passed: Counter[str] = Counter()
        self._take(self._runner.step())

    def _take(self, step: Step) -> None:
        for closed in step.closed:
            del self._tasks[closed.task_id]
        self._tasks |= {opened.task_id: opened.element_id for opened in step.opened}
        self._passed.update(passed.element_id for passed in step.passed)
        self._state = step.state

    def open(self) -> list[str]:
        return sorted(self._tasks.values())

    def passed(self) -> Counter[str]:
        return self._passed

    def complete(self, element_id: str, answer: dict[str, bool]) -> None:
        task_id = next(key for key, element in self._tasks.items() if element == element_id)
        self._runner.begin(NOON, lambda _: Stored({}))
        self._runner.complete(task_id, answer)
        self._take(self._runner.step())

    def is_completed(self) -> bool:
        return self._state == "completed"


class Asleep:
    """Our runner, of which only what stands around the task is loaded."""

    def __init__(self, bundle: CompiledBundle) -> None:
        self._play = Sleepy(bundle)

    def open(self) -> list[str]:
        return self._play.open()

    def passed(self) -> Counter[str]:
        return Counter(self._play.passed)

    def complete(self, element_id: str, answer: dict[str, bool]) -> None:
        self._play.complete(self._play.open_at(element_id)[0], **answer)

    def is_completed(self) -> bool:
        return self._play.step.state == "completed"


def joins_in_a_loop(block: Block, in_loop: bool = False) -> bool:
    if in_loop and block.kind == "fork":
        return True
    return any(joins_in_a_loop(part, in_loop or block.kind == "rework") for part in block.parts)


def compare(
    block: Block, data: st.DataObject, other_of: Callable[[bytes, CompiledBundle], Plain | InMemory | Live | Asleep]
) -> None:
    """Play both with the same choices, and compare them before every move."""
    xml = Drawing().process(block)
    note(xml.decode())
    bundle = compiled(xml)
    stored, other = Play(bundle), other_of(xml, bundle)
    for move in range(MOVES):
        assert stored.step.fault is None
        assert stored.open() == other.open()
        assert Counter(stored.passed) == other.passed()
        assert (stored.step.state == "completed") == other.is_completed()
        if not stored.open():
            break
        element_id = data.draw(st.sampled_from(stored.open()))
        answer = {element_id: data.draw(st.booleans()) and move < MOVES // 2} if element_id.startswith(BY_HAND) else {}
        stored.complete(stored.open_at(element_id)[0], **answer)
        other.complete(element_id, answer)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(block=blocks.filter(lambda block: not joins_in_a_loop(block)), data=st.data())
def test_open_tasks_and_passed_elements_are_those_of_spiffworkflow(block: Block, data: st.DataObject) -> None:
    compare(block, data, lambda xml, bundle: Plain(xml, set(bundle.process("p").elements)))


@settings(max_examples=80, deadline=None)
@given(block=rich_blocks, data=st.data())
def test_open_tasks_and_passed_elements_are_those_of_an_instance_that_was_never_stored(
    block: Block, data: st.DataObject
) -> None:
    compare(block, data, lambda _, bundle: InMemory(bundle))


@settings(max_examples=80, deadline=None)
@given(block=rich_blocks, data=st.data())
def test_open_tasks_and_passed_elements_are_those_of_an_instance_that_is_kept_live(
    block: Block, data: st.DataObject
) -> None:
    compare(block, data, lambda _, bundle: Live(bundle))


@settings(max_examples=80, deadline=None)
@given(block=rich_blocks, data=st.data())
def test_open_tasks_and_passed_elements_are_those_of_an_instance_that_sleeps_where_nothing_moves(
    block: Block, data: st.DataObject
) -> None:
    compare(block, data, lambda _, bundle: Asleep(bundle))
