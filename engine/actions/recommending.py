"""民主推荐: the unit's people vote on who was nominated from it."""

from collections.abc import Mapping
from typing import Any

from engine.actions.ballots import TIMER, result_of
from engine.actions.nominations import end_as, name_of, nomination_of, rule_of, stands_in_unit
from engine.actions.registry import Call, action
from engine.domain import messages
from engine.domain.ballot import FEWEST_IN_SECRET
from engine.domain.recount import NO_QUORUM

Data = Mapping[str, Any]
YES_NO = {"kind": "approve", "seats": 1, "tie": "none", "early": True}


@action(
    "prepare_recommendation",
    vote_title="text",
    vote_options="list",
    vote_rule="any",
    vote_unit="number",
    vote_recusals="list",
    vote_days="number",
    vote_repeats="number",
    vote_misses="number",
    can_vote="boolean",
)
def prepare_recommendation(call: Call) -> Data:
    """民主推荐: the unit's people vote yes or no; the nominee stands aside. With fewer than three it is no secret."""
    nomination, cycle = nomination_of(call)
    nomination.state = "recommending"
    act, rule = call.act, rule_of(cycle)
    people = [one.id for one in act.situation.everybody() if nomination.unit_id in act.situation.units_of(one.id)]
    voters = [one for one in people if one != nomination.person_id]
    if not voters:
        end_as(act, nomination, "not_recommended", messages.text("commendation.nobody_votes"))
    name = name_of(act, nomination)
    recused = messages.text("commendation.nominee_recused")
    return {
        "vote_title": messages.text("commendation.recommendation", name=name),
        "vote_options": [{"code": nomination.number, "name": name}],
        "vote_rule": {
            **YES_NO,
            "secret": rule.secret and len(voters) >= FEWEST_IN_SECRET,
            "quorum": rule.recommend_quorum,
            "majority": rule.recommend_majority,
        },
        "vote_unit": nomination.unit_id,
        "vote_recusals": [{"person": one, "reason": recused} for one in people if one == nomination.person_id],
        "vote_days": rule.recommend_days,
        "vote_repeats": rule.repeats,
        "vote_misses": 0,
        "can_vote": bool(voters),
    }


@action("record_recommendation", vote_misses="number", wants_notice="boolean")
def record_recommendation(call: Call) -> Data:
    """What the unit has voted; a missed quorum is counted, and the diagram says whether it votes again.

    Who is recommended stands on notice in the unit first, where the rule of the cycle says so.
    """
    nomination, cycle = nomination_of(call)
    misses, result = call.data["vote_misses"], result_of(call, TIMER)
    if result["outcome"] == NO_QUORUM:
        misses += 1
        if misses > call.data["vote_repeats"]:
            end_as(call.act, nomination, "not_recommended", messages.text("commendation.quorum_missed", times=misses))
    elif result["elected"]:
        nomination.state = "unit_notice" if stands_in_unit(nomination, cycle) else "recommended"
    else:
        end_as(call.act, nomination, "not_recommended", messages.text("commendation.voted_down"))
    return {"vote_misses": misses, "wants_notice": nomination.state == "unit_notice"}
