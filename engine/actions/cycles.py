"""表彰周期: announced with its rules, closed for nominations, reviewed by the panel, scored, shortlisted."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.act import Act
from engine.actions.award_papers import order_announcement
from engine.actions.nominations import end_as, name_of, rule_of
from engine.actions.registry import Call, action
from engine.actions.scoring import CRITERION
from engine.actions.sittings import call_sitting, close_sitting, speak_for_many, units_behind
from engine.calendar import in_working_days
from engine.domain import messages
from engine.domain.commendation import Candidate, CycleRule, shortlisted, tenths_of_average
from engine.domain.criteria import is_marked, read_criteria, tenths_by_criterion
from engine.domain.errors import Conflict, Invalid, Problem
from engine.domain.panel import quorum_of
from engine.notify.telling import Said, tell
from engine.store.commendation import CYCLE, categories_of, count_unsettled, get_cycle, nominations_of
from engine.store.events import append_event
from engine.store.models import AwardCycle, Nomination, Panel, PanelMember, PanelSeat, PanelSitting
from engine.store.panels import called_sitting, members_of, seats_of

Data = Mapping[str, Any]
SCORE = "score-nomination"


def cycle_of(call: Call) -> AwardCycle:
    return get_cycle(call.act.session, call.data["cycle_id"])


@action("begin_cycle", cycle_kind="text")
def begin_cycle(call: Call) -> Data:
    """What the table of rules is asked by."""
    return {"cycle_kind": cycle_of(call).kind}


@action("announce_cycle", nominations_close_at="text")
def announce_cycle(call: Call) -> Data:
    """The rules that hold for it stay with it (data `cycle_rule`); the head of every unit is told."""
    act, cycle = call.act, cycle_of(call)
    rule = CycleRule.read(call.data["cycle_rule"])
    cycle.rule, cycle.secret, cycle.state = rule.shape, rule.secret, "nominating"
    act.session.flush()
    names = [one.name for one in categories_of(act.session, cycle.id)]
    facts = {
        "number": cycle.number,
        "title": cycle.title,
        "asked": messages.text("commendation.categories", names="、".join(names)),
        "due": f"{act.calendar.local_date(cycle.nominate_until):%Y-%m-%d}",
        "office": act.house.office_name,
    }
    heads = [head for unit in act.situation.units() if (head := act.situation.head(unit.id)) is not None]
    cause = f"cycle_announced.{cycle.id}"
    tell(act, sorted(set(heads)), Said("cycle_announced", cause, facts, call.instance.id))
    order_announcement(call, cycle)
    return {"nominations_close_at": cycle.nominate_until.isoformat()}


@action("close_nominations", nominations_left="number")
def close_nominations(call: Call) -> Data:
    """The window is closed; answers how many nominations have not come to rest."""
    cycle = cycle_of(call)
    cycle.state = "examining"
    call.act.session.flush()
    return {"nominations_left": count_unsettled(call.act.session, cycle.id)}


@action("gather_nominees", nominee_count="number")
def gather_nominees(call: Call) -> Data:
    """Those who were recommended go to the panel."""
    cycle = cycle_of(call)
    cycle.state = "reviewing"
    call.act.session.flush()
    return {"nominee_count": len(nominations_of(call.act.session, cycle.id, ["recommended"]))}


@action("call_review_panel", seats="list", sit_days="number", sitting_closes_at="text")
def call_review_panel(call: Call) -> Data:
    """评审 is called about all nominees of the cycle; missed, it is called again on a new date."""
    act, cycle = call.act, cycle_of(call)
    days = rule_of(cycle).sit_days
    closes_at, _ = in_working_days(act.calendar, act.calendar.local_date(act.now), days)
    seats = call_sitting(act, cycle.panel_id, None, CYCLE, cycle.id, closes_at)
    return {"seats": [seat.id for seat in seats], "sit_days": days, "sitting_closes_at": closes_at.isoformat()}


@action("give_marks")
def give_marks(call: Call) -> Data:
    """A member marks every nominee by each criterion, except those of their own units and those they stand aside for.

    `points` are in the order of the criteria; where there is one only, `mark` is the same.
    """
    act, cycle, form = call.act, cycle_of(call), call.submitted or {}
    seat = act.session.get_one(PanelSeat, call.data["seat"])
    member = act.session.get_one(PanelMember, seat.member_id)
    nominees = {one.number: one for one in nominations_of(act.session, cycle.id, ["recommended"])}
    own = {number for number, one in nominees.items() if is_own_nominee(act, member, one)}
    points = {one["number"].strip(): _points_of(one) for one in form.get("marks") or []}
    aside = {one["number"].strip(): one["reason"].strip() for one in form.get("aside") or []}
    problems = [
        Problem("commendation.nominee_unknown", {"number": number}, field=f"/{place}")
        for place, named in (("marks", points), ("aside", aside))
        for number in named
        if number not in nominees
    ]
    problems += [Problem("commendation.own_unit", {"number": one}, field="/marks") for one in sorted(own & set(points))]
    problems += [
        Problem("commendation.marked_twice", {"number": one}, field="/aside")
        for one in sorted(set(points) & set(aside))
    ]
    problems += _wrong_points(act, cycle, nominees, points)
    if missing := sorted(set(nominees) - own - set(points) - set(aside)):
        problems.append(Problem("commendation.not_marked", {"numbers": "、".join(missing)}, field="/marks"))
    if problems:
        raise Invalid(problems)
    reason = messages.text("commendation.own_unit_reason")
    marks = {number: sum(given) for number, given in points.items()}
    told = {"marks": marks, "points": points, "aside": {**aside, **dict.fromkeys(sorted(own), reason)}}
    speak_for_many(act, seat, told)
    return {}


def _points_of(given: Mapping[str, Any]) -> list[int]:
    """Nothing where what is said twice is not the same."""
    points, mark = given.get("points"), given.get("mark")
    if points is None:
        return [] if mark is None else [mark]
    return list(points) if mark in (None, sum(points)) else []


def _wrong_points(
    act: Act, cycle: AwardCycle, nominees: Mapping[str, Nomination], points: Mapping[str, list[int]]
) -> list[Problem]:
    criteria = {one.id: read_criteria(one.criteria) for one in categories_of(act.session, cycle.id)}
    problems = []
    for place, (number, given) in enumerate(points.items()):
        of_it = criteria[nominees[number].category_id] if number in nominees else []
        if of_it and not is_marked(of_it, given):
            told = {"number": number, "criteria": "、".join(f"{one.name} {one.points}" for one in of_it)}
            problems.append(Problem("commendation.points_of_each", told, field=f"/marks/{place}"))
    return problems


def is_own_nominee(act: Act, member: PanelMember, nomination: Nomination) -> bool:
    """Of the member's unit or of that of who speaks for the member, or the speaker themself."""
    units = units_behind(act, member) | set(act.situation.units_of(act.actor_id or 0))
    return nomination.unit_id in units or nomination.person_id == act.actor_id


