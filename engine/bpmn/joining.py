"""The parallel gateway as BPMN 2.0.2, 13.4.1 has it: it consumes one token of each incoming flow.

SpiffWorkflow 3.2.0 looks for arrivals in the whole history: in the second round of a rework loop it counts those of
the first again and goes on before its branches are done. Here an arrival that was joined is marked and counts no more.
"""

from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway
from SpiffWorkflow.task import TaskState
from SpiffWorkflow.util.deep_merge import DeepMerge

JOINED = "joined"


class ConsumingParallelGateway(ParallelGateway):
    """A join is due when every incoming flow has an arrival that no join has consumed."""

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        return self._arrivals(my_task).keys() >= {spec.name for spec in self.inputs}

    def _run_hook(self, my_task: Any) -> bool:
        """Go on with the data of all branches, the latest to arrive having the last word."""
        arrivals = self._arrivals(my_task).values()
        for task in sorted(arrivals, key=lambda one: one.last_state_change):
            DeepMerge.merge(my_task.data, task.parent.data)
            task.internal_data[JOINED] = True
        my_task._inherit_data()
        return True

    def _arrivals(self, my_task: Any) -> dict[str, Any]:
        """For each incoming flow with a token, the arrival to consume: the asking one, else the first."""
        found: dict[str, Any] = {}
        for task in my_task.workflow.tasks.values():
            if task.task_spec is self and task.parent.state == TaskState.COMPLETED and JOINED not in task.internal_data:
                found.setdefault(task.parent.task_spec.name, task)
        found[my_task.parent.task_spec.name] = my_task
        return found
