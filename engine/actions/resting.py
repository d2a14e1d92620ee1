"""中止: with the leader's approval an item rests, and going on gives it the working time back that was left."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.actions.due_dates import ITEM_DUE, given_back, move_due_date
from engine.actions.records import add_record
from engine.actions.registry import Call, action
from engine.domain.errors import Conflict
from engine.notify.mails import mail_item
from engine.store.items import standing_steps
from engine.store.official_documents import last_record
from engine.store.tasks import move_due, open_tasks
from engine.store.timers import put_off_events
from engine.store.writing_rows import change_task

Data = Mapping[str, Any]
TOLD = ("handler", "substitute", "officer")


@action("ask_suspension")
def ask_suspension(call: Call) -> Data:
    form = call.submitted or {}
    ordinal = add_record(call, "suspension_asked", text=form["reason"], until=form.get("expected_until", ""))
    mail_item(call.act, call.item, "suspension_asked", ordinal, ("leader", "officer"), {"asked": form["reason"]})
    return {}


@action("decide_suspension")
def decide_suspension(call: Call) -> Data:
    """Approved, the item rests from this moment: grey, and no timer, ladder or task of it moves."""
    form, item = call.submitted or {}, call.item
    if form["decision"] != "approve":
        ordinal = add_record(call, "suspension_refused", text=form["opinion"])
        mail_item(call.act, item, "suspension_refused", ordinal, TOLD, {"asked": form["opinion"]})
        return {}
    reason = form.get("opinion") or call.data["request"]["reason"]
    ordinal = add_record(call, "suspension", text=reason, state_before=item.state)
    item.state = "suspended"
    mail_item(call.act, item, "suspension", ordinal, TOLD, {"asked": reason})
    return {}


@action("resume_item")
def resume_item(call: Call) -> Data:
    """恢复办理: every date that was still ahead lies as many working days ahead as when the item came to rest."""
    item, act, reason = call.item, call.act, (call.submitted or {})["reason"]
    rest = last_record(act.session, item.id, "suspension")
    if rest is None:
        raise Conflict
    item.state = rest.data["state_before"]
    put_off_events(act.session, call.instance.id, act.now - rest.at)
    _give_back(call, rest.at, reason)
    ordinal = add_record(call, "resumption", text=reason, due_at=item.due_at)
    mail_item(act, item, "resumption", ordinal, TOLD, {"asked": reason})
    return {}


def _give_back(call: Call, since: datetime, reason: str) -> None:
    item, act = call.item, call.act
    elements = act.house.bundles.get(act.session, call.instance.digest).process(call.instance.key).elements
    for task in open_tasks(act.session, call.instance.id):
        deadline = elements[task.element_id].extensions.deadline
        if task.due_at is not None and deadline is not None and deadline.rule != ITEM_DUE and task.due_at > since:
            move_due(act.session, task, given_back(call, task.due_at, since).due_at)
    _give_back_steps(call, since)
    if item.due_at is not None and item.due_at > since:
        move_due_date(call, "suspension", given_back(call, item.due_at, since), reason)


def _give_back_steps(call: Call, since: datetime) -> None:
    """What steps of the ladder ask for is due so much later too; the days since a step go on where they were."""
    session, calendar, now = call.act.session, call.act.calendar, call.act.now
    for task in open_tasks(session, call.instance.id):
        if task.step_at is not None:
            gone = calendar.working_days_left(task.step_at, since)
            day = calendar.add_working_days(calendar.local_date(now), -gone).due_on if gone else None
            change_task(session, task, step_at=calendar.opening(day) if day else now)
    for step in standing_steps(session, call.item.id):
        if step.answered_at is None and step.due_at is not None and step.due_at > since:
            step.due_at = given_back(call, step.due_at, since).due_at
        mended = step.data.get("rectify_due")
        if mended is not None and (due_at := datetime.fromisoformat(mended)) > since:
            step.data = {**step.data, "rectify_due": given_back(call, due_at, since).due_at.isoformat()}
