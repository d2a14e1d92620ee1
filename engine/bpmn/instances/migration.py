"""Carrying a running instance over to another version of its process.

What is alive must exist in the new version, under the same name or the one it is renamed to, and be of the same kind.
What has finished need not: it stays only for its data. Events attached to an activity that the new version no longer
has are taken away; those that it has in addition are not armed for a token that is there already.
"""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent

from engine.bpmn.bundle import CompiledProcess
from engine.bpmn.execution.live import LiveTask, LiveWorkflow
from engine.bpmn.instances import state
from engine.domain.errors import Invalid, Problem
from engine.domain.step import PartState

SUFFIXES = (".BoundaryEventSplit", ".BoundaryEventJoin", ".EndJoin", " [child]")


def migrated_parts(workflow: LiveWorkflow, new: CompiledProcess, renames: Mapping[str, str]) -> dict[str, PartState]:
    """Every stored part of the instance in the words of the new version; Invalid names all that does not fit."""
    workflow.wake_all()
    problems: list[Problem] = []
    targets = {part: _new_spec(part, new, renames) for part in workflow.parts()}
    for part, spec in targets.items():
        for task in list(part.live.values()):
            problem = _check(task, spec, renames)
            if problem is not None and _is_attached(task):
                task.cancel()
            elif problem is not None:
                problems.append(problem)
    if problems:
        raise Invalid(problems)
    return {
        part.parent_task_id or state.ROOT: state.dump_renamed(part, lambda name, s=spec: _in(s, name, renames))  # type: ignore[misc]
        for part, spec in targets.items()
    }


def renamed(name: str, renames: Mapping[str, str]) -> str:
    """The new name of a task specification; the engine's own around an element are named after it."""
    for suffix in SUFFIXES:
        if name.endswith(suffix):
            base = name.removesuffix(suffix)
            return renames.get(base, base) + suffix
    return renames.get(name, name)


def _new_spec(part: Any, new: CompiledProcess, renames: Mapping[str, str]) -> Any:
    if part.parent_task_id is None:
        return new.spec
    return new.subprocess_specs.get(renames.get(part.spec.name, part.spec.name))


def _check(task: LiveTask, spec: Any, renames: Mapping[str, str]) -> Problem | None:
    element = getattr(task.task_spec, "bpmn_id", None) or task.task_spec.name
    name = renamed(task.task_spec.name, renames)
    found = spec.task_specs.get(name) if spec is not None else None
    if found is None:
        return Problem("bpmn.migrate_missing", {"element": element}, element=element, field=f"/renames/{element}")
    if type(found) is not type(task.task_spec):
        return Problem("bpmn.migrate_kind", {"element": element, "target": name}, element=element)
    return None


def _is_attached(task: LiveTask) -> bool:
    return isinstance(task.task_spec, BoundaryEvent)


def _in(spec: Any, name: str, renames: Mapping[str, str]) -> str:
    """Finished tasks whose element is gone stand as the start: nobody runs them any more."""
    found = renamed(name, renames)
    return found if found in spec.task_specs else "Start"
