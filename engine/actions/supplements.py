"""What comes to an item that is under way: a new instruction, another item that goes on in it; and its own end."""

from collections.abc import Mapping
from typing import Any

from engine.actions.matters import dispatch_item
from engine.actions.official_documents import order_work_order
from engine.actions.records import add_record
from engine.actions.registry import Call, action
from engine.domain import messages
from engine.domain.errors import Invalid, Problem
from engine.notify.mails import mail_item
from engine.store.item_links import drafted_from
from engine.store.items import count_records
from engine.store.models import Matter
from engine.store.official_documents import last_record

Data = Mapping[str, Any]
TOLD = ("handler", "substitute", "unit_head", "officer")


@action("issue_supplement")
def issue_supplement(call: Call) -> Data:
    """Another work order of the same item, numbered after the first: for an instruction, or for what was merged in."""
    item, told = call.item, call.data["supplement"]
    add_record(call, told["kind"], text=told["text"], **told["details"])
    number = _next_order(call)
    ordinal = add_record(call, "supplement", number=number, due_at=item.due_at, text=told["text"])
    details = {"document": number, "asked": told["text"], **told["details"]}
    mail_item(call.act, item, told["kind"], ordinal, TOLD, details)
    mail_item(call.act, item, "co_work_order", ordinal + 1, ("co_handlers",), {"document": number})
    order_work_order(call, number, told["text"])
    return {}


def _next_order(call: Call) -> str:
    first = last_record(call.act.session, call.item.id, "work_order")
    count = count_records(call.act.session, call.item.id, "supplement") + 2
    base = first.number if first and first.number else call.item.number
    return messages.text("supervision.supplement_number", number=base or "", n=count)


@action("sign_supplement")
def sign_supplement(call: Call) -> Data:
    """The handler takes note of the new work order."""
    add_record(call, "supplement_sign", text=(call.submitted or {}).get("remark", ""))
    return {}


def require_signed_supplements(call: Call) -> None:
    """Invalid while a work order of the item is not signed for: nobody answers what they have not taken note of."""
    session, item_id = call.act.session, call.item.id
    if count_records(session, item_id, "supplement") > count_records(session, item_id, "supplement_sign"):
        raise Invalid([Problem("supervision.supplement_unsigned")])


@action("close_replaced")
def close_replaced(call: Call) -> Data:
    """The item was split or merged: its parts are dispatched, it ends with the reason; a miss so far stays marked."""
    item, act, told = call.item, call.act, call.data["replacement"]
    matter = act.session.get_one(Matter, item.matter_id)
    for part in drafted_from(act.session, item.id):
        if part.lead_unit_id is not None:
            dispatch_item(call, matter, part, part.lead_unit_id)
    item.state, item.closed_at, item.outcome = "closed", act.now, told["outcome"]
    item.closed_late = item.due_at is not None and act.now > item.due_at
    item.missed_at = item.missed_at or (item.due_at if item.closed_late else None)
    ordinal = add_record(call, told["outcome"], text=told["reason"], items=list(told["items"]))
    details = {"asked": told["reason"], "document": "、".join(told["items"])}
    mail_item(act, item, told["outcome"], ordinal, TOLD, details)
    return {}
