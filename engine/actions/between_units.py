"""会商 and 移交: a unit asks another one, or hands an item over; the first stays responsible until both have signed."""

from collections.abc import Mapping
from typing import Any

from engine.actions.around import around
from engine.actions.placing import place_under, placed_before
from engine.actions.records import add_record
from engine.actions.registry import Call, action
from engine.domain.errors import Invalid, Problem
from engine.notify.mails import mail_item
from engine.people.assignment import principals_of
from engine.store.tasks import give_to, open_tasks

Data = Mapping[str, Any]
OFFICE = ("handler", "substitute", "officer")
OF_THE_UNIT = ("handler", "unit_head", "leader")  # whose tasks go along with an item


def _asked_unit(call: Call) -> str:
    """The name of the unit that is asked; Invalid for the lead unit itself, or one without a handling post."""
    unit_id, situation = (call.submitted or {})["unit_id"], call.act.situation
    unit = situation.current_unit(unit_id)
    if unit is None or unit.id == call.item.lead_unit_id:
        raise Invalid([Problem("supervision.other_unit_wanted", field="/unit_id")])
    if situation.post_of(unit_id, "handler") is None:
        raise Invalid([Problem("supervision.unit_without_post", {"unit": unit.name}, field="/unit_id")])
    return unit.name


@action("ask_consultation")
def ask_consultation(call: Call) -> Data:
    """会商: a question to another unit; `tell_after` is when those above are told that no answer has come."""
    form, unit = call.submitted or {}, _asked_unit(call)
    ordinal = add_record(call, "consultation", text=form["question"], unit=unit)
    told = (f"handler_of:{form['unit_id']}", f"liaison_of:{form['unit_id']}")
    mail_item(call.act, call.item, "consultation", ordinal, told, {"asked": form["question"]})
    return {"unit": unit, "tell_after": f"P{form['answer_days'] + 1}D"}


@action("answer_consultation")
def answer_consultation(call: Call) -> Data:
    form = call.submitted or {}
    unit = call.data["request"]["unit"]
    ordinal = add_record(call, "consultation_answer", text=form["answer"], minutes=form.get("minutes", ""), unit=unit)
    mail_item(call.act, call.item, "consultation_answer", ordinal, ("handler", "substitute"), {"asked": form["answer"]})
    return {}


@action("conclude_consultation")
def conclude_consultation(call: Call) -> Data:
    """The conclusion that both units stand by."""
    form = call.submitted or {}
    add_record(call, "consultation_conclusion", text=form["conclusion"], unit=call.data["request"]["unit"])
    return {}


@action("propose_hand_over")
def propose_hand_over(call: Call) -> Data:
    form, unit = call.submitted or {}, _asked_unit(call)
    ordinal = add_record(call, "hand_over_proposed", text=form["reason"], unit=unit)
    mail_item(call.act, call.item, "hand_over_proposed", ordinal, ("unit_head", "officer"), {"asked": form["reason"]})
    return {"unit": unit}


@action("sign_hand_over")
def sign_hand_over(call: Call) -> Data:
    """One side signs or refuses (parameter `side`: gives or takes); the giving side's signature asks the other one."""
    form, asked, side = call.submitted or {}, call.data["request"], call.parameters.get("side", "")
    agreed = form["decision"] == "sign"
    text = form.get("opinion", "")
    ordinal = add_record(call, "hand_over_signed" if agreed else "hand_over_refused", text=text, side=side)
    if not agreed:
        mail_item(call.act, call.item, "hand_over_refused", ordinal, OFFICE, {"asked": text})
    elif side == "gives":
        told = (f"head_of:{asked['unit_id']}", f"handler_of:{asked['unit_id']}")
        mail_item(call.act, call.item, "hand_over_to_sign", ordinal, told, {"asked": asked["reason"]})
    return {}


@action("hand_over_item")
def hand_over_item(call: Call) -> Data:
    """移交: both have signed, so the other unit leads from now on, and what is open of the item is its work."""
    item, act, asked = call.item, call.act, call.data["request"]
    before, placed = act.situation.find_unit(item.lead_unit_id), placed_before(item)
    place_under(act, item, asked["unit_id"], "/unit_id")
    item.co_unit_ids = [one for one in item.co_unit_ids if one != item.lead_unit_id]
    act.session.flush()
    elements = act.house.bundles.get(act.session, call.instance.digest).process(call.instance.key).elements
    for task in open_tasks(act.session, call.instance.id):
        rule = elements[task.element_id].extensions.assignment
        if rule in OF_THE_UNIT:
            principals = principals_of(rule, around(act, item, task.data), act.situation)
            give_to(act.session, call.instance, task.id, principals)
    text = asked["reason"]
    before_name = before.name if before else ""
    ordinal = add_record(call, "hand_over", text=text, before=before_name, unit=asked["unit"], **placed)
    mail_item(act, item, "hand_over", ordinal, ("handler", "substitute", "unit_head", "officer"), {"asked": text})
    return {}
