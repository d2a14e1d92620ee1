"""Who has a seat in each category: by the panel's ballot, or by score; ties, heads, and who may move up later."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from engine.act import Act
from engine.actions.ballots import result_of
from engine.actions.cycles import candidate, cycle_of, option
from engine.actions.nominations import end_as, rule_of
from engine.actions.registry import Call, action
from engine.domain import messages
from engine.domain.commendation import above, heads_most, level, next_up, within_heads
from engine.domain.recount import NO_QUORUM, TIED
from engine.store.commendation import categories_of, nominations_of
from engine.store.models import AwardCategory, AwardCycle, Nomination
from engine.store.panels import members_of

Data = Mapping[str, Any]


@action(
    "next_category",
    has_category="boolean",
    category_id="number",
    vote_name="text",
    vote_title="text",
    vote_options="list",
    vote_seats="number",
    vote_rule="any",
    vote_voters="list",
    vote_recusals="list",
    vote_days="number",
    vote_repeats="number",
    vote_misses="number",
    is_runoff="boolean",
)
def next_category(call: Call) -> Data:
    """The next category and what is to be voted on in it; nothing where the score alone decides."""
    act, cycle = call.act, cycle_of(call)
    rest = [one for one in categories_of(act.session, cycle.id) if one.seated is None]
    if not rest:
        return {"has_category": False, "vote_options": []}
    category, rule = rest[0], rule_of(cycle)
    nominees = _of(act, cycle, category, ["shortlisted"])
    seats, asked, is_runoff = min(category.quota, len(nominees)), nominees, False
    if not rule.ballot:
        seats, asked, is_runoff = *_seat_by_score(act, category, nominees), True
    if not asked:
        _close(act, cycle, category)
    return {
        "has_category": True,
        "category_id": category.id,
        "vote_name": f"seats-{category.position}",
        "vote_title": messages.text("commendation.ballot", title=cycle.title, category=category.name),
        "vote_days": rule.ballot_days,
        "vote_repeats": rule.repeats,
        "vote_misses": 0,
        **_asked(act, cycle, asked, seats, is_runoff=is_runoff),
    }


def _of(act: Act, cycle: AwardCycle, category: AwardCategory, states: Collection[str]) -> list[Nomination]:
    return [one for one in nominations_of(act.session, cycle.id, states) if one.category_id == category.id]


def _seat_by_score(act: Act, category: AwardCategory, nominees: Sequence[Nomination]) -> tuple[int, list[Nomination]]:
    """Those above the last seat have one; answers the seats left and those who are equal at the last."""
    known = [candidate(one) for one in nominees]
    certain = {one.id for one in above(known, category.quota, lambda one: one.score)}
    equal = {one.id for one in level(known, category.quota, lambda one: one.score)}
    for one in nominees:
        one.state = "elected" if one.id in certain else "shortlisted" if one.id in equal else "reserve"
    act.session.flush()
    return category.quota - len(certain), [one for one in nominees if one.id in equal]


def _asked(act: Act, cycle: AwardCycle, nominees: Sequence[Nomination], seats: int, *, is_runoff: bool) -> Data:
    """The ballot: its options, seats and rule, the panel as its roll, and who of it stands aside."""
    rule, situation = rule_of(cycle), act.situation
    members = members_of(act.session, cycle.panel_id)
    holders = [
        situation.holder(one.post_id) if one.post_id else situation.current_person(one.person_id) for one in members
    ]
    voters = sorted({one for one in holders if one is not None})
    named = {one.person_id for one in nominees}
    reason = messages.text("commendation.nominee_recused")
    return {
        "vote_options": [option(act, one) for one in nominees],
        "vote_seats": seats,
        "vote_rule": {
            "kind": "choose",
            "secret": rule.secret,
            "quorum": rule.ballot_quorum,
            "majority": rule.ballot_majority,
            "tie": "none" if is_runoff else rule.tie,
            "early": True,
        },
        "vote_voters": voters,
        "vote_recusals": [{"person": one, "reason": reason} for one in voters if one in named],
        "is_runoff": is_runoff,
    }


@action(
    "record_ballot",
    vote_again="boolean",
    vote_options="list",
    vote_seats="number",
    vote_rule="any",
    vote_voters="list",
    vote_recusals="list",
    vote_misses="number",
    is_runoff="boolean",
)
def record_ballot(call: Call) -> Data:
    """What the panel has voted: seats, reserve, a second ballot among those tied, or the same again without quorum."""
    act, cycle, data = call.act, cycle_of(call), call.data
    category = next(one for one in categories_of(act.session, cycle.id) if one.id == data["category_id"])
    result = result_of(call, data["vote_name"])
    if result["outcome"] == NO_QUORUM:
        return _missed(call, cycle, category)
    nominees = {one.number: one for one in _of(act, cycle, category, ["shortlisted"])}
    if not data["is_runoff"]:
        _count(act, result, nominees)
    for number in result["elected"]:
        nominees[number].state = "elected"
    act.session.flush()
    if result["outcome"] == TIED:
        asked = [nominees[number] for number in result["tied"]]
        again = _asked(act, cycle, asked, result["seats_left"], is_runoff=True)
        return {"vote_again": True, "vote_misses": data["vote_misses"], **again}
    _close(act, cycle, category)
    return _over(data)


def _count(act: Act, result: Mapping[str, Any], nominees: Mapping[str, Nomination]) -> None:
    """Of the first ballot the votes are kept; who did not reach the majority can not move up later."""
    for counted in result["options"]:
        nominee = nominees[counted["code"]]
        nominee.votes = counted["for"]
        if not counted["passes"]:
            end_as(act, nominee, "not_elected", messages.text("commendation.no_majority"))


def _missed(call: Call, cycle: AwardCycle, category: AwardCategory) -> Data:
    data, misses = call.data, call.data["vote_misses"] + 1
    kept = {name: data[name] for name in ("vote_options", "vote_seats", "vote_rule", "vote_voters", "vote_recusals")}
    if misses <= data["vote_repeats"]:
        return {"vote_again": True, "vote_misses": misses, "is_runoff": data["is_runoff"], **kept}
    reason = messages.text("commendation.quorum_missed", times=misses)
    for one in [] if data["is_runoff"] else _of(call.act, cycle, category, ["shortlisted"]):
        end_as(call.act, one, "not_elected", reason)
    _close(call.act, cycle, category)
    return _over({**data, "vote_misses": misses})


def _over(data: Mapping[str, Any]) -> Data:
    kept = ("vote_options", "vote_seats", "vote_rule", "vote_voters", "vote_recusals", "vote_misses", "is_runoff")
    return {"vote_again": False, **{name: data[name] for name in kept}}


def _close(act: Act, cycle: AwardCycle, category: AwardCategory) -> None:
    """Who passed without a seat is the reserve; heads over the limit give their seats to the next."""
    for one in _of(act, cycle, category, ["shortlisted"]):
        one.state = "reserve"
    elected = {one.id: one for one in _of(act, cycle, category, ["elected"])}
    kept = within_heads(
        [candidate(one) for one in elected.values()], heads_most(category.quota, category.heads_percent)
    )
    for surplus in elected.keys() - {one.id for one in kept}:
        elected[surplus].state = "reserve"
    category.seated = len(elected)
    act.session.flush()
    if len(kept) < len(elected):
        fill(act, cycle, category)


def fill(act: Act, cycle: AwardCycle, category: AwardCategory) -> list[Nomination]:
    """Seats that came free go to the next of the reserve; answers who moved up."""
    moved: list[Nomination] = []
    most = heads_most(category.quota, category.heads_percent)
    while True:
        elected = _of(act, cycle, category, ["elected"])
        reserve = {one.id: one for one in _of(act, cycle, category, ["reserve"])}
        if len(elected) >= (category.seated or 0):
            return moved
        best = next_up([candidate(one) for one in reserve.values()], sum(one.is_head for one in elected), most)
        if best is None:
            return moved
        nominee = reserve[best.id]
        nominee.state, nominee.notice_slug = "elected", None
        act.session.flush()
        moved.append(nominee)
