"""申报: qualification from the records, outside opinions, the unit's vote, the record of work, and how it ended."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from engine.act import Act
from engine.actions.ballots import TIMER, call_off, result_of
from engine.actions.public_notices import require_ended, withdraw_now
from engine.actions.registry import Call, action
from engine.domain import messages
from engine.domain.ballot import FEWEST_IN_SECRET
from engine.domain.clock import OFFICE_ZONE
from engine.domain.commendation import ENDS, OPINIONS, CycleRule, months_later, whole_months
from engine.domain.errors import Invalid, Problem
from engine.domain.recount import NO_QUORUM
from engine.notify.telling import Said, tell
from engine.store import ballots, public_notices
from engine.store.commendation import (
    UNDER_WAY,
    count_unsettled,
    get_cycle,
    get_nomination,
    holds_since,
    items_of_nominee,
    last_award_year,
    opinions_of,
)
from engine.store.events import append_event
from engine.store.models import AwardCycle, Nomination, OutsideOpinion, Qualification
from engine.store.performance import entries_of, negative_standing
from engine.store.runtime import lock_instance

Data = Mapping[str, Any]
SETTLED = "nominations-settled"  # the last nomination of a cycle has come to rest
UNIT_NOTICE = "unit_notice"
CRITERION = "criterion"  # the kind of a line of `points` that is the panel's average of one criterion
NEVER = 99  # years since an award, where there was none
SINCE_EVER = 1200  # months in a post, where nothing says since when
YES_NO = {"kind": "approve", "seats": 1, "tie": "none", "early": True}


def nomination_of(call: Call) -> tuple[Nomination, AwardCycle]:
    nomination = get_nomination(call.act.session, call.data["nomination_id"])
    return nomination, get_cycle(call.act.session, nomination.cycle_id)


def rule_of(cycle: AwardCycle) -> CycleRule:
    return CycleRule(**cycle.rule)


@action(
    "gather_qualification",
    nominee_kind="text",
    red_items="number",
    items_overdue="number",
    negative_entries="number",
    discipline_entries="number",
    months_in_post="number",
    years_since_award="number",
)
def gather_qualification(call: Call) -> Data:
    """What the records say of a nominee today, for the table of qualifications."""
    nomination, cycle = nomination_of(call)
    return facts_of(call.act, nomination, cycle)


def facts_of(act: Act, nomination: Nomination, cycle: AwardCycle) -> dict[str, Any]:
    session, person_id = act.session, nomination.person_id
    posts = (
        None if person_id is None else [post.id for post, part in act.situation.posts_held(person_id) if part == "A"]
    )
    items = items_of_nominee(session, nomination.unit_id, posts)
    since = datetime.combine(date(cycle.year, 1, 1), time(), OFFICE_ZONE)
    today = act.calendar.local_date(act.now)
    unit_id = nomination.unit_id if person_id is None else None
    negative = negative_standing(session, today, person_id=person_id, unit_id=unit_id)
    last = last_award_year(session, nomination.unit_id, person_id)
    return {
        "nominee_kind": "unit" if person_id is None else "person",
        "red_items": sum(1 for one in items if one.missed_at is not None and one.missed_at >= since),
        "items_overdue": sum(1 for one in items if one.state in UNDER_WAY and one.due_at and one.due_at < act.now),
        "negative_entries": sum(1 for one in negative if one.kind != "discipline"),
        "discipline_entries": sum(1 for one in negative if one.kind == "discipline"),
        "months_in_post": _months_in_post(act, nomination),
        "years_since_award": NEVER if last is None else cycle.year - last,
    }


def _months_in_post(act: Act, nomination: Nomination) -> int:
    if nomination.post_id is None or nomination.person_id is None:
        return SINCE_EVER
    since = holds_since(act.session, nomination.post_id, nomination.person_id, act.now)
    if since is None:
        return SINCE_EVER
    return whole_months(act.calendar.local_date(since), act.calendar.local_date(act.now))


FACTS = (
    "nominee_kind",
    "red_items",
    "items_overdue",
    "negative_entries",
    "discipline_entries",
    "months_in_post",
    "years_since_award",
)


@action("record_qualification", is_qualified="boolean", opinion_bodies="number")
def record_qualification(call: Call) -> Data:
    """Each line of the table is kept; one that is not passed ends a nomination that is being checked."""
    nomination, cycle = nomination_of(call)
    facts = {name: call.data[name] for name in FACTS}
    lines = [
        Qualification(
            nomination_id=nomination.id,
            rule=str(line["row"])[:60],
            passed=bool(line["passed"]),
            facts=facts,
            text=str(line["text"]),
            checked_at=call.act.now,
        )
        for line in call.data["checks"] or []
    ]
    call.act.session.add_all(lines)
    call.act.session.flush()
    failed = [line.text for line in lines if not line.passed]
    if failed and nomination.state == "checking":
        end_as(call.act, nomination, "not_qualified", "；".join(failed))
    append_event(call.instance, "nomination.checked", call.act.origin, data={"is_qualified": not failed})
    return {"is_qualified": not failed, "opinion_bodies": len(rule_of(cycle).body_list)}


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


def name_of(act: Act, nomination: Nomination) -> str:
    """Of the person, or of the unit."""
    if nomination.person_id is not None:
        return act.situation.name_of(nomination.person_id)
    unit = act.situation.find_unit(nomination.unit_id)
    return unit.name if unit else ""


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


def stands_in_unit(nomination: Nomination, cycle: AwardCycle) -> bool:
    """Whether the rule wants a notice within the unit; what is secret is not posted."""
    return rule_of(cycle).unit_notice_days > 0 and not nomination.unposted_reason


@action("settle_nomination", is_waiting="boolean")
def settle_nomination(call: Call) -> Data:
    """It has come to rest: it waits for the cycle, or its unit is told why it goes no further.

    Refused before the notice within the unit has ended, whatever way leads here.
    """
    nomination, cycle = nomination_of(call)
    if nomination.state not in ENDS and stands_in_unit(nomination, cycle):
        require_ended(call, UNIT_NOTICE)
    settle(call, nomination, cycle)
    if nomination.state in ENDS:
        tell_outcome(call.act, nomination, cycle, call.instance.id)
    return {"is_waiting": nomination.state not in ENDS}


def settle(call: Call, nomination: Nomination, cycle: AwardCycle) -> None:
    """The last one of a cycle whose window is closed lets the cycle go on.

    The cycle is locked first: of two that come to rest at the same moment the second one sees the first.
    """
    nomination.settled_at = nomination.settled_at or call.act.now
    call.act.session.flush()
    lock_instance(call.act.session, cycle.instance_id or 0)
    call.act.session.refresh(cycle)
    if cycle.state == "examining" and count_unsettled(call.act.session, cycle.id) == 0:
        call.send(SETTLED, cycle.number, {})


@action("gather_record", nominee_kind="text", record_points="number", record_lines="number", panel_mark="number")
def gather_record(call: Call) -> Data:
    """The record of work of the cycle's year and the panel's mark, in points, for the table of scores."""
    nomination, cycle = nomination_of(call)
    lines = record_of(call.act, nomination, cycle)
    return {
        "nominee_kind": "unit" if nomination.person_id is None else "person",
        "record_points": sum(line["points"] for line in lines) / 10,
        "record_lines": len(lines),
        "panel_mark": (nomination.mark or 0) / 10,
    }


def record_of(act: Act, nomination: Nomination, cycle: AwardCycle) -> list[dict[str, Any]]:
    """Each line with its record; `points` are tenths."""
    person_id = nomination.person_id
    unit_id = nomination.unit_id if person_id is None else None
    return [
        {
            "kind": "record",
            "entry_id": one.id,
            "row": one.rule,
            "points": one.points,
            "text": one.text,
            "at": one.occurred_at.isoformat(),
        }
        for one in entries_of(act.session, year=cycle.year, person_id=person_id, unit_id=unit_id)
    ]


@action("record_score")
def record_score(call: Call) -> Data:
    """The score is the sum of the table's lines, never below 0; they are kept beside the lines of the record."""
    nomination, cycle = nomination_of(call)
    lines = [
        {"kind": "table", "row": line["row"], "points": round(line["points"] * 10), "text": line["text"]}
        for line in call.data["score_lines"] or []
    ]
    criteria = [line for line in nomination.points if line["kind"] == CRITERION]  # the panel's, from its sitting
    nomination.points = [*criteria, *record_of(call.act, nomination, cycle), *lines]
    nomination.score = max(0, sum(line["points"] for line in lines))
    return {}