@action("close_review_sitting", is_quorate="boolean")
def close_review_sitting(call: Call) -> Data:
    """Held where the panel has its quorum, and for each nominee the quorum of those who may mark them."""
    act, cycle = call.act, cycle_of(call)
    sitting = called_sitting(act.session, CYCLE, cycle.id)
    if sitting is None:
        raise Conflict([Problem("reviews.sitting_over")])
    quorum, present = close_sitting(act, sitting)
    held = quorum.is_reached
    nominees = nominations_of(act.session, cycle.id, ["recommended"])
    if held:
        marks = {
            one.id: [seat.data["marks"][one.number] for seat in present if one.number in seat.data["marks"]]
            for one in nominees
        }
        held = all(_has_quorum(act, cycle, sitting, one, len(marks[one.id])) for one in nominees)
        sitting.state = "held" if held else "missed"
    if held:
        for one in nominees:
            one.mark = tenths_of_average(marks[one.id])
        _tell_criteria(act, cycle, nominees, present)
    act.session.flush()
    told = {"present": quorum.present, "needed": quorum.needed, "held": held}
    append_event(call.instance, "cycle.sitting_closed", act.origin, data=told)
    return {"is_quorate": held}


def _tell_criteria(act: Act, cycle: AwardCycle, nominees: Sequence[Nomination], present: Sequence[PanelSeat]) -> None:
    """Each nominee's average by criterion, as lines of `points`."""
    criteria = {one.id: read_criteria(one.criteria) for one in categories_of(act.session, cycle.id)}
    for one in nominees:
        marked = [_points_in(seat, one.number) for seat in present if one.number in seat.data["marks"]]
        averages = zip(criteria[one.category_id], tenths_by_criterion(marked), strict=True)
        one.points = [
            {"kind": CRITERION, "row": str(place), "points": tenths, "text": criterion.name, "most": criterion.points}
            for place, (criterion, tenths) in enumerate(averages, 1)
        ]


