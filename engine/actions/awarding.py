"""公示、决定、表彰: names on notice, objections, everything checked again, the decision, the awards."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.actions.award_ballots import fill
from engine.actions.award_papers import order_award_papers
from engine.actions.ballots import call_off
from engine.actions.cycles import cycle_of
from engine.actions.nominations import end_as, name_of, rule_of
from engine.actions.outside_opinions import add_opinions, opinion_faults
from engine.actions.public_notices import answer_objection, publish_notice, require_ended, withdraw_now
from engine.actions.registry import Call, action
from engine.domain import messages
from engine.domain.errors import Conflict, Invalid, Problem
from engine.store import ballots, public_notices
from engine.store.commendation import awards_of, categories_of, checks_of, nominations_of, notices_by_slug
from engine.store.events import append_event
from engine.store.models import Award, AwardCycle, Nomination
from engine.store.numbers import next_number

Data = Mapping[str, Any]
NOTICE = "notice"
NOT_WAITING = ("not_qualified", "not_recommended", "withdrawn", "cancelled")  # their own diagram has ended them
CHECK, ENDED = "check-nomination", "nomination-ended"
PUBLISHED = {
    "title_from": "notice_title",
    "text_from": "notice_text",
    "contact_from": "notice_contact",
    "subjects": "notice_subjects",
    "rule": "notice_rule",
}


@action("publish_names", notice_slug="text", notice_round="number", notice_ends_at="text")
def publish_names(call: Call) -> Data:
    """公示 of those who have a seat and stood on no notice that has ended; its full length, whatever ran before."""
    act, cycle = call.act, cycle_of(call)
    rule, names = rule_of(cycle), _without_notice(call, cycle)
    categories = {one.id: one.name for one in categories_of(act.session, cycle.id)}
    published = {
        "notice_title": messages.text("commendation.notice_title", title=cycle.title),
        "notice_text": messages.text("commendation.notice_text", title=cycle.title, days=rule.notice_days),
        "notice_contact": cycle.contact,
        "notice_subjects": [_subject(call, one, categories[one.category_id]) for one in names],
        "notice_rule": {
            "days": rule.notice_days,
            "objection": rule.objection,
            "anonymous": rule.anonymous,
            "public": rule.publish,
        },
    }
    answer = publish_notice(replace(call, parameters=PUBLISHED, data={**call.data, **published}))
    for one in names:
        one.notice_slug = answer["notice_slug"]
    cycle.state = "on_notice"
    act.session.flush()
    return answer


def _subject(call: Call, nomination: Nomination, category: str) -> dict[str, str]:
    unit = call.act.situation.find_unit(nomination.unit_id)
    return {
        "name": name_of(call.act, nomination),
        "unit": unit.name if unit and nomination.person_id is not None else "",
        "text": messages.text("commendation.notice_subject", category=category, number=nomination.number),
    }


def _without_notice(call: Call, cycle: AwardCycle) -> list[Nomination]:
    """Who has a seat and did not stand on a notice that has ended, but for what is secret and not posted."""
    elected = [one for one in nominations_of(call.act.session, cycle.id, ["elected"]) if not one.unposted_reason]
    found = notices_by_slug(call.act.session, {one.notice_slug for one in elected if one.notice_slug})
    ended = {slug for slug, notice in found.items() if notice.state == "ended"}
    return [one for one in elected if one.notice_slug not in ended]


@action("investigate_objection")
def investigate_objection(call: Call) -> Data:
    """异议调查: founded, it names whose seat it takes (form field `number`); unfounded, it names nobody."""
    cycle, form = cycle_of(call), call.submitted or {}
    number, founded = str(form.get("number") or "").strip(), form.get("finding") == "founded"
    named = [one for one in nominations_of(call.act.session, cycle.id, ["elected"]) if one.number == number]
    if founded != bool(number) or (number and not named):
        raise Invalid(
            [Problem("commendation.founded_against" if founded else "commendation.unfounded", field="/number")]
        )
    answer_objection(call)
    for one in named:
        _strike(call, one, messages.text("commendation.objection_founded"))
    return {}


def _strike(call: Call, nomination: Nomination, reason: str) -> None:
    end_as(call.act, nomination, "struck", reason)
    append_event(call.instance, "cycle.struck", call.act.origin, data={"nomination": nomination.number})


@action("check_nominees", opinions_due="number")
def check_nominees(call: Call) -> Data:
    """复核: who no longer qualifies, or is objected to, is struck; how many lack a valid outside opinion."""
    act, cycle = call.act, cycle_of(call)
    rule, due = rule_of(cycle), 0
    cycle.state = "deciding"
    for one in nominations_of(act.session, cycle.id, ["elected"]):
        failed, faults = _failed(call, one), opinion_faults(act, one, rule)
        objecting = [body for body, fault in faults if fault == "object"]
        if failed:
            _strike(call, one, "；".join(failed))
        elif objecting:
            _strike(call, one, messages.text("commendation.objected", bodies="、".join(objecting)))
        else:
            due += bool(faults)
    act.session.flush()
    return {"opinions_due": due}


def _failed(call: Call, nomination: Nomination) -> list[str]:
    """What the nominee does not meet at this very moment: the nomination's own diagram asks its table again."""
    before = len(checks_of(call.act.session, nomination.id))
    call.send(CHECK, nomination.number, {})
    lines = checks_of(call.act.session, nomination.id)[before:]
    if not lines:
        raise Invalid([Problem("commendation.not_checked", {"number": nomination.number})])
    return [line.text for line in lines if not line.passed]


