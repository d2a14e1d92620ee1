"""撤销 and 重办: an item ends without a result by the leader's decision; one that was closed is taken up again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.actions.co_units import co_round
from engine.actions.due_dates import move_due_date
from engine.actions.matters import left_open
from engine.actions.records import add_record
from engine.actions.registry import Call, action
from engine.actions.reviews import reopen_findings
from engine.calendar import on_date
from engine.domain.errors import Conflict, Invalid, Problem
from engine.notify.mails import mail_item
from engine.store.items import OVER, told_progress

Data = Mapping[str, Any]
CONCERNED = ("handler", "substitute", "co_handlers", "unit_head", "officer")


@action("ask_cancellation")
def ask_cancellation(call: Call) -> Data:
    reason = (call.submitted or {})["reason"]
    ordinal = add_record(call, "cancellation_asked", text=reason)
    mail_item(call.act, call.item, "cancellation_asked", ordinal, ("leader",), {"asked": reason})
    return {}


@action("decide_cancellation")
def decide_cancellation(call: Call) -> Data:
    """The leader's word; what follows from an approval is drawn behind it."""
    form = call.submitted or {}
    if form["decision"] == "approve" and call.item.state in OVER:
        raise Conflict([Problem("supervision.closed_meanwhile")])
    if form["decision"] != "approve":
        ordinal = add_record(call, "cancellation_refused", text=form["opinion"])
        mail_item(call.act, call.item, "cancellation_refused", ordinal, ("officer",), {"asked": form["opinion"]})
    return {}


@action("cancel_item", open_items="number", matter_number="text")
def cancel_item(call: Call) -> Data:
    """撤销: the number stays with it; answers how many items of the matter are still open."""
    item, act = call.item, call.act
    reason = call.data["request"]["reason"]
    item.state, item.closed_at = "cancelled", act.now
    ordinal = add_record(call, "cancellation", text=reason)
    mail_item(act, item, "cancellation", ordinal, CONCERNED, {"asked": reason})
    return left_open(call)


@action("ask_reopening")
def ask_reopening(call: Call) -> Data:
    """A reason, and a new date that lies ahead."""
    due_on = date.fromisoformat((call.submitted or {})["due_on"])
    if due_on <= call.act.calendar.local_date(call.act.now):
        raise Invalid([Problem("supervision.reopening_not_later", field="/due_on")])
    return {}


@action("reopen_item", signed="boolean", co_units="list", co_days="number", co_late_at="text")
def reopen_item(call: Call) -> Data:
    """重办: the number and the original date stay, the count goes up, the unit that signed for it goes on.

    Every co-organising unit is asked again, what it fed before included.
    """
    item, act, asked = call.item, call.act, call.data["request"]
    was_late, item.closed_late = item.closed_late, False
    item.times_reopened += 1
    item.state, item.step, item.closed_at = "running", "none", None
    item.scored_due_at, item.progress = None, told_progress(act.session, item.id)
    move_due_date(call, "reopening", on_date(act.calendar, date.fromisoformat(asked["due_on"])), asked["reason"])
    ordinal = add_record(call, "reopening", text=asked["reason"], due_at=item.due_at, closed_late=was_late)
    mail_item(act, item, "taken_up_again", ordinal, CONCERNED, {"asked": asked["reason"]})
    return {**co_round(act, item), "signed": True, "co_units": list(item.co_unit_ids)}


@action("reopen_matter")
def reopen_matter(call: Call) -> Data:
    """An item of a closed matter is handled again, so the matter is under way again."""
    call.matter.state, call.matter.closed_at = "running", None
    reopen_findings(call)
    return {}
