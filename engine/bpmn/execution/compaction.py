"""Cutting finished history out of the live tree, so that neither depth nor cost grows with the rounds of a loop.

What was passed stands in the event log. In the tree stays what something may still look at:
- what is not finished, its parent (data is inherited from there) and its children (instances of an activity);
- arrivals at a join that no join has consumed, with their parent;
- around an activity with boundary events, its split with all branches, and the way up to it from a waiting join;
- the start, and the task that finished last (its data are the process's).
Whatever loses its parent hangs under the nearest one that stays, with its data.
"""

from typing import Any

from SpiffWorkflow.bpmn.specs.control import EventSplit
from SpiffWorkflow.specs.Join import Join
from SpiffWorkflow.task import TaskState

from engine.bpmn.execution.joining import Consuming, is_unjoined

ROOM = 24  # finished tasks that a (sub)process may hold beyond what is needed before it is worth a cut
BIG = 400
LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED


def is_big(part: Any) -> bool:
    """Has one act put so much into the tree that it should be cut before going on?"""
    return len(part.tasks) - len(part.live) > BIG


def compact(part: Any) -> None:
    """Cut what nothing looks at any more."""
    if len(part.tasks) - len(part.live) <= ROOM or part.completed:
        return
    kept = _needed(part)
    if len(kept) == len(part.tasks):
        return
    for task in [part.tasks[key] for key in part.tasks if key in kept]:
        _hang(part, task, kept)
    for key in [key for key in part.tasks if key not in kept]:
        del part.tasks[key]
    for task in part.tasks.values():
        task._children = [child for child in task._children if child in kept]
    _gather(part)


def _needed(part: Any) -> set[str]:
    kept: set[str] = {part.task_tree.id}
    if part.last_task is not None and part.last_task.id in part.tasks:
        kept.add(part.last_task.id)
    for task in part.tasks.values():
        if task._state & LIVE:
            _keep_around(part, task, kept)
        elif _is_token_at_a_join(task) or _is_yet_to_come(task):
            kept.update((task.id, task._parent))
    for task in [part.tasks[key] for key in kept]:
        if isinstance(task.task_spec, EventSplit):
            kept.update(task._children)
    return kept


def _is_token_at_a_join(task: Any) -> bool:
    return isinstance(task.task_spec, Consuming) and is_unjoined(task)


def _is_yet_to_come(task: Any) -> bool:
    """Below a finished task, and not finished itself."""
    finished = TaskState.FINISHED_MASK
    return not task._state & finished and bool(task.parent._state & finished)


def _keep_around(part: Any, task: Any, kept: set[str]) -> None:
    kept.add(task.id)
    kept.update(task._children)
    parent = task.parent
    if parent is not None:
        kept.add(parent.id)
    if isinstance(task.task_spec, Join) and task.task_spec.split_task:
        while parent is not None and parent.task_spec.name != task.task_spec.split_task:
            kept.add(parent.id)
            parent = parent.parent
        if parent is not None:
            kept.add(parent.id)


def _hang(part: Any, task: Any, kept: set[str]) -> None:
    """Under the nearest ancestor that stays; a task that keeps its parent keeps its encoding, too."""
    above = task._parent
    while above is not None and above not in kept:
        above = part.tasks[above]._parent
    if above != task._parent:
        task._parent = above
        task.encoded = None
        part.tasks[above]._children.append(task.id)


def _gather(part: Any) -> None:
    """Tasks stand in order of their parents, as they are read back."""
    part.tasks = {task.id: task for task in _from_above(part)}


def _from_above(part: Any) -> list[Any]:
    found, stack = [], [part.task_tree]
    while stack:
        task = stack.pop()
        found.append(task)
        stack.extend(part.tasks[child] for child in reversed(task._children))
    return found
