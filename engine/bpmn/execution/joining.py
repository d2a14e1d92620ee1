"""Joins as BPMN 2.0.2 has them (13.4.1, 13.4.3): they consume one token of each incoming flow that has one.

SpiffWorkflow 3.2.0 looks for arrivals in the whole history: in the second round of a rework loop it counts those of
the first again and goes on before its branches are done. Here an arrival that was joined is marked and counts no more.
"""

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.specs.control import _EndJoin
from SpiffWorkflow.bpmn.specs.defaults import InclusiveGateway, ParallelGateway
from SpiffWorkflow.task import TaskState

from engine.bpmn.execution.event_subprocesses import is_listener
from engine.bpmn.execution.merging import merge
from engine.bpmn.execution.trail import common

JOINED = "joined"


def is_unjoined(task: Any) -> bool:
    """Is this a token that reached its join and was not consumed by it yet?"""
    return JOINED not in task.internal_data and task.parent is not None and task.parent._state == TaskState.COMPLETED


def tokens(part: Any) -> list[Any]:
    """Everything of a scope that is not finished, what its predecessor is about to reach included."""
    return [task for task in part.tasks.values() if not task._state & TaskState.FINISHED_MASK]


def consume(my_task: Any, arrivals: Iterable[Any]) -> None:
    """Take these tokens into the one that goes on, with the data of all; the latest to arrive has the last word."""
    joined = sorted(arrivals, key=lambda one: one.last_state_change)
    for task in joined:
        merge(my_task.data, task.parent.data)
        task.internal_data[JOINED] = True
        task.encoded = None
    my_task._inherit_data()
    my_task.trail = common([task.parent.trail for task in joined], my_task.id)


class Consuming:
    """A join that marks the arrivals it has consumed."""

    def _update_hook(self, my_task: Any) -> bool:
        my_task.trail = my_task.parent.trail
        may_fire = self._is_due(my_task)
        for task in list(my_task.workflow.live.values()):
            if task is not my_task and task.task_spec is self and task._state == TaskState.WAITING:
                task.cancel()  # its token is kept as an arrival; one task waits for all
        if may_fire:
            self._consume(my_task)  # now, not when it runs: what arrives in between is a token of the next round
        else:
            my_task._set_state(TaskState.WAITING)
        return may_fire

    def _is_due(self, my_task: Any) -> bool:
        raise NotImplementedError

    def _arrivals(self, my_task: Any) -> dict[str, Any]:
        """For each incoming flow with a token, the arrival to consume: the asking one, else the first."""
        found: dict[str, Any] = {}
        for task in my_task.workflow.tasks.values():
            if task.task_spec is self and is_unjoined(task):
                found.setdefault(task.parent.task_spec.name, task)
        found[my_task.parent.task_spec.name] = my_task
        return found

    def _consume(self, my_task: Any) -> None:
        """Go on with one token of each incoming flow that has one."""
        consume(my_task, self._arrivals(my_task).values())


class ConsumingParallelGateway(Consuming, ParallelGateway):
    """Due when every incoming flow has an arrival that no join has consumed."""

    def _is_due(self, my_task: Any) -> bool:
        return self._arrivals(my_task).keys() >= set(self._inputs)

    def _run_hook(self, my_task: Any) -> bool:
        return True


class ConsumingInclusiveGateway(Consuming, InclusiveGateway):
    """Due when no token elsewhere can still reach an incoming flow that has none.

    A token that can also reach a flow that has one already does not hold it up (13.4.3). Where it may get to is read
    from the drawing: nothing needs to be predicted in the tree.
    """

    def _is_due(self, my_task: Any) -> bool:
        arrived = self._arrivals(my_task).keys()
        missing = set(self._inputs) - arrived
        return not missing or not any(
            reached & missing and not reached & arrived for reached in self._reached_by_others(my_task)
        )

    def _reached_by_others(self, my_task: Any) -> list[set[str]]:
        """For each token elsewhere in the scope, the sources of incoming flows that it may get to."""
        names = {
            task.task_spec.name
            for task in tokens(my_task.workflow)
            if task.task_spec is not self and not isinstance(task.task_spec, ScopeEnd)
        }
        return [self._reach(name) & set(self._inputs) for name in names]

    def _reach(self, name: str) -> set[str]:
        """All specifications that a token at this one may get to without passing the gateway."""
        found, stack = {name}, [name]
        while stack:
            for output in self._wf_spec.task_specs[stack.pop()]._outputs:
                if output != self.name and output not in found:
                    found.add(output)
                    stack.append(output)
        return found

    def _run_hook(self, my_task: Any) -> bool:
        matches, defaults = self._get_matching_outputs(my_task)
        if not matches and not defaults:
            raise WorkflowTaskException("No conditions satisfied on gateway", task=my_task)
        my_task._sync_children(matches or defaults, TaskState.FUTURE)
        return True


class ScopeEnd(_EndJoin):
    """The end of a (sub)process: reached when the last token has come.

    The data of tokens that came earlier are folded into one record at once, so that an end that is reached in every
    round of a loop (a reminder beside the work, say) leaves nothing behind in the tree. Event sub-processes that
    nothing has started do not hold it up.
    """

    def _update_hook(self, my_task: Any) -> bool:
        my_task.trail = my_task.parent.trail
        part = my_task.workflow
        others = [task for task in tokens(part) if task is not my_task and task.parent is not my_task]
        for task in others:
            if task.task_spec is self:
                merge(part.ended, task.parent.data)
                task.cancel()
        listeners = [task for task in others if is_listener(task)]
        if any(task.task_spec is not self and task not in listeners for task in others):
            my_task._set_state(TaskState.WAITING)
            return False
        for listener in listeners:
            listener.cancel()
        my_task._inherit_data()
        return True

    def _run_hook(self, my_task: Any) -> bool:
        part = my_task.workflow
        my_task.data = dict(part.ended)
        my_task._inherit_data()
        part.data.update(my_task.data)
        return True
