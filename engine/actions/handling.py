"""What a unit and those above it do with an item: sign, return, report, submit, verify, confirm."""

from collections.abc import Mapping
from typing import Any

from engine.actions.checks import record_false_report
from engine.actions.co_units import answers_of_co_units, co_round, silent_units
from engine.actions.ladder_steps import answer_step
from engine.actions.limits import limits_for
from engine.actions.official_documents import order_work_order
from engine.actions.placing import place_under, placed_before
from engine.actions.records import add_record
from engine.actions.registry import Call, action
from engine.actions.supplements import require_signed_supplements
from engine.actions.telling_of_reviews import tell_of_review
from engine.domain.errors import Invalid, Problem
from engine.domain.ladder import role_list
from engine.notify.mails import mail_item, office_time
from engine.store.items import count_records, told_progress
from engine.store.numbers import numbered
from engine.store.official_documents import attached_names
from engine.store.tasks import find_held_task
from engine.store.writing_rows import change_task

Data = Mapping[str, Any]


def _submitted(call: Call) -> Data:
    return call.submitted or {}


@action("issue_work_order", signed="boolean", co_units="list", co_days="number", co_late_at="text")
def issue_work_order(call: Call) -> Data:
    """交办单: numbered by year, mailed to the handler's A and B posts, and issued on paper."""
    item, act = call.item, call.act
    year = act.calendar.local_date(act.now).year
    number = numbered(act.session, "work_order", year)
    ordinal = add_record(call, "work_order", number=number, due_at=item.due_at)
    item.state = "dispatched"
    item.dispatched_at = item.dispatched_at or act.now
    mail_item(act, item, "work_order", ordinal, ("handler", "substitute"), {"document": number})
    mail_item(act, item, "co_work_order", ordinal, ("co_handlers",), {"document": number})
    order_work_order(call, number)
    return {"signed": False, **co_round(call.act, call.item)}


@action("sign_item", signed="boolean")
def sign_item(call: Call) -> Data:
    """签收, or 退回 once with a reason."""
    form = _submitted(call)
    if form["decision"] == "sign":
        add_record(call, "sign", text=form.get("remark", ""))
        call.item.state = "running"
        return {"signed": True}
    _require_returnable(call)
    add_record(call, "return", text=form["reason"], proposed_unit=_proposed_unit(call))
    return {}


def _require_returnable(call: Call) -> None:
    """退回: so often and within so many working days of the dispatch as the table of limits says."""
    act, item, limits = call.act, call.item, limits_for(call)
    if count_records(act.session, item.id, "return") >= limits["returns"]:
        raise Invalid([Problem("supervision.returned_before", {"times": limits["returns"]}, field="/decision")])
    opened_at = call.task.opened_at if call.task else act.now
    if act.calendar.working_days_left(opened_at, act.now) > limits["return_days"]:
        raise Invalid([Problem("supervision.return_too_late", {"days": limits["return_days"]}, field="/decision")])


def _proposed_unit(call: Call) -> str:
    """The unit that whoever returns it holds to be the right one."""
    unit_id = _submitted(call).get("proposed_unit_id")
    if unit_id is None:
        return ""
    unit = call.act.situation.current_unit(unit_id)
    if unit is None or unit.id == call.item.lead_unit_id:
        raise Invalid([Problem("supervision.other_unit_wanted", field="/proposed_unit_id")])
    return unit.name


@action("sign_co_unit")
def sign_co_unit(call: Call) -> Data:
    """协办签收: a co-organising unit takes note and will feed the lead unit."""
    unit = call.act.situation.find_unit(call.data["co_unit"])
    add_record(call, "co_sign", text=_submitted(call).get("remark", ""), unit=unit.name if unit else "")
    return {}


@action("redispatch_item")
def redispatch_item(call: Call) -> Data:
    """The officer answers a return: the same unit after all, or another one; the handler follows from the unit."""
    form, item, act = _submitted(call), call.item, call.act
    placed = placed_before(item)
    if form["decision"] == "reassign":
        unit_id = form.get("lead_unit_id")
        if not isinstance(unit_id, int) or unit_id == item.lead_unit_id:
            raise Invalid([Problem("supervision.other_unit_wanted", field="/lead_unit_id")])
        place_under(act, item, unit_id, "/lead_unit_id")
    ordinal = add_record(call, "redispatch", text=form["reason"], decision=form["decision"], **placed)
    mail_item(act, item, "redispatched", ordinal, ("handler", "substitute"), {"asked": form["reason"]})
    return {}


@action("feed_lead_unit")
def feed_lead_unit(call: Call) -> Data:
    """协办反馈: what a co-organising unit did of its part goes to the lead unit, which gives the one answer."""
    form, unit = _submitted(call), call.act.situation.find_unit(call.data["co_unit"])
    name, unit_id = (unit.name, unit.id) if unit else ("", 0)
    evidence = form.get("evidence", "")
    ordinal = add_record(call, "contribution", text=form["summary"], evidence=evidence, unit=name, unit_id=unit_id)
    asked = f"{name}：{form['summary']}"
    mail_item(call.act, call.item, "contribution", ordinal, ("handler", "substitute"), {"asked": asked})
    return {}


