"""What return and withdrawal have in common: a task opened again for whoever did it before, with what they said."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.commands.tasks.doers import concerned_by
from engine.domain.step import Step
from engine.people.principals import apart_from, base_and_others, of_person
from engine.store.rows import HeldTask
from engine.store.runtime import runtime_of
from engine.store.tasks import add_candidates, candidates_of, find_held_task, get_held_task, submitted_of
from engine.store.verbs import put_draft


def open_again(act: Act, step: Step, earlier_task_id: str) -> HeldTask | None:
    """The task that a step has opened where the earlier one was done; whoever did that may do it, too, from a draft.

    None where none was: a countersign begins again with everybody, for nobody in particular.
    """
    earlier = find_held_task(act.session, earlier_task_id)
    opened = [one for one in step.opened if earlier is not None and one.element_id == earlier.element_id]
    if earlier is None or len(opened) != 1:
        return None
    task = get_held_task(act.session, opened[0].task_id)
    doer = earlier.completed_by_id
    if doer is not None and act.situation.works_here(doer):
        if doer not in concerned_by(act, task):
            others = {other for one in candidates_of(act.session, task.id) for other in base_and_others(one)[1]}
            again = apart_from(of_person(doer), others)
            add_candidates(runtime_of(act.session).instances[task.instance_id], task.id, [again])
        _keep_what_was_said(act, task.id, doer, submitted_of(act.session, earlier.id))
    return task


def _keep_what_was_said(act: Act, task_id: str, doer: int, submitted: Mapping[str, Any]) -> None:
    variables = dict(submitted.get("variables") or {})
    put_draft(act.session, task_id, doer, variables, submitted.get("comment"), act.now)
