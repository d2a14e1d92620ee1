"""Ad-hoc sub-processes (BPMN 2.0.2, 10.3.5): activities without an order, done until a condition holds.

Parallel: all activities without an incoming flow are offered at once; one that has been done is offered again while
the completion condition does not hold. Sequential: one at a time, in the order they are drawn in the file, from the
first again after the last. Without a condition each is done once. When the condition holds, what is still open is
cancelled (`cancelRemainingInstances`, true without it) or awaited.
"""

from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.task import TaskState

from engine.bpmn.execution.joining import ScopeEnd, tokens
from engine.bpmn.execution.merging import merge

OFFER = "AdHocStart"
NEXT = "ad_hoc_next"


@dataclass
class AdHoc:
    """How an ad-hoc sub-process goes on; `entries` are its activities without an incoming flow."""

    is_sequential: bool
    condition: str | None
    cancels_rest: bool
    entries: list[str] = field(default_factory=list)


class AdHocStart(BpmnTaskSpec):
    """Offers the activities."""

    def _predict_hook(self, my_task: Any) -> None:
        ad_hoc = my_task.workflow.spec.ad_hoc
        first = self.outputs[:1] if ad_hoc.is_sequential else self.outputs
        my_task.workflow.memory[NEXT] = 1
        my_task._sync_children(first, TaskState.FUTURE)


class AdHocEnd(ScopeEnd):
    """Where each activity's token comes when it is done."""

    def _update_hook(self, my_task: Any) -> bool:
        if my_task.state != TaskState.WAITING:
            self._go_on(my_task)
        return super()._update_hook(my_task)

    def _go_on(self, my_task: Any) -> None:
        part, ad_hoc = my_task.workflow, my_task.workflow.spec.ad_hoc
        merge(part.ended, my_task.parent.data)
        others = [task for task in tokens(part) if task is not my_task and task.task_spec is not self]
        if ad_hoc.condition is None:
            is_over = not ad_hoc.is_sequential or part.memory[NEXT] >= len(ad_hoc.entries)
        else:
            is_over = bool(part.script_engine.evaluate_over(my_task, ad_hoc.condition, part.ended))
        if is_over and ad_hoc.condition is not None:
            part.memory[NEXT] = None
            for task in others if ad_hoc.cancels_rest else []:
                if task.id in part.tasks:
                    task.cancel()
        elif not is_over and part.memory[NEXT] is not None:
            self._offer(my_task, others)

    def _offer(self, my_task: Any, others: list[Any]) -> None:
        """The next activity; in parallel the one whose token has just come."""
        part, ad_hoc = my_task.workflow, my_task.workflow.spec.ad_hoc
        if not ad_hoc.is_sequential:
            self._start(my_task, _entry_before(my_task, ad_hoc.entries))
        elif not others:
            number = part.memory[NEXT]
            part.memory[NEXT] = number + 1 if ad_hoc.condition is None else (number + 1) % len(ad_hoc.entries)
            self._start(my_task, ad_hoc.entries[number % len(ad_hoc.entries)])

    def _start(self, my_task: Any, name: str) -> None:
        part = my_task.workflow
        carrier = part.task_tree._add_child(part.spec.task_specs[OFFER], TaskState.COMPLETED)
        carrier.triggered = True
        carrier.data = dict(part.ended)
        child = carrier._add_child(part.spec.task_specs[name], TaskState.FUTURE)
        child.task_spec._update(child)


def _entry_before(my_task: Any, entries: list[str]) -> str:
    """The activity whose flows lead to this token's end."""
    specs = my_task.workflow.spec.task_specs
    stack, seen = [my_task.parent.task_spec.name], set[str]()
    while stack:
        name = stack.pop()
        if name in entries:
            return name
        seen.add(name)
        stack.extend(source for source in specs[name]._inputs if source not in seen)
    return entries[0]