@action("record_progress")
def record_progress(call: Call) -> Data:
    """进展反馈: how far it is and what stands in the way."""
    form = _submitted(call)
    late = call.task is not None and call.task.due_at is not None and call.act.now > call.task.due_at
    call.item.progress = int(form["progress"])
    text, difficulties = form["summary"], form.get("difficulties", "")
    add_record(call, "report", text=text, progress=form["progress"], difficulties=difficulties, late=late)
    return {}


@action("submit_result")
def submit_result(call: Call) -> Data:
    """报送结果, with the evidence that counts, what each co-organising unit fed, and who fed nothing."""
    require_signed_supplements(call)
    form = _submitted(call)
    ticked = list(form.get("evidence_given", []))
    missing = [piece for piece in call.item.evidence if piece not in ticked]
    if missing:
        told = {"missing": "、".join(missing)}
        raise Invalid([Problem("supervision.evidence_missing", told, field="/evidence_given")])
    if ticked and not attached_names(call.act.session, call.item.id):
        raise Invalid([Problem("supervision.evidence_without_file", field="/evidence_given")])
    fed, silent = answers_of_co_units(call)
    add_record(
        call,
        "result",
        text=form["summary"],
        evidence=form.get("evidence", ""),
        evidence_given=ticked,
        contributions=fed,
        not_contributed=silent,
    )
    call.item.state = "submitted"
    call.item.progress = 100
    return {}


@action("answer_urge")
def answer_urge(call: Call) -> Data:
    """催办回执: every urge wants an answer."""
    session = call.act.session
    urged = find_held_task(session, call.data.get("ladder", {}).get("task_id", ""))
    if urged is not None:
        change_task(session, urged, urges_answered=urged.urges_answered + 1)
    answer_step(call, "urge")
    add_record(call, "urge_answer", text=_submitted(call)["answer"])
    return {}


@action("record_explanation")
def record_explanation(call: Call) -> Data:
    """书面说明 on a supervision notice."""
    form = _submitted(call)
    answer_step(call, "supervise")
    add_record(call, "explanation", text=form["reason"], measures=form["measures"])
    return {}


@action("record_verification", co_units="list", co_days="number", co_late_at="text")
def record_verification(call: Call) -> Data:
    """核查 (报必实): accepted, or back to the handler with the reason; the count of rejections is kept."""
    form, item = _submitted(call), call.item
    accepted, checked = form["decision"] == "accept", list(form.get("evidence_checked", []))
    unchecked = [piece for piece in item.evidence if piece not in checked] if accepted else []
    if unchecked:
        told = {"missing": "、".join(unchecked)}
        raise Invalid([Problem("supervision.evidence_unchecked", told, field="/evidence_checked")])
    add_record(call, "verification", text=form["opinion"], accepted=accepted, evidence_checked=checked)
    if form.get("is_false"):
        record_false_report(call, form["opinion"])
    if not accepted:
        item.state, item.times_rejected = "running", item.times_rejected + 1
        item.progress = told_progress(call.act.session, item.id)
        ordinal = add_record(call, "rejection", text=form["opinion"])
        mail_item(call.act, item, "rejected", ordinal, ("handler", "substitute"), {"asked": form["opinion"]})
        return co_round(call.act, call.item)
    return {}


@action("record_confirmation", co_units="list", co_days="number", co_late_at="text")
def record_confirmation(call: Call) -> Data:
    """果必报: the leader who gave the matter says how satisfied; not satisfied reopens the item."""
    form, item = _submitted(call), call.item
    if form["satisfaction"] != "unsatisfied":
        require_signed_supplements(call)
    add_record(call, "confirmation", text=form.get("opinion", ""), satisfaction=form["satisfaction"])
    if form["satisfaction"] == "unsatisfied":
        item.state, item.times_reopened = "running", item.times_reopened + 1
        item.progress = told_progress(call.act.session, item.id)
        ordinal = add_record(call, "reopening", text=form.get("opinion", ""))
        mail_item(call.act, item, "reopened", ordinal, ("handler", "substitute"), {"asked": form.get("opinion", "")})
        return co_round(call.act, call.item)
    return {}


@action("remind_verifier")
def remind_verifier(call: Call) -> Data:
    """The officer has let a result wait: one reminder, on the record."""
    ordinal = add_record(call, "verify_reminder")
    mail_item(call.act, call.item, "remind_verify", ordinal, ("officer",), {"asked": office_time(call.act.now)})
    return {}


@action("tell_superior")
def tell_superior(call: Call) -> Data:
    """Those above (parameter `to`: unit_head, officer, leader) are told that a step was not done in time.

    `silent` names the data that hold the co-organising units asked: who of them fed nothing is kept with the record.
    """
    told = role_list(call.parameters.get("to"))
    if call.subject is None:
        tell_of_review(call, told, call.parameters.get("about", ""))
        return {}
    silent = silent_units(call)
    ordinal = add_record(call, "superior_told", silent=silent) if silent else add_record(call, "superior_told")
    mail_item(call.act, call.item, "step_late", ordinal, told, {"asked": call.parameters.get("about", "")})
    return {}
