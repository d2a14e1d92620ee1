"""A person moves the due date of an item: the original stays on record, and the rule tells every change."""

from datetime import datetime

from engine.actions.registry import Call
from engine.calendar import Ruled, on_date
from engine.store.events import append_event
from engine.store.tasks import move_due, open_tasks

ITEM_DUE = "item-due"


def move_due_date(call: Call, kind: str, ruled: Ruled, reason: str, *, after_miss: bool = False) -> None:
    """The item and its open handling are due then; `kind` says in the rule's trace what moved it.

    What passed while it rested, was closed or waited for the leader was no miss, unless it is `after_miss`.
    """
    item, act = call.item, call.act
    if not after_miss:
        item.red_at = ruled.due_at
    before = item.due_at
    item.original_due_at = item.original_due_at or before
    changes = [*(item.due_rule or {}).get("changes", []), _change(call, kind, before, ruled.due_at, reason)]
    item.due_at, item.due_rule = ruled.due_at, {**ruled.rule, "changes": changes}
    elements = act.house.bundles.get(act.session, call.instance.digest).process(call.instance.key).elements
    for task in open_tasks(act.session, call.instance.id):
        deadline = elements[task.element_id].extensions.deadline
        if deadline is not None and deadline.rule == ITEM_DUE:
            move_due(act.session, task, ruled.due_at)
    append_event(
        call.instance,
        "item.due_changed",
        act.origin,
        name=item.number or item.title,
        data={"kind": kind, "reason": reason},
        before={"due_at": _text(before)},
        after={"due_at": _text(ruled.due_at)},
    )


def given_back(call: Call, due_at: datetime, since: datetime) -> Ruled:
    """The due date with the working days that were left at `since` counted from now; what was late then stays."""
    calendar = call.act.calendar
    left = calendar.working_days_left(since, due_at)
    if left < 0:
        return on_date(calendar, calendar.local_date(due_at))
    return on_date(calendar, calendar.add_working_days(calendar.local_date(call.act.now), left).due_on)


def _change(call: Call, kind: str, before: datetime | None, after: datetime, reason: str) -> dict[str, str | None]:
    at = call.act.now.isoformat()
    return {"kind": kind, "before": _text(before), "after": _text(after), "at": at, "reason": reason}


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