def _points_in(seat: PanelSeat, number: str) -> list[int]:
    """What a member gave; who spoke before there were criteria gave one mark."""
    given: list[int] = seat.data.get("points", {}).get(number) or [seat.data["marks"][number]]
    return given


def _has_quorum(act: Act, cycle: AwardCycle, sitting: PanelSitting, nominee: Nomination, marks: int) -> bool:
    """Who belongs to the nominee's unit, or stands aside for them, is not among those who may mark them."""
    panel, seats = act.session.get_one(Panel, cycle.panel_id), seats_of(act.session, [sitting.id])
    members = {one.id: one for one in members_of(act.session, cycle.panel_id)}
    entitled = 0
    for seat in seats:
        spoke = seat.state == "present"
        aside = nominee.number in seat.data["aside"] if spoke else _is_of(act, members[seat.member_id], nominee)
        entitled += not aside
    return quorum_of(panel.quorum, entitled, marks).is_reached


def _is_of(act: Act, member: PanelMember, nominee: Nomination) -> bool:
    return nominee.unit_id in units_behind(act, member)


@action("score_nominees")
def score_nominees(call: Call) -> Data:
    """Each nomination asks the table of scores about its nominee; refused where one could not."""
    act, cycle = call.act, cycle_of(call)
    nominees = nominations_of(act.session, cycle.id, ["recommended"])
    for one in nominees:
        call.send(SCORE, one.number, {})
    left = [one.number for one in nominees if one.score is None]
    if left:
        raise Invalid([Problem("commendation.not_scored", {"numbers": "、".join(left)})])
    return {}


@action("shortlist_nominees", category_id="number")
def shortlist_nominees(call: Call) -> Data:
    """入围: in each category the best by score, somewhat more than the quota; who is equal to the last goes on, too."""
    act, cycle = call.act, cycle_of(call)
    percent = rule_of(cycle).shortlist_percent
    nominees = nominations_of(act.session, cycle.id, ["recommended"])
    for category in categories_of(act.session, cycle.id):
        mine = [one for one in nominees if one.category_id == category.id]
        kept = shortlisted([candidate(one) for one in mine], category.quota, percent)
        for one in mine:
            if one.id in kept:
                one.state = "shortlisted"
            else:
                end_as(act, one, "not_shortlisted", messages.text("commendation.below_shortlist"))
    cycle.state = "voting"
    act.session.flush()
    return {"category_id": 0}


def candidate(nomination: Nomination) -> Candidate:
    return Candidate(nomination.id, nomination.score or 0, nomination.votes or 0, nomination.is_head)


def option(act: Act, nomination: Nomination) -> dict[str, str]:
    return {"code": nomination.number, "name": name_of(act, nomination)}
