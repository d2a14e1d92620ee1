"""Sequence flows out of and into activities that say more than "next" (BPMN 2.0.2, 8.3.13, 10.3).

Conditions on the flows out of an activity choose like an inclusive gateway; `completionQuantity` tokens leave on every
flow; `startQuantity` tokens must have come before the activity begins.
"""

from typing import Any

from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.specs.Join import Join
from SpiffWorkflow.specs.MultiChoice import MultiChoice
from SpiffWorkflow.task import TaskState

from engine.bpmn.execution.joining import Consuming, consume, is_unjoined


class ConditionalFlows(MultiChoice, BpmnTaskSpec):
    """The flows out of an activity or event of which at least one carries a condition."""

    def __init__(self, wf_spec: Any, name: str) -> None:
        super().__init__(wf_spec, name)
        self.always: set[str] = set()

    def connect_always(self, target: Any) -> None:
        """A flow without condition that is not the default one."""
        self.always.add(target.name)
        self.connect(target)

    def _run_hook(self, my_task: Any) -> bool:
        matches, unconditional = self._get_matching_outputs(my_task)
        taken = [spec for spec in unconditional if spec.name in self.always]
        taken += matches or [spec for spec in unconditional if spec.name not in self.always]
        if not taken:
            raise WorkflowTaskException("No condition of an outgoing flow holds, and none is the default", task=my_task)
        my_task._sync_children(taken, TaskState.FUTURE)
        return True


class TokenProduction(BpmnTaskSpec):
    """After an activity with a `completionQuantity`."""

    def __init__(self, wf_spec: Any, name: str, quantity: int) -> None:
        super().__init__(wf_spec, name)
        self.quantity = quantity

    def _predict_hook(self, my_task: Any) -> None:
        my_task._sync_children(self.outputs * self.quantity, TaskState.FUTURE)


class TokenGathering(Consuming, Join, BpmnTaskSpec):
    """Before an activity with a `startQuantity`: tokens are counted, whichever flow they came by."""

    def __init__(self, wf_spec: Any, name: str, quantity: int) -> None:
        super().__init__(wf_spec, name)
        self.quantity = quantity

    def _is_due(self, my_task: Any) -> bool:
        return len(self._tokens(my_task)) >= self.quantity

    def _tokens(self, my_task: Any) -> list[Any]:
        return [t for t in my_task.workflow.tasks.values() if t.task_spec is self and is_unjoined(t)]

    def _consume(self, my_task: Any) -> None:
        others = [task for task in self._tokens(my_task) if task is not my_task]
        consume(my_task, [*others[: self.quantity - 1], my_task])

    def _run_hook(self, my_task: Any) -> bool:
        return True