@action("stop_nomination")
def stop_nomination(call: Call) -> Data:
    """Withdrawn, or stopped with its cycle: what is voted on is called off, what is on notice taken down."""
    nomination, cycle = nomination_of(call)
    was_open = nomination.settled_at is None
    end_as(call.act, nomination, call.data["stop_state"], call.data["stop_reason"])
    ballot = ballots.newest_ballot(call.act.session, call.instance.id, TIMER)
    if ballot is not None and ballot.state in ("open", "closed"):
        call_off(call.act, call.instance, ballot, nomination.reason)
    notice = public_notices.newest_notice(call.act.session, call.instance.id, UNIT_NOTICE)
    if notice is not None and notice.state in public_notices.UNDER_WAY:
        withdraw_now(call.act, call.instance, notice, nomination.reason)
    if was_open and nomination.state != "cancelled":  # a cycle that is cancelled does not go on
        settle(call, nomination, cycle)
    tell_outcome(call.act, nomination, cycle, call.instance.id)
    return {}


@action("end_nomination")
def end_nomination(call: Call) -> Data:
    """The cycle has said how it ended: nominee and unit are told."""
    nomination, cycle = nomination_of(call)
    nomination.ended_at = nomination.ended_at or call.act.now
    tell_outcome(call.act, nomination, cycle, call.instance.id)
    return {}


def tell_outcome(act: Act, nomination: Nomination, cycle: AwardCycle, instance_id: int) -> None:
    """The head of the unit, who nominated, and the nominee: where it stands and why."""
    situation = act.situation
    unit = situation.find_unit(nomination.unit_id)
    asked = messages.text(f"words.nomination_{nomination.state}")
    if nomination.reason:
        asked = messages.text("commendation.outcome", state=asked, reason=nomination.reason)
    facts = {
        "number": nomination.number,
        "title": cycle.title,
        "matter": name_of(act, nomination),
        "unit": unit.name if unit else "",
        "asked": asked,
        "office": act.house.office_name,
    }
    people = [situation.head(nomination.unit_id), nomination.nominated_by_id, nomination.person_id]
    told = [one for one in people if one is not None and situation.works_here(one)]
    cause = f"nomination_outcome.{nomination.id}.{nomination.state}"
    tell(act, told, Said("nomination_outcome", cause, facts, instance_id))


def end_as(act: Act, nomination: Nomination, state: str, reason: str = "") -> None:
    nomination.state, nomination.reason, nomination.ended_at = state, reason, act.now
    act.session.flush()
