"""An officer or leader urges, watches or supervises an item by hand: the same escalation, with a reason."""

from collections.abc import Collection

from engine.act import Act
from engine.actions.asking import manner_of_urging, urged_this_week
from engine.commands.supervision.take_step import take_step
from engine.commands.tasks.doers import concerned_by
from engine.domain import messages
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.people.policy import may_step_by_hand
from engine.store.models import Item
from engine.store.rows import HeldTask
from engine.store.runtime import lock_instance
from engine.store.tasks import open_tasks

NOTIFIED = {
    "urge": ("handler", "substitute"),
    "watch": ("handler", "substitute", "unit_head", "officer"),
    "supervise": ("handler", "substitute", "unit_head", "leader"),
}
ANSWER_DAYS = {"urge": 1, "watch": None, "supervise": 3}
STAGES = ("办理", "签收")


def step_by_hand(act: Act, roles: Collection[str], item_id: int, code: str, reason: str, over_cap: str = "") -> Item:
    """Take a step at the item's open activity; Conflict when nothing of it is open that could be urged.

    `over_cap` says why a unit is urged once more that was urged as often as it may be in a week.
    """
    if not may_step_by_hand(roles):
        raise NotAllowed
    if not reason.strip():
        raise Invalid([Problem("supervision.reason_missing", field="reason")])
    item = act.session.get(Item, item_id)
    if item is None or item.instance_id is None:
        raise NotFound
    instance = lock_instance(act.session, item.instance_id)
    tasks = open_tasks(act.session, instance.id)
    if instance.confidential and not any(act.actor_id in concerned_by(act, task) for task in tasks):
        raise NotFound
    task = _activity(tasks)
    if code == "urge" and manner_of_urging(act, item, by_hand=True) == "reason":
        if not over_cap.strip():
            told = {"asked": urged_this_week(act, item.lead_unit_id)}
            raise Invalid([Problem("supervision.over_cap", told, field="over_cap_reason")])
        reason = messages.text("supervision.urged_over_cap", reason=reason.strip(), why=over_cap.strip())
    payload = {
        "ladder": {
            "code": code,
            "stage": task.stage,
            "task_id": task.id,
            "notify": list(NOTIFIED[code]),
            "template": reason,
            "answer_days": ANSWER_DAYS[code],
            "rule": "by-hand",
            "reason": reason,
            "by_hand": True,
        }
    }
    take_step(act, instance, task, code, payload)
    return item


def _activity(tasks: list[HeldTask]) -> HeldTask:
    """The handling of the item, or its signing: what a person means who urges the item."""
    for stage in STAGES:
        for task in tasks:
            if task.stage == stage:
                return task
    raise Conflict
