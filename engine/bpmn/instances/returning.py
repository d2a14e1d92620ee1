"""A token goes back to a user task that it has passed: returned by who has the task, or taken back by who did that one.

Only what came of the earlier task goes with it. A token that went apart from this one behind the target (a sibling
branch, a reminder beside the work) carries the target in its trail and is taken away, too; one that went apart before
it stays. Out of a sub-process, or an instance of a multi-instance activity, the whole activity is left: it begins again
when the token comes back to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.task import TaskState

from engine.bpmn.execution.events import holder_of
from engine.bpmn.execution.joining import JOINED, Consuming, is_unjoined
from engine.bpmn.execution.live import LIVE, LiveTask, LiveWorkflow
from engine.bpmn.execution.trail import (
    EFFECT,
    HIDDEN_BY_JOIN,
    HIDDEN_BY_RETURN,
    Passage,
    came_of,
    is_instance,
    is_joined,
    is_passable,
    until,
)
from engine.bpmn.instances.moving import before, set_down, take_away


@dataclass(frozen=True)
class Way:
    """A user task that a token can go back to, and the token that goes: in its scope, whole activities included."""

    passage: Passage
    token: LiveTask


def ways_back(task: LiveTask) -> list[Way]:
    """The user tasks that the token of a task has passed, the latest first: those of its own scope, then outwards."""
    ways: list[Way] = []
    token: LiveTask | None = whole(task)
    while token is not None:
        ways += [Way(passage, token) for passage in reversed(token.trail) if _is_open(token.workflow, passage)]
        holder = holder_of(token.workflow)
        token = None if holder is None else whole(holder)
    return ways


def whole(task: LiveTask) -> LiveTask:
    """The activity that a task is an instance of, or itself."""
    while is_instance(task):
        task = task.parent
    return task


def go_back(way: Way) -> LiveTask:
    """Take away all that came of the passage and set one token down at its element; answers the new task."""
    token = way.token
    trail = until(token.trail, way.passage)
    entered = set_down(before(token), way.passage.element_id, dict(_data_of(token)), trail)
    for one in descendants(token.workflow, way.passage):
        _forget(one)
    return entered


def descendants(part: Any, passage: Passage) -> list[LiveTask]:
    """The tokens of a (sub)process that have come by a passage, those that wait at a join included."""
    return [task for task in _tokens(part) if came_of(task.trail, passage)]


def way_to_take_back(workflow: LiveWorkflow, task_id: str) -> Way | None:
    """The way of a completed task's token back to it, while nobody has done anything since; else None."""
    workflow.wake_all()
    for part in workflow.parts():
        for passage in {one for task in part.tasks.values() for one in task.trail if one.task_id == task_id}:
            tokens = descendants(part, passage)
            if passage.element_id != EFFECT and tokens and all(_stands_behind(token, passage) for token in tokens):
                return Way(passage, tokens[0])
    return None


def open_behind(way: Way) -> list[str]:
    """The ids of the tasks that stand ready where the token and those beside it are, inside them included."""
    found: list[str] = []
    for token in descendants(way.token.workflow, way.passage):
        found += [task.id for task in _inside(token) if task._state == TaskState.READY]
    return found


def _tokens(part: Any) -> list[LiveTask]:
    return [task for task in part.tasks.values() if _is_token(task) and not is_instance(task)]


def _is_open(part: Any, passage: Passage) -> bool:
    """Is it a task that can be done again, with nothing of it gone on behind a join, which would wait in vain?"""
    if passage.task_id in (HIDDEN_BY_JOIN, HIDDEN_BY_RETURN) or not is_passable(
        part.spec.task_specs.get(passage.element_id)
    ):
        return False
    return not any(is_joined(token.trail, passage) for token in _tokens(part))


def _is_token(task: Any) -> bool:
    if task._state & LIVE:
        return True
    return isinstance(task.task_spec, Consuming) and bool(task._state & TaskState.FINISHED_MASK) and is_unjoined(task)


def _data_of(token: LiveTask) -> dict[str, Any]:
    data: dict[str, Any] = token.data if token._state & LIVE else token.parent.data
    return data


def _forget(token: LiveTask) -> None:
    if token._state & LIVE:
        take_away(token)
    if isinstance(token.task_spec, Consuming):  # no join may count it any more
        token.workflow.top_workflow.note(token)
        token.internal_data[JOINED] = True
        token.encoded = None


def _stands_behind(token: LiveTask, passage: Passage) -> bool:
    """Was this passage the last that happened on its way, inside a sub-process as well?"""
    if token.trail[-1] != passage:
        return False
    inside = [task for task in _inside(token) if task is not token]
    return not any(task.trail for task in inside if task.workflow is not token.workflow) and not any(
        task.internal_data.get("merged") for task in (token, *inside)
    )


def _inside(token: LiveTask) -> Iterator[LiveTask]:
    """The task itself, the instances of the activity, and all within them."""
    yield token
    for child in token.children:
        if is_instance(child):
            yield from _inside(child)
    part = dict.get(token.workflow.top_workflow.subprocesses, token.id)
    for task in list(part.tasks.values()) if part is not None else ():
        if not is_instance(task):
            yield from _inside(task)
