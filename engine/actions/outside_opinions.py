"""有关部门意见: one of each body that the rule of the cycle names, for as long as it holds."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from engine.act import Act
from engine.actions.nominations import end_as, nomination_of, rule_of
from engine.actions.registry import Call, action
from engine.domain import messages
from engine.domain.commendation import OPINIONS, CycleRule, months_later
from engine.domain.errors import Invalid, Problem
from engine.store.commendation import opinions_of
from engine.store.models import Nomination, OutsideOpinion

Data = Mapping[str, Any]


@action("enter_opinions", is_qualified="boolean")
def enter_opinions(call: Call) -> Data:
    """有关部门意见, one of each body that the rule names; an objection ends the nomination."""
    nomination, cycle = nomination_of(call)
    rule, given = rule_of(cycle), (call.submitted or {}).get("opinions") or []
    named = [str(one["body"]).strip() for one in given]
    if sorted(named) != sorted(rule.body_list):
        wanted = "、".join(rule.body_list)
        raise Invalid([Problem("commendation.opinions_of_each", {"bodies": wanted}, field="/opinions")])
    add_opinions(call.act, nomination, rule, given, "/opinions")
    objecting = [one["body"] for one in given if one["opinion"] == "object"]
    if objecting:
        bodies = "、".join(objecting)
        end_as(call.act, nomination, "not_qualified", messages.text("commendation.objected", bodies=bodies))
    return {"is_qualified": not objecting}


def add_opinions(
    act: Act, nomination: Nomination, rule: CycleRule, given: Iterable[Mapping[str, Any]], field: str
) -> None:
    """Each holds for the months of the rule from the day it was given, which is not to come and not so long ago."""
    today, problems = act.calendar.local_date(act.now), []
    for number, one in enumerate(given):
        given_on = date.fromisoformat(one["given_on"])
        expires_on = months_later(given_on, rule.opinion_months)
        if not given_on <= today <= expires_on:
            told = {"body": one["body"], "months": rule.opinion_months}
            problems.append(Problem("commendation.opinion_day", told, field=f"{field}/{number}/given_on"))
        if one["opinion"] not in OPINIONS:
            problems.append(Problem("commendation.opinion", field=f"{field}/{number}/opinion"))
        act.session.add(
            OutsideOpinion(
                nomination_id=nomination.id,
                body=str(one["body"]).strip()[:60],
                opinion=one["opinion"],
                text=str(one.get("text") or ""),
                given_on=given_on,
                expires_on=expires_on,
                entered_by_id=act.actor_id,
                entered_at=act.now,
            )
        )
    if problems:
        raise Invalid(problems)
    act.session.flush()


def opinion_faults(act: Act, nomination: Nomination, rule: CycleRule) -> list[tuple[str, str]]:
    """Bodies whose opinion is `missing`, `expired` or `object`ing today, with which of them it is."""
    newest = {one.body: one for one in opinions_of(act.session, [nomination.id])}
    today, faults = act.calendar.local_date(act.now), []
    for body in rule.body_list:
        found = newest.get(body)
        if found is None:
            faults.append((body, "missing"))
        elif found.opinion == "object":
            faults.append((body, "object"))
        elif found.expires_on < today:
            faults.append((body, "expired"))
    return faults
