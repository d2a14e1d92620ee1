"""现场抽查 and 虚报: whether what was reported is true (报必实)."""

from collections.abc import Mapping
from typing import Any

from engine.actions.negatives import enter_negative
from engine.actions.records import add_record
from engine.actions.registry import Call, action
from engine.notify.mails import mail_item
from engine.store.items import find_newest_record

Data = Mapping[str, Any]


@action("record_spot_check")
def record_spot_check(call: Call) -> Data:
    """A sample on site: who went when and where, whether unannounced and without escort (四不两直), what was found."""
    found = call.data["request"]
    add_record(
        call,
        "spot_check",
        text=found["findings"],
        unannounced=found["unannounced"],
        people=found["people"],
        checked_on=found["checked_on"],
        place=found.get("place", ""),
    )
    if found["is_false"]:
        record_false_report(call, found["findings"])
    return {}


def record_false_report(call: Call, text: str) -> None:
    """虚报 is recorded as such: a negative entry of the unit, told to its head and to the leader in charge."""
    ordinal = add_record(call, "false_report", text=text, unit_id=call.item.lead_unit_id, negative=True)
    result = find_newest_record(call.act.session, call.item.id, "result")
    enter_negative(call.act, call.item, "false_report", "false_report", result.actor_id if result else None)
    mail_item(call.act, call.item, "false_report", ordinal, ("handler", "unit_head", "leader"), {"asked": text})
