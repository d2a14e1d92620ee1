"""Ballots: what is open, voting, recusal, calling off; and the published record after the count."""

from typing import Any

from fastapi import APIRouter, Response

from api.downloads import download_headers
from api.edge import Reading, Visit, Writing
from api.schemas.ballots import (
    BallotRow,
    BallotShape,
    CallingOff,
    RecusalBody,
    VoteBody,
    Voted,
    ballot_row,
    ballot_shape,
)
from api.schemas.common import Key, Page, cursor_of
from api.scopes import needs
from engine.commands.ballots.cancel import cancel_ballot
from engine.commands.ballots.cast import Casting, cast_vote
from engine.commands.ballots.strike import strike_voter
from engine.domain.errors import NotFound
from engine.people.policy import may_run_ballots
from engine.people.scopes import READ, TASKS
from engine.queries.ballots import get_seen_ballot, list_ballots, roll
from engine.queries.record.ballot_package import ballot_package

router = APIRouter(prefix="/ballots", tags=["ballots"])


@router.get("")
@needs(READ)
def list_them(visit: Reading, cursor: str | None = None) -> Page[BallotRow]:
    """Newest first: those on whose roll one is; all for who oversees."""
    rows, after = list_ballots(visit.session, visit.reader, cursor_of(cursor))
    items = [ballot_row(one, visit.act.now) for one in rows]
    return Page[BallotRow](items=items, next=None if after is None else str(after))


@router.get("/{ballot_id}")
@needs(READ)
def get(visit: Reading, ballot_id: Key) -> BallotShape:
    """With the roll and who has voted; the result after the count, and nothing of it before."""
    return _shown(visit, ballot_id)


def _shown(visit: Visit, ballot_id: int) -> BallotShape:
    seen = get_seen_ballot(visit.session, visit.reader, ballot_id)
    voters = roll(visit.session, ballot_id)
    return ballot_shape(seen, voters, visit.act.now, may_run=may_run_ballots(visit.roles))


@router.post("/{ballot_id}/votes")
@needs(TASKS)
def vote(visit: Writing, ballot_id: Key, body: VoteBody) -> Voted:
    """Vote, once. The same request again is harmless by its receipt: no answer is kept that could tell of the vote."""
    ballot = cast_vote(visit.act, ballot_id, Casting(body.receipt, body.choices))
    return Voted(ballot=ballot.code, has_voted=True)


@router.post("/{ballot_id}/recusals", response_model=BallotShape)
@needs(TASKS)
def strike(visit: Writing, ballot_id: Key, body: RecusalBody) -> Response:
    """回避: oneself or, as organiser, anybody on the roll who has not voted."""

    def do() -> BallotShape:
        strike_voter(visit.act, visit.roles, ballot_id, body.person_id, body.reason)
        visit.session.flush()
        return _shown(visit, ballot_id)

    return visit.once(200, do)


@router.post("/{ballot_id}/cancel", response_model=BallotShape)
@needs(TASKS)
def cancel(visit: Writing, ballot_id: Key, body: CallingOff) -> Response:
    """Call the ballot off before its count; what was voted is destroyed."""

    def do() -> BallotShape:
        cancel_ballot(visit.act, visit.roles, ballot_id, body.reason)
        visit.session.flush()
        return _shown(visit, ballot_id)

    return visit.once(200, do)


@router.get("/{ballot_id}/record")
@needs(READ)
def record(visit: Reading, ballot_id: Key) -> dict[str, Any]:
    """The published record (docs: reference/ballot-record); 404 until the count."""
    return _record(visit, ballot_id)


def _record(visit: Visit, ballot_id: int) -> dict[str, Any]:
    found = get_seen_ballot(visit.session, visit.reader, ballot_id).ballot.record
    if found is None:
        raise NotFound
    return found


@router.get(
    "/{ballot_id}/record/package",
    response_class=Response,
    responses={200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}},
)
@needs(READ)
def package(visit: Reading, ballot_id: Key) -> Response:
    """The record with the program that counts it again: a zip file for anybody who asks."""
    found = _record(visit, ballot_id)
    name = f"{found['title']}-第{found['round']}轮-投票记录.zip"
    return Response(ballot_package(found), media_type="application/zip", headers=download_headers(name))
