"""Ballots as pages show them. Before the count nothing in here says what anybody voted."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.schemas.common import Coded, Key, Shape, coded
from engine.domain.ballot import MOST_OPTIONS
from engine.queries.ballots import SeenBallot
from engine.store.models import BallotVoter

Reason = Annotated[str, Field(max_length=400)]


class OptionShape(Shape):
    code: str
    name: str


class RuleShape(Shape):
    """How is voted and what counts; bounds as `>=2/3`."""

    kind: Coded
    secret: bool
    seats: int
    most: int
    least: int
    quorum: str
    majority: str
    of: Coded
    tie: Coded
    early: bool


class OwnVote(Shape):
    """What the reader may do here; `struck` is why they do not vote."""

    has_voted: bool
    struck: str
    may_vote: bool


class BallotRow(Shape):
    """One round. `roll` is how many may vote, `cast` how many have; `own` is null for who is not on the roll."""

    id: int
    code: str
    title: str
    round: int
    state: Coded
    secret: bool
    opened_at: datetime
    closes_at: datetime
    roll: int
    cast: int
    own: OwnVote | None


class VoterShape(Shape):
    person_id: int
    number: int
    name: str
    unit: str
    has_voted: bool
    struck: str


class CountShape(Shape):
    code: str
    votes_for: int
    against: int
    abstain: int
    passes: bool


class ResultShape(Shape):
    """`tied` are those that are equally wanted for the last seats; `outcome` says what follows."""

    outcome: Coded
    options: list[CountShape]
    elected: list[str]
    tied: list[str]
    seats_left: int


class BallotShape(BallotRow):
    """`result` is null until the count."""

    rule: RuleShape
    options: list[OptionShape]
    voters: list[VoterShape]
    reason: str
    result: ResultShape | None
    may_run: bool


class VoteBody(BaseModel):
    """`receipt`: 26 letters of Crockford's base 32, made by the voter's device; `choices`: mark by option code."""

    receipt: Annotated[str, Field(max_length=40)]
    choices: Annotated[dict[str, str], Field(max_length=MOST_OPTIONS)]


class Voted(Shape):
    """That the vote is in the pool; nothing about it."""

    ballot: str
    has_voted: bool


class RecusalBody(BaseModel):
    person_id: Key
    reason: Reason


class CallingOff(BaseModel):
    reason: Reason


def ballot_row(seen: SeenBallot, now: datetime) -> BallotRow:
    return BallotRow(**_row(seen, now))


def _row(seen: SeenBallot, now: datetime) -> dict[str, Any]:
    ballot = seen.ballot
    return {
        "id": ballot.id,
        "code": ballot.code,
        "title": ballot.title,
        "round": ballot.round,
        "state": coded("ballot_state", ballot.state),
        "secret": ballot.rule["secret"],
        "opened_at": ballot.opened_at,
        "closes_at": ballot.closes_at,
        "roll": seen.roll,
        "cast": seen.cast,
        "own": _own(seen, now),
    }


def _own(seen: SeenBallot, now: datetime) -> OwnVote | None:
    own, ballot = seen.own, seen.ballot
    if own is None:
        return None
    may_vote = ballot.state == "open" and now < ballot.closes_at and not own.has_voted and not own.struck
    return OwnVote(has_voted=own.has_voted, struck=own.struck, may_vote=may_vote)


def ballot_shape(seen: SeenBallot, voters: list[BallotVoter], now: datetime, *, may_run: bool) -> BallotShape:
    ballot, rule = seen.ballot, seen.ballot.rule
    words = {name: coded(f"ballot_{name}", rule[name]) for name in ("kind", "of", "tie")}
    return BallotShape(
        **_row(seen, now),
        rule=RuleShape(**{**rule, **words}),
        options=[OptionShape(**one) for one in ballot.options],
        voters=[_voter(one) for one in voters],
        reason=ballot.reason,
        result=_result(ballot.record["result"]) if ballot.record else None,
        may_run=may_run,
    )


def _voter(one: BallotVoter) -> VoterShape:
    return VoterShape(
        person_id=one.person_id,
        number=one.number,
        name=one.name,
        unit=one.unit,
        has_voted=one.has_voted,
        struck=one.struck,
    )


def _result(result: dict[str, Any]) -> ResultShape:
    return ResultShape(
        outcome=coded("ballot_outcome", result["outcome"]),
        options=[
            CountShape(votes_for=one["for"], **{name: one[name] for name in ("code", "against", "abstain", "passes")})
            for one in result["options"]
        ],
        elected=result["elected"],
        tied=result["tied"],
        seats_left=result["seats_left"],
    )
