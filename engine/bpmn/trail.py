"""The trail of a token: the user tasks it has passed in its scope, in order, and what cannot be taken back since.

Return and withdrawal go by it. It is carried along like data, stored as the difference to the parent's, and bounded: a
task that is passed again replaces its earlier round. Behind a join only what all joined tokens had in common is left:
what was done within the branches is no place where one token could go back to.
"""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import ServiceTask, SubWorkflowTask
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent, ThrowingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

Passage = tuple[str, str]  # an element and the task that passed it
Trail = tuple[Passage, ...]
EFFECT = ""  # in place of an element: something happened that reached outside
KEY = "trail"


def after(task: Any) -> Trail:
    """The trail of what comes behind a task that completes."""
    trail: Trail = task.trail
    spec = task.task_spec
    if is_instance(task):
        return trail  # the activity around it is what is passed
    if is_passable(spec):
        return (*_without(trail, spec.bpmn_id), (spec.bpmn_id, task.id))
    if _reaches_outside(spec):
        return with_effect(trail, task.id)
    return trail


def common(trails: Sequence[Trail], join_id: str) -> Trail:
    """What is left behind a join: the common beginning, and that something happened since where they went apart."""
    shared = tuple(places[0] for places in takewhile(lambda places: len(set(places)) == 1, zip(*trails, strict=False)))
    if all(len(trail) == len(shared) for trail in trails):
        return shared
    return with_effect(shared, join_id)


def with_effect(trail: Trail, task_id: str) -> Trail:
    """The same, with a mark that something happened after its last task."""
    return (*_without(trail, EFFECT), (EFFECT, task_id))


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
    return (*above[:shared], *((element, task_id) for element, task_id in own))


def is_instance(task: Any) -> bool:
    """Is it one of the instances of a loop or a multi-instance activity? What comes behind one hangs below it, too."""
    around = getattr(task.parent, "task_spec", None)
    return isinstance(around, LoopTask) and around.task_spec == task.task_spec.name


def is_passable(spec: Any) -> bool:
    """Is this done by people, alone or as a multi-instance activity? None where another version has no such element."""
    done_by = _done_by(spec)
    return bool(getattr(done_by, "manual", False)) and not isinstance(done_by, ServiceTask)


def _without(trail: Iterable[Passage], element_id: str) -> Iterable[Passage]:
    return (passage for passage in trail if passage[0] != element_id)


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
