"""Somebody has another work on their task 委派: it comes back to them, and they hand it in."""

from collections.abc import Collection

from engine.act import Act
from engine.commands.tasks.acting import (
    OnTask,
    hand_to,
    hold_mine,
    names_of,
    reason_of,
    record,
    require_drawn,
    require_main,
    require_no_delegation,
    require_not_barred,
    require_people,
)
from engine.notify.tasks import tell_of_task
from engine.people.principals import of_person
from engine.store.rows import HeldTask
from engine.store.tasks import candidates_of


def delegate_task(act: Act, roles: Collection[str], on: OnTask, to_id: int) -> HeldTask:
    """Conflict for what was delegated already; Invalid as for a transfer."""
    held = hold_mine(act, roles, on)
    require_drawn(held, "delegate")
    require_main(held)
    require_no_delegation(held)
    reason = reason_of(on)
    people = require_people(act, [to_id], without={held.me})
    require_not_barred(held, people)
    before = sorted(candidates_of(act.session, held.task.id))
    given = hand_to(held, [of_person(to_id)], delegated_by_id=held.me, kept_candidates=before)
    record(
        held,
        "task.delegated",
        {"reason": reason, "to": names_of(act, people)},
        before={"belongs_to": before},
        after={"belongs_to": given, "delegated_by": held.me},
    )
    tell_of_task(held.act, held.instance, held.task, "task_delegated", people, reason)
    return held.task
