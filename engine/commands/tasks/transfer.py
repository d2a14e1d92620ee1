"""Somebody gives a task to another for good 转办: it is the other's, with all that it asks."""

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
    require_no_delegation,
    require_not_barred,
    require_people,
)
from engine.notify.tasks import tell_of_task
from engine.people.principals import of_person
from engine.store.rows import HeldTask
from engine.store.tasks import candidates_of


def transfer_task(act: Act, roles: Collection[str], on: OnTask, to_id: int) -> HeldTask:
    """Invalid without a reason, and to somebody who is not here or has it already."""
    held = hold_mine(act, roles, on)
    require_drawn(held, "transfer")
    require_no_delegation(held)
    reason = reason_of(on)
    without = held.doers if len(held.doers) == 1 else {held.me}
    people = require_people(act, [to_id], without=without)
    require_not_barred(held, people)
    before = sorted(candidates_of(act.session, held.task.id))
    given = hand_to(held, [of_person(to_id)])
    record(
        held,
        "task.transferred",
        {"reason": reason, "to": names_of(act, people)},
        before={"belongs_to": before},
        after={"belongs_to": given},
    )
    tell_of_task(held.act, held.instance, held.task, "task_transferred", people, reason)
    return held.task
