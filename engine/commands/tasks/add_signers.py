"""Whoever has a task asks others to sign it 加签: before they go on, beside them, or after they have handed it in.

Each signer gets a task beside the diagram's. It holds the completion up; the diagram knows nothing of it.
"""

import secrets
from collections.abc import Collection, Sequence
from typing import Literal

from engine.act import Act
from engine.commands.tasks.acting import (
    Held,
    OnTask,
    change,
    hold_mine,
    names_of,
    reason_of,
    record,
    require_drawn,
    require_main,
    require_no_delegation,
    require_people,
)
from engine.domain import messages
from engine.notify.tasks import tell_of_task
from engine.people.principals import PERSON, of_person, parts_of
from engine.store.people import people_by_id
from engine.store.rows import HeldTask
from engine.store.tasks import add_candidates, candidates_of, signers_of

Position = Literal["before", "beside", "after"]
AFTER: Position = "after"
ID_BYTES = 12
LONGEST_NAME = 200


def add_signers(
    act: Act, roles: Collection[str], on: OnTask, people: Sequence[int], position: Position
) -> list[HeldTask]:
    """Their tasks; Invalid for somebody who is asked already, without a reason, or for oneself."""
    held = hold_mine(act, roles, on)
    require_drawn(held, "add_signers")
    require_main(held)
    require_no_delegation(held)
    reason = reason_of(on)
    asked = _asked(held)
    wanted = require_people(act, people, without={held.me, *asked}, field="/people")
    change(held, signers=held.task.signers + len(wanted))
    tasks = [_signer(held, person_id, position) for person_id in wanted]
    record(
        held,
        "task.signers_added",
        {"reason": reason, "position": position, "to": names_of(act, wanted)},
        before={"signers": sorted(asked)},
        after={"signers": sorted({*asked, *wanted})},
    )
    if position != AFTER:  # the others are told when it is their turn
        for person_id, task in zip(wanted, tasks, strict=True):
            tell_of_task(held.act, held.instance, task, "task_signer", [person_id], reason)
    return tasks


def _asked(held: Held) -> set[int]:
    """Signers who have not signed yet."""
    waiting = [one for one in signers_of(held.act.session, held.task) if one.state in ("open", "planned")]
    principals = {principal for one in waiting for principal in candidates_of(held.act.session, one.id)}
    return {number for kind, number in map(parts_of, principals) if kind == PERSON}


def _signer(held: Held, person_id: int, position: Position) -> HeldTask:
    main = held.task
    who = people_by_id(held.act.session, [person_id])[person_id].name
    task = HeldTask(
        id=secrets.token_hex(ID_BYTES),
        instance_id=main.instance_id,
        item_id=main.item_id,
        matter_id=main.matter_id,
        key=main.key,
        element_id=main.element_id,
        name=messages.text(f"words.signer_{position}", name=main.name, who=who)[:LONGEST_NAME],
        scope=main.scope,
        state="planned" if position == AFTER else "open",
        opened_at=held.act.now,
        due_at=main.due_at,
        version=1,
        groups=[],
        main_id=main.id,
        position=position,
        added_by_id=held.me,
    )
    held.instance.changes.opened.append(task)
    add_candidates(held.instance, task.id, [of_person(person_id)])
    return task
