"""Sub-processes and multi-instance activities that share their data instead of copying it.

SpiffWorkflow 3.2.0 copies everything deeply into every sub-process and back; with a hundred units that is half of a
fan-out. Values are never changed in place here (see `merging`), so they can be shared; where SpiffWorkflow does change
one in place, the collection of outputs, the task gets one of its own first.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import (
    CallActivity,
    EventSubprocess,
    ParallelMultiInstanceTask,
    SequentialMultiInstanceTask,
    StandardLoopTask,
    SubWorkflowTask,
    TransactionSubprocess,
)
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.task import TaskState

from engine.bpmn.execution.events import throw_about_instance
from engine.bpmn.execution.merging import merge
from engine.domain.errors import ModelFault, Problem
from engine.domain.joint import Count, JointDecision, as_data, outcome


class _SharingData:
    def _on_subworkflow_completed(self, subworkflow: Any, my_task: Any) -> None:
        if not my_task.state & TaskState.FINISHED_MASK:  # what ended it may have been its own doing
            super()._on_subworkflow_completed(subworkflow, my_task)  # type: ignore[misc]

    def copy_data(self, my_task: Any, subworkflow: Any) -> None:
        subworkflow.task_tree.data.update(my_task.data)

    def update_data(self, my_task: Any, subworkflow: Any) -> None:
        my_task.data = dict(subworkflow.last_task.data)


class SharingSubProcess(_SharingData, SubWorkflowTask):
    """An embedded sub-process."""


class SharingCallActivity(_SharingData, CallActivity):
    """A call of another process of the bundle."""


class SharingTransaction(_SharingData, TransactionSubprocess):
    """A transaction."""


class SharingEventSubProcess(_SharingData, EventSubprocess):
    """An event sub-process."""


@dataclass(frozen=True)
class Thrown:
    """What a multi-instance activity throws when an instance completes: for the first only, or if a condition holds.

    Without a definition it is a signal that whoever is attached catches.
    """

    first_only: bool
    condition: str | None
    definition: Any


COUNTER = "loopCounter"
VOTES = "votes"


class _Instances(MultiInstanceTask):
    """What parallel and sequential multi-instance activities have in common (BPMN 2.0.2, 10.3.8).

    Each instance knows its number as `loopCounter`, from 1; conditions see `numberOfInstances` and the other counts.
    What the instances bring out stands in the order of what went in, whichever completed first; number and item are an
    instance's own and end with it.
    """

    behavior: tuple[Thrown, ...] | list[Thrown] = ()
    joint: JointDecision | None = None

    def _update_hook(self, my_task: Any) -> Any:
        if self.joint is not None:
            my_task.data[self.joint.result] = as_data(Count(0), None)
        return super()._update_hook(my_task)

    def create_child(self, my_task: Any, item: Any, key_or_index: Any = None) -> None:
        number = my_task.internal_data[COUNTER] = my_task.internal_data.get(COUNTER, 0) + 1
        outer = my_task.data
        my_task.data = outer | {COUNTER: number}
        super().create_child(my_task, item, key_or_index)
        my_task.data = outer

    def merge_child(self, workflow: Any, child: Any) -> None:
        activity = child.parent
        if self.data_output is not None and self.output_item is not None:
            self._put(activity, child)
        else:
            own = {COUNTER, self.input_item.bpmn_id if self.input_item is not None else COUNTER} - activity.data.keys()
            merge(activity.data, {name: value for name, value in child.data.items() if name not in own})
        activity.internal_data["merged"].append(child.id)
        if self.joint is not None:
            self._vote(activity, child, self.joint)
        self._throw_about(activity, child)

    def check_completion_condition(self, my_task: Any) -> bool:
        if self.joint is not None:
            return bool(my_task.data[self.joint.result]["decided"]) and not self.joint.everyone
        if self.condition is None:
            return False
        last = my_task.internal_data["merged"][-1]
        child = next(one for one in my_task.children if one.id == last)
        return bool(self._evaluate(my_task, child, self.condition))

    def _vote(self, activity: Any, child: Any, joint: JointDecision) -> None:
        """Count what an instance says, for good: what was decided once stays so, whatever comes later."""
        votes = activity.internal_data.setdefault(VOTES, {"agreed": 0, "against": 0, "weight": "0", "passed": None})
        agrees = bool(self._evaluate(activity, child, joint.agree))
        weight = self._weight(activity, child, joint) if agrees else Fraction(0)
        votes = activity.internal_data[VOTES] = votes | {
            "agreed": votes["agreed"] + agrees,
            "against": votes["against"] + (not agrees),
            "weight": str(Fraction(votes["weight"]) + weight),
        }
        waiting = [one for one in activity.children if not one.state & TaskState.FINISHED_MASK and one is not child]
        count = Count(
            self._number(activity),
            votes["agreed"],
            votes["against"],
            Fraction(votes["weight"]),
            sum((self._weight(activity, one, joint) for one in waiting), Fraction(0)),
        )
        if votes["passed"] is None:
            votes["passed"] = outcome(joint, count)
        activity.data[joint.result] = as_data(count, votes["passed"])

    def _weight(self, activity: Any, child: Any, joint: JointDecision) -> Fraction:
        if joint.weight is None:
            return Fraction(0)
        value = self._evaluate(activity, child, joint.weight)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise ModelFault(Problem("bpmn.joint_weight_value", {"value": repr(value)[:40]}, element=self.bpmn_id))
        return Fraction(str(value))

    def _put(self, activity: Any, child: Any) -> None:
        """An instance's output goes to its place in a collection of the activity's own."""
        if not self.output_item.exists(child):
            self.raise_data_exception("Expected an output item", child)
        item, key = self.output_item.get(child), child.internal_data.get("key_or_index")
        collection = self.data_output.get(activity)
        if isinstance(collection, dict) or (self.data_input and self.data_input.get(activity) is collection):
            collection = type(collection)(collection)
            collection[key] = item
        else:
            places = activity.internal_data.setdefault("places", [])
            number = child.internal_data.get(COUNTER, child.data.get(COUNTER, len(places)))
            place = sum(1 for one in places if one < number)
            places.insert(place, number)
            collection = [*collection[:place], item, *collection[place:]]
        self.data_output.set(activity, collection)

    def _throw_about(self, activity: Any, child: Any) -> None:
        for thrown in self.behavior:
            is_due = len(activity.internal_data["merged"]) == 1 or not thrown.first_only
            if is_due and (thrown.condition is None or self._evaluate(activity, child, thrown.condition)):
                throw_about_instance(child, thrown.definition)

    def _evaluate(self, activity: Any, child: Any, expression: str) -> Any:
        """Over the instance's data and the counts of the activity (10.3.8, table 10.31)."""
        done = len(activity.internal_data["merged"])
        instances = [one for one in activity.children if one.task_spec.name == self.task_spec]
        active = sum(1 for one in instances if not one.state & TaskState.FINISHED_MASK)
        counts = {
            "numberOfInstances": self._number(activity),
            "numberOfActiveInstances": active,
            "numberOfCompletedInstances": done,
            "numberOfTerminatedInstances": 0,
        }
        return activity.workflow.script_engine.evaluate_over(child, expression, child.data | counts)

    def _number(self, activity: Any) -> int:
        inner = activity.internal_data
        if "cardinality" in inner:
            return int(inner["cardinality"])
        return int(inner.get(COUNTER, 0)) + len(inner.get("remaining", ()))


class SharingParallelInstances(ParallelMultiInstanceTask, _Instances):
    """A parallel multi-instance activity."""


class SharingSequentialInstances(SequentialMultiInstanceTask, _Instances):
    """A sequential multi-instance activity."""


class SharingLoop(StandardLoopTask):
    """A standard loop; each round knows its number as `loopCounter`, from 1."""

    def create_child(self, my_task: Any) -> None:
        outer = my_task.data
        my_task.data = outer | {COUNTER: len(self._merged_children(my_task)) + 1}
        super().create_child(my_task)
        my_task.data = outer

    def merge_child(self, workflow: Any, child: Any) -> None:
        activity = child.parent
        merge(activity.data, {name: value for name, value in child.data.items() if name != COUNTER})
        activity.internal_data["merged"].append(child.id)
        if self.loop_complete(activity):
            activity._set_state(TaskState.READY)
        else:
            self.create_child(activity)
