"""Sub-processes and multi-instance activities that share their data instead of copying it.

SpiffWorkflow 3.2.0 copies everything deeply into every sub-process and back; with a hundred units that is half of a
fan-out. Values are never changed in place here (see `merging`), so they can be shared; where SpiffWorkflow does change
one in place, the collection of outputs, the task gets one of its own first.
"""

from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import (
    EventSubprocess,
    ParallelMultiInstanceTask,
    SequentialMultiInstanceTask,
    StandardLoopTask,
    SubWorkflowTask,
    TransactionSubprocess,
)
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.task import TaskState

from engine.bpmn.merging import merge


class _SharingData:
    def copy_data(self, my_task: Any, subworkflow: Any) -> None:
        subworkflow.task_tree.data.update(my_task.data)

    def update_data(self, my_task: Any, subworkflow: Any) -> None:
        my_task.data = dict(subworkflow.last_task.data)


class SharingSubProcess(_SharingData, SubWorkflowTask):
    """An embedded sub-process."""


class SharingTransaction(_SharingData, TransactionSubprocess):
    """A transaction."""


class SharingEventSubProcess(_SharingData, EventSubprocess):
    """An event sub-process."""


class _OwnOutput(MultiInstanceTask):
    """What an instance brings is added to a collection of the activity's own."""

    def merge_child(self, workflow: Any, child: Any) -> None:
        activity = child.parent
        if self.data_output is not None and self.output_item is not None:
            collection = self.data_output.get(activity)
            if isinstance(collection, list | dict):
                self.data_output.set(activity, type(collection)(collection))
            super().merge_child(workflow, child)
        else:
            merge(activity.data, child.data)
            activity.internal_data["merged"].append(child.id)


class SharingParallelInstances(ParallelMultiInstanceTask, _OwnOutput):
    """A parallel multi-instance activity."""


class SharingSequentialInstances(SequentialMultiInstanceTask, _OwnOutput):
    """A sequential multi-instance activity."""


class SharingLoop(StandardLoopTask):
    """A standard loop."""

    def merge_child(self, workflow: Any, child: Any) -> None:
        activity = child.parent
        merge(activity.data, child.data)
        activity.internal_data["merged"].append(child.id)
        if self.loop_complete(activity):
            activity._set_state(TaskState.READY)
        else:
            self.create_child(activity)
