"""表决: opened with its roll, closed at its moment, counted into the record that is published."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_bytes
from typing import Any

from engine.act import Act
from engine.actions.parameters import data_at, number_at, text_at, word
from engine.actions.registry import Call, action
from engine.domain import recount
from engine.domain.ballot import Option, Rule, Vote, new_ballot_code, pack, read_options, unpack
from engine.domain.errors import Invalid, Problem
from engine.domain.sealing import derived, seal, unseal
from engine.people.situation import Situation
from engine.store import ballots, timers
from engine.store.events import append_event
from engine.store.models import Ballot, BallotPool, BallotVoter
from engine.store.rows import HeldInstance

Data = Mapping[str, Any]
TIMER = "ballot"
LONGEST_WINDOW = 250  # working days


@action("open_ballot", ballot_code="text", ballot_round="number", ballot_closes_at="text")
def open_ballot(call: Call) -> Data:
    """The roll is that of the moment; it closes when the office closes on the last of so many working days."""
    act, name = call.act, _name(call)
    options = read_options(data_at(call, "options"))
    seats = data_at(call, "seats")
    rule = Rule.read({**data_at(call, "rule", {}), **({} if seats is None else {"seats": seats})}, len(options))
    voters = _roll(call, rule)
    before = ballots.newest_ballot(act.session, call.instance.id, name)
    if before is not None and before.state in ("open", "closed"):
        raise Invalid([Problem("ballot.still_open", {"name": name})])
    ballot = Ballot(
        code=new_ballot_code(),
        instance_id=call.instance.id,
        name=name,
        round=before.round + 1 if before else 1,
        title=text_at(call, "title", 300),
        rule=rule.shape,
        options=[one.shape for one in options],
        state="open",
        opened_at=act.now,
        closes_at=_closing(call),
    )
    salt = token_bytes(32)
    sealed = seal(_key(act, salt), pack([], len(voters), len(options)))
    ballots.add_ballot(act.session, ballot, voters, BallotPool(salt=salt, sealed=sealed))
    _arm(act, ballot, call.element_id)
    append_event(call.instance, "ballot.opened", act.origin, name=ballot.title, data=_opened(ballot, voters))
    return {
        "ballot_code": ballot.code,
        "ballot_round": ballot.round,
        "ballot_closes_at": ballot.closes_at.isoformat(),
    }


def _name(call: Call) -> str:
    """Which ballot of the instance is meant: said in the diagram, or by the data that `name_from` names."""
    return str(data_at(call, "name_from") or word(call, "name", TIMER))[:60]


def _opened(ballot: Ballot, voters: Sequence[BallotVoter]) -> dict[str, Any]:
    roll = [one.person_id for one in voters if not one.struck]
    struck = [{"person": one.person_id, "reason": one.struck} for one in voters if one.struck]
    about = {"ballot": ballot.code, "round": ballot.round, "closes_at": ballot.closes_at.isoformat()}
    return {**about, "rule": ballot.rule, "options": ballot.options, "roll": roll, "struck": struck}


def _closing(call: Call) -> datetime:
    calendar = call.act.calendar
    days = number_at(call, "working_days", 1)
    if not 0 <= days <= LONGEST_WINDOW:
        raise Invalid([Problem("ballot.window", {"most": LONGEST_WINDOW})])
    closes_at = calendar.due_instant(calendar.add_working_days(calendar.local_date(call.act.now), days).due_on)
    return (
        closes_at
        if closes_at > call.act.now
        else calendar.due_instant(calendar.next_working_day(calendar.local_date(call.act.now)))
    )


def _arm(act: Act, ballot: Ballot, element_id: str) -> None:
    timers.arm(
        act.session,
        instance_id=ballot.instance_id,
        task_id=f"{TIMER}:{ballot.id}",
        element_id=element_id,
        kind=TIMER,
        due_at=ballot.closes_at,
    )


def _roll(call: Call, rule: Rule) -> list[BallotVoter]:
    """Those who work here of whom the diagram names: people, a unit, a role; recusals are struck off with a reason."""
    situation = call.act.situation
    struck = _recusals(data_at(call, "recusals", []))
    wanted = _named(call, situation)
    present = [one for one in situation.everybody() if one.id in wanted]
    voters = [
        BallotVoter(
            person_id=one.id,
            number=number,
            name=one.name[:60],
            unit=_unit_name(situation, one.id),
            has_voted=False,
            struck=struck.get(one.id, ""),
        )
        for number, one in enumerate(sorted(present, key=lambda one: one.id), 1)
    ]
    if sum(not one.struck for one in voters) < rule.least_voters:
        raise Invalid([Problem("ballot.roll_small", {"least": rule.least_voters}, element=call.element_id)])
    return voters


def _named(call: Call, situation: Situation) -> set[int]:
    people = data_at(call, "voters", [])
    wanted = {one for one in people if isinstance(one, int)} if isinstance(people, list) else set()
    unit_id = data_at(call, "unit")
    if unit_id is not None:
        wanted |= {one.id for one in situation.everybody() if unit_id in situation.units_of(one.id)}
    return wanted | set(situation.with_role(word(call, "role", "")))


def _unit_name(situation: Situation, person_id: int) -> str:
    unit = situation.find_unit(situation.unit_of(person_id))
    return unit.name[:120] if unit else ""


def _recusals(given: Any) -> dict[int, str]:
    """Records with `person` and `reason`; Invalid for one without a reason."""
    found = {}
    for one in given if isinstance(given, list) else []:
        reason = str(one.get("reason") or "").strip()
        if not reason:
            raise Invalid([Problem("ballot.recusal_reason")])
        found[int(one["person"])] = reason[:400]
    return found


def _key(act: Act, salt: bytes) -> bytes:
    return derived(act.house.ballot_key, salt, "duban ballot pool")


def read_votes(act: Act, ballot: Ballot, pool: BallotPool) -> list[Vote]:
    return unpack(unseal(_key(act, pool.salt), pool.sealed), len(ballot.options))


def write_votes(act: Act, ballot: Ballot, pool: BallotPool, votes: Sequence[Vote]) -> None:
    """The whole pool anew, under a salt of its own, so that nothing of it is as it was."""
    slots = len(ballots.roll_of(act.session, ballot.id))
    pool.salt = token_bytes(32)
    pool.sealed = seal(_key(act, pool.salt), pack(votes, slots, len(ballot.options)))


def close_now(act: Act, instance: HeldInstance, ballot: Ballot) -> None:
    """Nobody votes any more; nothing is counted yet."""
    roll = [one for one in ballots.roll_of(act.session, ballot.id) if not one.struck]
    ballot.state, ballot.closed_at = "closed", act.now
    pending = timers.find_pending(act.session, instance.id, f"{TIMER}:{ballot.id}", TIMER)
    if pending is not None:
        pending.state = "cancelled"
    act.session.flush()
    data = {"ballot": ballot.code, "roll": len(roll), "cast": sum(one.has_voted for one in roll)}
    append_event(instance, "ballot.closed", act.origin, name=ballot.title, data=data)


def call_off(act: Act, instance: HeldInstance, ballot: Ballot, reason: str) -> None:
    """Before the count: what was voted is destroyed, and never known."""
    pending = timers.find_pending(act.session, instance.id, f"{TIMER}:{ballot.id}", TIMER)
    if pending is not None:
        pending.state = "cancelled"
    ballot.state, ballot.reason, ballot.closed_at = "cancelled", reason.strip()[:400], act.now
    ballots.remove_pool(act.session, ballot.id)
    act.session.flush()
    data = {"ballot": ballot.code, "reason": ballot.reason}
    append_event(instance, "ballot.cancelled", act.origin, name=ballot.title, data=data)


@action("close_ballot")
def close_ballot(call: Call) -> Data:
    """For diagrams that do not wait for `ballot-closed`; refuses before the moment of closing."""
    ballot = _ballot_of(call)
    if ballot.state == "open":
        _require_due(call.act, ballot)
        close_now(call.act, call.instance, ballot)
    return {}


def _ballot_of(call: Call) -> Ballot:
    name = _name(call)
    ballot = ballots.newest_ballot(call.act.session, call.instance.id, name)
    if ballot is None:
        raise Invalid([Problem("ballot.none", {"name": name}, element=call.element_id)])
    return ballot


def _require_due(act: Act, ballot: Ballot) -> None:
    if act.now < ballot.closes_at:
        raise Invalid([Problem("ballot.not_closed", {"title": ballot.title})])


@action(
    "tally_ballot",
    ballot_outcome="text",
    ballot_elected="list",
    ballot_tied="list",
    ballot_seats_left="number",
    ballot_round="number",
)
def tally_ballot(call: Call) -> Data:
    """Counted once, and only after the close. The votes are published without their voters, and the pool is gone."""
    act, ballot = call.act, _ballot_of(call)
    if ballot.state == "open":
        raise Invalid([Problem("ballot.not_closed", {"title": ballot.title})])
    if ballot.state == "cancelled":
        raise Invalid([Problem("ballot.cancelled", {"title": ballot.title})])
    if ballot.record is None:
        ballot.record = _record(act, ballot)
        ballot.state = "counted"
        ballots.remove_pool(act.session, ballot.id)
        act.session.flush()
        told = {"ballot": ballot.code, "record": recount.record_hash(ballot.record), "result": ballot.record["result"]}
        append_event(call.instance, "ballot.counted", act.origin, name=ballot.title, data=told)
    result, named = ballot.record["result"], {one["code"]: one for one in ballot.options}
    return {
        "ballot_outcome": result["outcome"],
        "ballot_elected": [named[code] for code in result["elected"]],
        "ballot_tied": [named[code] for code in result["tied"]],
        "ballot_seats_left": result["seats_left"],
        "ballot_round": ballot.round,
    }


def result_of(call: Call, name: str) -> Mapping[str, Any]:
    """What the published record of a ballot says; Invalid before it is counted. Data of the process are not asked."""
    ballot = ballots.newest_ballot(call.act.session, call.instance.id, name)
    if ballot is None or ballot.record is None:
        raise Invalid([Problem("ballot.none", {"name": name}, element=call.element_id)])
    result: Mapping[str, Any] = ballot.record["result"]
    return result


def _record(act: Act, ballot: Ballot) -> dict[str, Any]:
    """What is published. Where the quorum is missed no vote is, for a round may follow."""
    roll = ballots.roll_of(act.session, ballot.id)
    options = [Option(**one) for one in ballot.options]
    votes = read_votes(act, ballot, ballots.get_pool(act.session, ballot.id))
    voting = [one for one in roll if not one.struck]
    cast = sum(one.has_voted for one in voting)
    marks = [list(one.marks) for one in votes]
    result = recount.tally(ballot.rule, [one.code for one in options], marks, cast, len(voting))
    names = {one.number: one.name for one in roll}
    shown = votes if result["outcome"] != recount.NO_QUORUM else []
    return {
        "format": 1,
        "ballot": ballot.code,
        "title": ballot.title,
        "round": ballot.round,
        "opened_at": ballot.opened_at.isoformat(),
        "closed_at": ballot.closed_at.isoformat() if ballot.closed_at else None,
        "rule": ballot.rule,
        "options": ballot.options,
        "roll": [
            {"number": one.number, "name": one.name, "unit": one.unit, "voted": one.has_voted, "struck": one.struck}
            for one in roll
        ],
        "votes": [_published(one, names) for one in sorted(shown)],
        "result": result,
    }


def _published(vote: Vote, names: Mapping[int, str]) -> dict[str, Any]:
    """In an open ballot with the voter's number and name; in a secret one there is none to give."""
    voter = {"voter": vote.voter, "name": names[vote.voter]} if vote.voter else {}
    return {"commitment": vote.commitment, "marks": list(vote.marks), **voter}
