"""The trail of a token: the user tasks it has passed in its scope, in order, and what cannot be taken back since.

Return and withdrawal go by it. It is carried along like data, stored as the difference to the parent's, and bounded: a
task that is passed again replaces its earlier round. Behind a join only what all joined tokens had in common is a place
to go back to; what was passed within the branches stays hidden, so that it is still known what came of it.
"""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, ServiceTask, SubWorkflowTask
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent, ThrowingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

EFFECT = ""  # in place of an element: something happened that reached outside
HIDDEN_BY_JOIN, HIDDEN_BY_RETURN = "", "-"  # in place of a task: no place to go back to any more
KEY = "trail"


class Passage(NamedTuple):
    """A task that was done at an element. `line` is the first round's task, `turn` counts the rounds from 0."""

    element_id: str
    task_id: str
    line: str
    turn: int


Trail = tuple[Passage, ...]


def after(task: Any) -> Trail:
    """The trail of what comes behind a task that completes."""
    trail: Trail = task.trail
    spec = task.task_spec
    if is_instance(task):
        return trail  # the activity around it is what is passed
    if is_passable(spec):
        return (*_without(trail, spec.bpmn_id), _next_round(trail, spec.bpmn_id, task.id))
    if isinstance(spec, BoundaryEvent) and not spec.cancel_activity:
        return ()  # what an event opens beside the work is not on its way
    if _reaches_outside(spec):
        return with_effect(trail, task.id)
    return trail


def _next_round(trail: Trail, element_id: str, task_id: str) -> Passage:
    earlier = next((one for one in trail if one.element_id == element_id), None)
    return Passage(element_id, task_id, *((earlier.line, earlier.turn + 1) if earlier else (task_id, 0)))


def common(trails: Sequence[Trail], join_id: str) -> Trail:
    """The trail behind a join: the common beginning, what the branches passed, and that something happened there."""
    shared = tuple(places[0] for places in takewhile(lambda places: len(set(places)) == 1, zip(*trails, strict=False)))
    apart = [one for trail in trails for one in trail[len(shared) :]]
    if not apart:
        return shared
    latest: dict[tuple[str, str], Passage] = {}
    for one in apart:
        if one.element_id != EFFECT and one.turn >= latest.get((one.element_id, one.line), one).turn:
            latest[one.element_id, one.line] = one._replace(task_id=HIDDEN_BY_JOIN)
    return with_effect((*shared, *latest.values()), join_id)


def until(trail: Trail, passage: Passage) -> Trail:
    """The trail of a token that has gone back to a passage and has yet to do it again."""
    return (*trail[: trail.index(passage)], passage._replace(task_id=HIDDEN_BY_RETURN))


def came_of(trail: Trail, passage: Passage) -> bool:
    """Did this token come by the passage, or by a later round of it?"""
    return any(_is_as_late(one, passage) for one in trail)


def is_joined(trail: Trail, passage: Passage) -> bool:
    """Did what came of the passage go into this token by a join?"""
    return any(one.task_id == HIDDEN_BY_JOIN and _is_as_late(one, passage) for one in trail)


def _is_as_late(one: Passage, passage: Passage) -> bool:
    return (one.element_id, one.line) == (passage.element_id, passage.line) and one.turn >= passage.turn


def with_effect(trail: Trail, task_id: str) -> Trail:
    """The same, with a mark that something happened after its last task."""
    return (*_without(trail, EFFECT), Passage(EFFECT, task_id, "", 0))


def difference(trail: Trail, above: Trail) -> list[Any] | None:
    """How many passages it shares with the parent's, and its own; None where they are the same."""
    if trail == above:
        return None
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(trail, above, strict=False)))
    return [shared, *(list(passage) for passage in trail[shared:])]


def restored(stored: Sequence[Any] | None, above: Trail) -> Trail:
    """The trail that `difference` has stored."""
    if stored is None:
        return above
    shared, *own = stored
    return (*above[:shared], *(Passage(*passage) for passage in own))


def is_instance(task: Any) -> bool:
    """Is it one of the instances of a loop or a multi-instance activity? What comes behind one hangs below it, too."""
    around = getattr(task.parent, "task_spec", None)
    return isinstance(around, LoopTask) and around.task_spec == task.task_spec.name


def is_passable(spec: Any) -> bool:
    """Is this done by people, alone or as a multi-instance activity? None where another version has no such element."""
    done_by = _done_by(spec)
    return bool(getattr(done_by, "manual", False)) and not isinstance(done_by, ServiceTask)


def _without(trail: Iterable[Passage], element_id: str) -> Iterable[Passage]:
    return (passage for passage in trail if passage.element_id != element_id)


def _done_by(spec: Any) -> Any:
    """What is done at an activity: of a loop that of its instances."""
    return spec._wf_spec.task_specs.get(spec.task_spec) if isinstance(spec, LoopTask) else spec


def _reaches_outside(spec: Any) -> bool:
    """An action ran, an event came or went, or people worked in a sub-process."""
    if isinstance(spec, ServiceTask):
        return bool(spec.manual)
    if isinstance(spec, ThrowingEvent | CatchingEvent):
        return type(getattr(spec, "event_definition", None)).__name__ != "NoneEventDefinition"
    return isinstance(spec, SubWorkflowTask | LoopTask)
