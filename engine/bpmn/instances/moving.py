"""Moving the tokens of an instance by an operator's hand: back to an earlier element, past one that fails, elsewhere.

Nothing of the finished history is needed for it: a token is taken away where it stands and set down where it should be,
with the data of where it stood. So it works on an instance whose earlier rounds were cut out of the tree.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.task import TaskState

from engine.bpmn.execution.live import LiveTask, LiveWorkflow
from engine.bpmn.execution.trail import Trail
from engine.domain.errors import Invalid, Problem


def move(
    workflow: LiveWorkflow,
    leave: Sequence[str],
    enter: Sequence[str],
    variables: Mapping[str, Any],
    containers: Mapping[str, str],
) -> list[LiveTask]:
    """Take the tokens from the elements `leave` and set one down at each of `enter`; answers the new tasks.

    Their data are those of where a token was taken, with `variables` over them. `containers` names the (sub)process
    around each element. Invalid with every element that holds no token, does not exist, or lies in a sub-process that
    is not running exactly once.
    """
    workflow.wake_all()
    left = {element_id: _tokens(workflow, element_id) for element_id in leave}
    problems = [
        Problem("bpmn.no_token", {"element": element_id}, element=element_id, field=f"/leave/{n}")
        for n, element_id in enumerate(leave)
        if not left[element_id]
    ]
    scopes = {element_id: _scopes(workflow, containers.get(element_id)) for element_id in enter}
    problems += [
        Problem("bpmn.no_place", {"element": element_id}, element=element_id, field=f"/enter/{n}")
        for n, element_id in enumerate(enter)
        if len(scopes[element_id]) != 1 or element_id not in scopes[element_id][0].spec.task_specs
    ]
    if problems:
        raise Invalid(problems)
    tokens = [task for tasks in left.values() for task in tasks]
    entered = [_enter(scopes[element_id][0], element_id, tokens, variables) for element_id in enter]
    for task in tokens:
        take_away(task)
    return entered


def _tokens(workflow: LiveWorkflow, element_id: str) -> list[LiveTask]:
    """Where an element holds a token; of a multi-instance activity its whole, not its instances."""
    found = [task for task in workflow.live_tasks() if getattr(task.task_spec, "bpmn_id", None) == element_id]
    return [task for task in found if task.parent not in found]


def _scopes(workflow: LiveWorkflow, container: str | None) -> list[Any]:
    """The running (sub)processes with that id."""
    return [part for part in workflow.parts() if part.spec.name == container and not part.completed]


def _enter(part: Any, element_id: str, tokens: Sequence[LiveTask], variables: Mapping[str, Any]) -> LiveTask:
    left = next((task for task in tokens if task.workflow is part), None)
    above = part.task_tree if left is None else before(left)
    return set_down(above, element_id, above.data | variables, above.trail)


def set_down(above: Any, element_id: str, data: dict[str, Any], trail: Trail) -> LiveTask:
    """Below a finished task of its own that carries data and trail, for a token inherits what stands above it."""
    specs = above.workflow.spec.task_specs
    carrier = above._add_child(above.workflow.spec.start, TaskState.COMPLETED)
    carrier.triggered = True
    carrier.data, carrier.trail = data, trail
    task: LiveTask = carrier._add_child(
        specs.get(f"{element_id}.BoundaryEventSplit") or specs[element_id], TaskState.FUTURE
    )
    return task


def before(task: LiveTask) -> Any:
    """The finished task that a token came from."""
    above = task.parent
    while above.task_spec.__class__ is BoundaryEventSplit or not above.state & TaskState.FINISHED_MASK:
        if above.parent is None:
            break
        above = above.parent
    return above


def take_away(task: LiveTask) -> None:
    """With an activity go the events attached to it, and the joins that wait for it behind those that have fired."""
    around = task.parent
    task.cancel()
    if not isinstance(around.task_spec, BoundaryEventSplit):
        return
    for attached in around.children:
        if not attached.state & TaskState.FINISHED_MASK:
            attached.cancel()
        for following in attached.children:
            if isinstance(following.task_spec, BoundaryEventJoin) and not following.state & TaskState.FINISHED_MASK:
                following.cancel()