@action("move_up", names_new="number", names_left="number")
def move_up(call: Call) -> Data:
    """递补: who was struck is followed by the next; how many have still to stand on a notice, how many have seats."""
    act, cycle = call.act, cycle_of(call)
    for one in [moved for category in categories_of(act.session, cycle.id) for moved in fill(act, cycle, category)]:
        append_event(call.instance, "cycle.moved_up", act.origin, data={"nomination": one.number})
    new, elected = _without_notice(call, cycle), nominations_of(act.session, cycle.id, ["elected"])
    if elected and not new:
        cycle.state = "deciding"
        act.session.flush()
    return {"names_new": len(new), "names_left": len(elected)}


@action("renew_opinions")
def renew_opinions(call: Call) -> Data:
    """Opinions that are missing or have run out are asked for again: one of each."""
    act, cycle = call.act, cycle_of(call)
    given = (call.submitted or {}).get("opinions") or []
    nominees = {one.number: one for one in nominations_of(act.session, cycle.id, ["elected"])}
    due = {
        (number, body)
        for number, one in nominees.items()
        for body, fault in opinion_faults(act, one, rule_of(cycle))
        if fault != "object"
    }
    named = [(one["number"].strip(), one["body"].strip()) for one in given]
    if set(named) != due or len(named) != len(due):
        wanted = "、".join(f"{number} {body}" for number, body in sorted(due))
        raise Invalid([Problem("commendation.opinions_due", {"wanted": wanted}, field="/opinions")])
    for number, nominee in nominees.items():
        mine = [one for one in given if one["number"].strip() == number]
        add_opinions(act, nominee, rule_of(cycle), mine, "/opinions")
    return {}


@action("decide_awards", decision_outcome="text")
def decide_awards(call: Call) -> Data:
    """The leadership group decides what was on notice; it may strike with a reason, never add, or send back."""
    act, cycle, form = call.act, cycle_of(call), call.submitted or {}
    if form["outcome"] == "recheck":
        return {"decision_outcome": "recheck"}
    _require_all_on_notice(call, cycle)
    for one in _struck_by_leader(call, cycle, form.get("struck") or []):
        _strike(call, one[0], one[1])
    _require_qualified(call, cycle)
    cycle.decision, cycle.decided_at = str(form.get("text") or ""), act.now
    act.session.flush()
    awarded = [one.number for one in nominations_of(act.session, cycle.id, ["elected"])]
    append_event(call.instance, "cycle.decided", act.origin, data={"awarded": awarded})
    return {"decision_outcome": "approved"}


def _require_all_on_notice(call: Call, cycle: AwardCycle) -> None:
    """The last notice has ended, and with it one on which each stood; without a notice only where all are secret."""
    elected = nominations_of(call.act.session, cycle.id, ["elected"])
    was_posted = public_notices.newest_notice(call.act.session, call.instance.id, NOTICE) is not None
    if was_posted or not elected or any(not one.unposted_reason for one in elected):
        require_ended(call, NOTICE)
    numbers = [one.number for one in _without_notice(call, cycle)]
    if numbers:
        raise Invalid([Problem("commendation.not_on_notice", {"numbers": "、".join(numbers)})])


