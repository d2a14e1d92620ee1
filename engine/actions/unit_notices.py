"""单位公示: who was recommended by the unit stands on notice there, before the nomination comes to rest."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.actions.nominations import UNIT_NOTICE, end_as, name_of, nomination_of, rule_of
from engine.actions.public_notices import answer_objection, publish_notice, require_ended, withdraw_now
from engine.actions.registry import Call, action
from engine.domain import messages
from engine.domain.errors import Conflict, Problem
from engine.store.models import AwardCategory, Nomination
from engine.store.public_notices import UNDER_WAY, count_founded, count_open_objections, newest_notice

Data = Mapping[str, Any]
PUBLISHED = {
    "name": UNIT_NOTICE,
    "title_from": "notice_title",
    "text_from": "notice_text",
    "contact_from": "notice_contact",
    "subjects": "notice_subjects",
    "rule": "notice_rule",
    "unit": "notice_unit",
}


@action("publish_unit_notice", notice_slug="text", notice_round="number", notice_ends_at="text")
def publish_unit_notice(call: Call) -> Data:
    """On notice in the unit for its full length, read by its people; Conflict for who was not recommended."""
    act, (nomination, cycle) = call.act, nomination_of(call)
    if nomination.state != "unit_notice":
        raise Conflict([Problem("commendation.not_recommended", {"number": nomination.number})])
    rule, unit = rule_of(cycle), act.situation.find_unit(nomination.unit_id)
    category = act.session.get_one(AwardCategory, nomination.category_id).name
    told = {"title": cycle.title, "unit": unit.name if unit else "", "days": rule.unit_notice_days}
    published = {
        "notice_title": messages.text("commendation.unit_notice_title", **told),
        "notice_text": messages.text("commendation.unit_notice_text", **told),
        "notice_contact": cycle.contact,
        "notice_subjects": [
            {
                "name": name_of(act, nomination),
                "unit": told["unit"] if nomination.person_id is not None else "",
                "text": messages.text("commendation.notice_subject", category=category, number=nomination.number),
            }
        ],
        "notice_rule": {
            "days": rule.unit_notice_days,
            "objection": rule.objection,
            "anonymous": rule.anonymous,
            "public": False,
        },
        "notice_unit": nomination.unit_id,
    }
    return publish_notice(replace(call, parameters=PUBLISHED, data={**call.data, **published}))


@action("investigate_unit_objection", is_upheld="boolean")
def investigate_unit_objection(call: Call) -> Data:
    """异议调查: where one was founded and none is open any more, the notice comes down and the nomination ends."""
    act, (nomination, _) = call.act, nomination_of(call)
    answer_objection(call)
    notice = newest_notice(act.session, call.instance.id, UNIT_NOTICE)
    if notice is None or not count_founded(act.session, notice.id) or count_open_objections(act.session, notice.id):
        return {"is_upheld": False}
    if notice.state in UNDER_WAY:
        withdraw_now(act, call.instance, notice, messages.text("commendation.objection_founded"))
    _uphold(call, nomination)
    return {"is_upheld": True}


def _uphold(call: Call, nomination: Nomination) -> None:
    end_as(call.act, nomination, "not_recommended", messages.text("commendation.unit_objection_founded"))


@action("pass_unit_notice")
def pass_unit_notice(call: Call) -> Data:
    """The notice has ended: the nominee is recommended. Refused before, and after a withdrawal."""
    act, (nomination, _) = call.act, nomination_of(call)
    require_ended(call, UNIT_NOTICE)
    notice = newest_notice(act.session, call.instance.id, UNIT_NOTICE)
    if notice is not None and count_founded(act.session, notice.id):
        _uphold(call, nomination)
    elif nomination.state == "unit_notice":
        nomination.state = "recommended"
        act.session.flush()
    return {}
