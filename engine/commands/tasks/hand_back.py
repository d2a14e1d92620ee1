"""A delegated task goes back to its delegator 交回, with what the delegate has put down; or is taken back by them."""

from collections.abc import Collection, Mapping
from typing import Any

from engine.act import Act
from engine.commands.submitted_data import require_data
from engine.commands.tasks.acting import OnTask, hand_to, hold_open, record
from engine.domain.errors import Conflict, NotAllowed, Problem
from engine.notify.tasks import tell_of_task
from engine.people.principals import of_person
from engine.people.verbs import may_hand_back
from engine.store.rows import HeldTask
from engine.store.tasks import candidates_of
from engine.store.verbs import put_draft


def hand_back_task(act: Act, roles: Collection[str], on: OnTask, variables: Mapping[str, Any]) -> HeldTask:
    """`variables` become the delegator's draft, who checks and hands in; Conflict for what is not delegated."""
    held = hold_open(act, roles, on)
    delegated_by_id = held.task.delegated_by_id
    if delegated_by_id is None:
        raise Conflict([Problem("tasks.not_delegated")])
    if not may_hand_back(held.me, held.doers, delegated_by_id):
        raise NotAllowed
    require_data(variables, "variables")
    before = sorted(candidates_of(act.session, held.task.id))
    kept = held.task.kept_candidates or [of_person(delegated_by_id)]
    after = hand_to(held, kept, delegated_by_id=None, kept_candidates=None)
    if held.me != delegated_by_id:
        put_draft(act.session, held.task.id, delegated_by_id, dict(variables), on.reason or None, act.now)
    record(
        held,
        "task.handed_back",
        {"comment": on.reason, "variables": dict(variables)},
        before={"belongs_to": before, "delegated_by": delegated_by_id},
        after={"belongs_to": after, "delegated_by": None},
    )
    if held.me == delegated_by_id:
        tell_of_task(held.act, held.instance, held.task, "task_taken_back", held.doers, on.reason)
    else:
        tell_of_task(held.act, held.instance, held.task, "task_handed_back", [delegated_by_id], on.reason)
    return held.task