def _struck_by_leader(
    call: Call, cycle: AwardCycle, given: Sequence[Mapping[str, str]]
) -> list[tuple[Nomination, str]]:
    nominees = {one.number: one for one in nominations_of(call.act.session, cycle.id, ["elected"])}
    problems = [
        Problem("commendation.strike", field=f"/struck/{place}")
        for place, one in enumerate(given)
        if one["number"].strip() not in nominees or not one["reason"].strip()
    ]
    if problems:
        raise Invalid(problems)
    return [(nominees[one["number"].strip()], one["reason"].strip()) for one in given]


def _require_qualified(call: Call, cycle: AwardCycle) -> None:
    """Invalid with everybody who does not qualify, or has no valid opinion, at this moment."""
    problems = []
    for one in nominations_of(call.act.session, cycle.id, ["elected"]):
        failed = _failed(call, one)
        failed += [
            messages.text(f"commendation.opinion_{fault}", body=body)
            for body, fault in opinion_faults(call.act, one, rule_of(cycle))
        ]
        if failed:
            told = {"number": one.number, "name": name_of(call.act, one), "reasons": "；".join(failed)}
            problems.append(Problem("commendation.no_longer", told, field="/outcome"))
    if problems:
        raise Invalid(problems)


@action("make_awards", award_count="number")
def make_awards(call: Call) -> Data:
    """表彰: an award with its number for each who has a seat; refused without a decision after the notice."""
    act, cycle = call.act, cycle_of(call)
    _require_all_on_notice(call, cycle)
    if cycle.decided_at is None or awards_of(act.session, cycle.id):
        raise Conflict([Problem("commendation.not_decided")])
    year = act.calendar.local_date(act.now).year
    for one in nominations_of(act.session, cycle.id, ["elected"]):
        act.session.add(
            Award(
                nomination_id=one.id,
                cycle_id=cycle.id,
                category_id=one.category_id,
                number=messages.text("commendation.award_number", year=year, n=next_number(act.session, "award", year)),
                unit_id=one.unit_id,
                person_id=one.person_id,
                decided_at=cycle.decided_at,
                document_ids=[],
                published_at=act.now if rule_of(cycle).publish and not one.unposted_reason else None,
                state="stands",
            )
        )
        end_as(act, one, "awarded")
    for one in nominations_of(act.session, cycle.id, ["reserve", "shortlisted"]):
        end_as(act, one, "not_elected", messages.text("commendation.no_seat"))
    cycle.state = "awarded"
    act.session.flush()
    order_award_papers(call, cycle)
    return {"award_count": len(awards_of(act.session, cycle.id))}


@action("end_cycle")
def end_cycle(call: Call) -> Data:
    """Each nomination that still waits is told how it ended; so are nominee and unit, by its own diagram."""
    cycle = cycle_of(call)
    cycle.closed_at = call.act.now
    call.act.session.flush()
    for one in nominations_of(call.act.session, cycle.id):
        if one.state not in NOT_WAITING:
            call.send(ENDED, one.number, {})
    return {}


@action("close_without_awards")
def close_without_awards(call: Call) -> Data:
    """Nobody is left to be awarded: the cycle ends, and the nominations with it."""
    cycle = cycle_of(call)
    cycle.state, cycle.reason = "cancelled", messages.text("commendation.nobody_left")
    for one in nominations_of(call.act.session, cycle.id, ["reserve", "shortlisted", "recommended"]):
        end_as(call.act, one, "not_elected", cycle.reason)
    return end_cycle(call)


@action("stop_cycle")
def stop_cycle(call: Call) -> Data:
    """终止: what is voted on is called off, what is on notice withdrawn; the nominations were stopped before."""
    act, cycle, reason = call.act, cycle_of(call), call.data["stop_reason"]
    cycle.state, cycle.reason, cycle.closed_at = "cancelled", reason, act.now
    notice = public_notices.newest_notice(act.session, call.instance.id, NOTICE)
    if notice is not None and notice.state in public_notices.UNDER_WAY:
        withdraw_now(act, call.instance, notice, reason)
    ballot = ballots.newest_ballot(act.session, call.instance.id, call.data.get("vote_name") or "")
    if ballot is not None and ballot.state in ("open", "closed"):
        call_off(act, call.instance, ballot, reason)
    act.session.flush()
    return {}
