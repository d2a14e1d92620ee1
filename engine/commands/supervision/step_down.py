"""An officer or leader withdraws steps of the ladder 撤销: the item goes down, what it was asked for falls away."""

from collections.abc import Collection

from engine.act import Act
from engine.commands.supervision.ladder import payload_of
from engine.commands.supervision.pushed_item import Pushed, answered_by_hand, hold_pushed
from engine.commands.supervision.take_step import take_step
from engine.domain.errors import Conflict, Invalid, Problem
from engine.domain.ladder import RANK, WITHDRAW, highest_step
from engine.domain.lights import REPORT_STAGE
from engine.store.items import standing_steps
from engine.store.models import Item
from engine.store.rows import HeldTask


def step_down(act: Act, roles: Collection[str], item_id: int, reason: str, down_to: str | None = None) -> Item:
    """Withdraw every step above `down_to`, by default the highest one; Conflict where none stands."""
    pushed = hold_pushed(act, roles, item_id, reason)
    target = _target(act, pushed, down_to)
    step = answered_by_hand(act, pushed, WITHDRAW)
    more = {"reason": reason, "by_hand": True, "down_to": target, "stood_at": pushed.item.step}
    payload = payload_of(step, pushed.activity, **more)
    answers = [task for task in pushed.tasks if _answers_above(task, target)]
    take_step(act, pushed.instance, pushed.activity, WITHDRAW, payload, answers)
    return pushed.item


def _target(act: Act, pushed: Pushed, down_to: str | None) -> str:
    standing = {one.kind for one in standing_steps(act.session, pushed.item.id)}
    top = highest_step(standing)
    if top == "none":
        raise Conflict([Problem("supervision.nothing_to_withdraw")])
    lower = ["none", *sorted(standing - {top}, key=RANK.__getitem__)]
    if down_to is not None and down_to not in lower:
        raise Invalid([Problem("supervision.down_to_unknown", {"known": ", ".join(lower)}, field="down_to")])
    return lower[-1] if down_to is None else down_to


def _answers_above(task: HeldTask, step: str) -> bool:
    """A task that a withdrawn step asked for: a receipt, an explanation, a talk, a daily report."""
    ladder = task.data.get("ladder", {})
    if task.stage == REPORT_STAGE:
        return bool(ladder.get("watched")) and RANK[step] < RANK["watch"]
    return task.stage is None and RANK.get(ladder.get("code"), 0) > RANK[step]
