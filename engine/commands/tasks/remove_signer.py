"""A signer is asked no more 减签, as long as they have not signed."""

from collections.abc import Collection
from dataclasses import replace

from engine.act import Act
from engine.commands.tasks.acting import OnTask, change, hold, record, require_moving
from engine.commands.tasks.doers import doers_of
from engine.commands.tasks.sign import settle
from engine.domain.errors import AlreadyDone, Conflict, NotAllowed, Problem
from engine.people.verbs import may_remove_signer
from engine.store.rows import HeldTask
from engine.store.tasks import get_held_task, remove_candidates


def remove_signer(act: Act, roles: Collection[str], on: OnTask) -> HeldTask:
    """`on` names the signer's task; AlreadyDone when they have signed."""
    held = hold(act, roles, on)
    if held.task.main_id is None:
        raise Conflict([Problem("tasks.no_signer")])
    main = get_held_task(act.session, held.task.main_id)
    if not may_remove_signer(held.me, held.task.added_by_id, doers_of(act, main)):
        raise NotAllowed
    if held.task.state not in ("open", "planned"):
        raise AlreadyDone
    require_moving(held)
    before = held.task.state
    change(held, state="cancelled", completed_at=act.now)
    remove_candidates(held.instance, held.task.id)
    data = {"reason": on.reason.strip(), "main": main.id}
    record(held, "task.signer_removed", data, before={"state": before}, after={"state": "cancelled"})
    if main.state == "signing":
        settle(replace(held, task=main))
    return held.task
