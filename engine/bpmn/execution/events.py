"""Events thrown and caught in the right scope (BPMN 2.0.2, 10.5), and what an interrupting one interrupts.

SpiffWorkflow 3.2.0 hands every event to everything that waits, anywhere in the instance, starts event sub-processes
only at the top, and lets what is interrupted run on to its end. Here
- errors and escalations go outwards: from the activity to the events attached to it, to the event sub-processes of its
  scope, to the events attached to the activity around that scope, and so on;
- messages and signals go to all who wait; a signal leaves the instance as well;
- what an event interrupts ends at once, before anything else runs.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EndEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ReceiveTask,
    SendTask,
)
from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    CodeEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import CancelEventDefinition, TerminateEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.task import TaskState

HELD = "held"
GENTLE = "gentle"


def definitions_of(spec: Any) -> list[Any]:
    """What an event throws or waits for, one by one."""
    definition = spec.event_definition
    return getattr(definition, "event_definitions", None) or [definition]


# -- throwing


def throw(task: Any, definition: Any) -> None:
    """Throw one event from a task."""
    top = task.workflow.top_workflow
    if isinstance(definition, CodeEventDefinition):
        throw_outwards(task.workflow, BpmnEvent(definition, payload=dict(task.data)))
    elif isinstance(definition, CancelEventDefinition):
        for catcher in catchers_around(holder_of(task.workflow), BpmnEvent(definition)):
            hand_over(catcher, BpmnEvent(definition))
            break
    elif isinstance(definition, MessageEventDefinition | SignalEventDefinition):
        before = len(top.bpmn_events)
        definition.throw(task)
        if isinstance(definition, SignalEventDefinition) and len(top.bpmn_events) == before:
            top.bpmn_events.append(BpmnEvent(definition, payload=dict(task.data)))


def throw_from_activity(task: Any, event: BpmnEvent) -> bool:
    """Throw an error at the activity itself; was it caught?"""
    catcher = catcher_of(task, event)
    if catcher is not None:
        hand_over(catcher, event)
    return catcher is not None


def throw_about_instance(instance: Any, definition: Any) -> None:
    """Throw what a multi-instance activity says about one of its instances; without a definition whoever is attached
    catches it (10.3.8)."""
    for attached in attached_events(instance):
        event = InstanceEvent(definition or attached.task_spec.event_definition, payload=dict(instance.data))
        if attached.task_spec.event_definition.catches(attached, event):
            hand_over(attached, event)


def throw_outwards(part: Any, event: BpmnEvent) -> None:
    """Hand an error or escalation to the nearest scope that catches it; one nobody catches leaves the instance."""
    catcher = _catcher_outwards(part, event)
    if catcher is not None:
        hand_over(catcher, event)
    else:
        part.top_workflow.bpmn_events.append(event)


def catcher_of(task: Any, event: BpmnEvent) -> Any:
    """Who catches an error or escalation thrown at an activity: the events attached to it are asked first."""
    return _best(catchers_around(task, event), event) or _catcher_outwards(task.workflow, event)


def _catcher_outwards(part: Any, event: BpmnEvent) -> Any:
    while part is not None:
        holder = holder_of(part)
        listening = (task for task in part.live.values() if _listens(task, event))
        catcher = _best(listening, event) or _best(catchers_around(holder, event), event)
        if catcher is not None:
            return catcher
        part = None if holder is None else holder.workflow
    return None


def hand_over(task: Any, event: BpmnEvent) -> None:
    """Let a waiting task catch the event."""
    task.task_spec.catch(task, event)
    task.task_spec._update(task)


def catchers_around(task: Any, event: BpmnEvent) -> Iterator[Any]:
    """The waiting events attached to an activity, or to the loop it is an instance of, that catch this event."""
    for attached in attached_events(task):
        if attached.task_spec.event_definition.catches(attached, event):
            yield attached


def attached_events(task: Any) -> list[Any]:
    """The waiting events attached to the activity of this task, those of the loop around it included."""
    if task is None:
        return []
    while task.parent is not None and isinstance(task.parent.task_spec, LoopTask):
        task = task.parent
    if task.parent is None or not isinstance(task.parent.task_spec, BoundaryEventSplit):
        return []
    return [t for t in task.parent.children if isinstance(t.task_spec, BoundaryEvent) and t.state == TaskState.WAITING]


def holder_of(part: Any) -> Any:
    """The task that holds a sub-process; None for the process itself."""
    return None if part.parent_task_id is None else part.top_workflow.find(part.parent_task_id)


def _listens(task: Any, event: BpmnEvent) -> bool:
    """Is this an event sub-process of the scope that catches the event?"""
    spec = task.task_spec
    return bool(
        getattr(spec, "starts_event_subprocess", False)
        and task.state == TaskState.WAITING
        and spec.event_definition.catches(task, event)
    )


def _best(catchers: Iterable[Any], event: BpmnEvent) -> Any:
    """Who names the code comes before who catches every code."""
    code = event.event_definition.code
    return min(catchers, key=lambda task: code not in _codes(task), default=None)


def _codes(task: Any) -> list[Any]:
    return [getattr(definition, "code", None) for definition in definitions_of(task.task_spec)]


class _Throws:
    """Throws when it has completed: an event that ends its own scope must have been passed before."""

    event_definition: Any

    def _run_hook(self, my_task: Any) -> bool:
        return True

    def _on_complete_hook(self, my_task: Any) -> None:
        super()._on_complete_hook(my_task)  # type: ignore[misc]
        for definition in definitions_of(self):
            throw(my_task, definition)


class ThrowEvent(_Throws, IntermediateThrowEvent):
    """An intermediate throw event."""


class SendingTask(_Throws, SendTask):
    """A send task."""


class ThrowingEnd(_Throws, EndEvent):
    """An end event; a terminate end event cancels what else is in its scope, and that only (10.5.6)."""

    def _on_complete_hook(self, my_task: Any) -> None:
        BpmnTaskSpec._on_complete_hook(self, my_task)  # past SpiffWorkflow's own end event
        for definition in definitions_of(self):
            if isinstance(definition, TerminateEventDefinition):
                end_scope(my_task)
            else:
                throw(my_task, definition)


def end_scope(my_task: Any) -> None:
    """Cancel everything in the scope of a finished task and complete it."""
    part = my_task.workflow
    cancel_others(part, my_task)
    part.data.update(my_task.data)
    part._mark_complete(my_task)


def cancel_others(part: Any, kept: Any) -> None:
    """Cancel everything of a scope that is not finished, but for one task."""
    for task in list(part.tasks.values()):
        if task is not kept and task.id in part.tasks and not task.state & TaskState.FINISHED_MASK:
            task.cancel()


# -- catching


class Condition(ConditionalEventDefinition):
    """True of the data as they are now in the scope; one that listens again must have been untrue between (10.5.5)."""

    def has_fired(self, my_task: Any) -> bool:
        part = my_task.workflow
        data = my_task.data | (part.last_task.data if part.last_task is not None else {})
        holds = bool(part.script_engine.evaluate_over(my_task, self.expression, data))
        if not holds:
            my_task.internal_data.pop(HELD, None)
        return holds and HELD not in my_task.internal_data


def listen_again(my_task: Any) -> None:
    """A fresh event takes the place of the one that fires; a condition must have been untrue before it counts again."""
    listener = my_task.parent._add_child(my_task.task_spec, TaskState.WAITING)
    listener.data = dict(my_task.data)
    if isinstance(my_task.task_spec.event_definition, Condition):
        listener.internal_data[HELD] = True
    my_task.workflow.top_workflow.event_manager.add_task(listener)


def withdraw_siblings(my_task: Any) -> None:
    """What stands beside the event that fires, ends."""
    for sibling in my_task.parent.children:
        if sibling is not my_task and not sibling.state & TaskState.FINISHED_MASK:
            sibling.cancel()


class AttachedEvent(BoundaryEvent):
    """A boundary event: an interrupting one ends its activity at once, another goes on listening (10.5.4).

    What a multi-instance activity throws about its own instances (`behavior`, 10.3.8) interrupts nothing: it says when
    a token is to be produced, for some of the instances while the others go on.
    """

    def catch(self, my_task: Any, event: Any) -> None:
        gentle = isinstance(event, InstanceEvent)
        if gentle or not self.cancel_activity:
            listen_again(my_task)
        if gentle:
            my_task.internal_data[GENTLE] = True
        super().catch(my_task, event)

    def _on_ready_hook(self, my_task: Any) -> None:
        super()._on_ready_hook(my_task)
        if self.cancel_activity and GENTLE not in my_task.internal_data:
            withdraw_siblings(my_task)
        elif isinstance(self.event_definition, Condition):
            listen_again(my_task)


class AttachedJoin(BoundaryEventJoin):
    """Behind an activity with boundary events: when the activity has ended, nobody listens at it any more."""

    def _check_threshold_structured(self, my_task: Any) -> tuple[bool, list[Any]]:
        split = my_task.find_ancestor(self.split_task)
        ended = any(
            task.state & TaskState.FINISHED_MASK
            for task in split.children
            if not isinstance(task.task_spec, BoundaryEvent)
        )
        waiting = [t for t in split.children if isinstance(t.task_spec, BoundaryEvent) and t.state == TaskState.WAITING]
        return ended, waiting if ended else []


class EventGateway:
    """What an event-based gateway is for the events behind it: the first to happen withdraws the others (10.6.6)."""


class _AfterGateway:
    def _on_ready_hook(self, my_task: Any) -> None:
        super()._on_ready_hook(my_task)  # type: ignore[misc]
        if my_task.parent is not None and isinstance(my_task.parent.task_spec, EventGateway):
            withdraw_siblings(my_task)


class CatchEvent(_AfterGateway, IntermediateCatchEvent):
    """An intermediate catch event."""


class ReceivingTask(_AfterGateway, ReceiveTask):
    """A receive task."""


class InstanceEvent(BpmnEvent):
    """What a multi-instance activity throws about one of its instances."""
