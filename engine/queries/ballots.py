"""Ballots that a person sees: where they are on the roll, and for those who oversee all of them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.people.policy import may_oversee
from engine.queries.reader import Reader
from engine.store.models import Ballot, BallotVoter, Instance

PAGE = 50


@dataclass(frozen=True)
class SeenBallot:
    """A ballot as the reader sees it; `own` is their row of the roll. Turnout counts no vote, only who has voted."""

    ballot: Ballot
    roll: int
    cast: int
    own: BallotVoter | None


def list_ballots(session: Session, reader: Reader, offset: int = 0) -> tuple[list[SeenBallot], int | None]:
    """Newest first, with the offset of the next page."""
    query = _seen(reader).order_by(Ballot.id.desc()).offset(offset).limit(PAGE + 1)
    rows = session.execute(query).all()
    return [_shape(row) for row in rows[:PAGE]], offset + PAGE if len(rows) > PAGE else None


def get_seen_ballot(session: Session, reader: Reader, ballot_id: int) -> SeenBallot:
    """NotFound when there is none, or the reader may not see it."""
    row = session.execute(_seen(reader).where(Ballot.id == ballot_id)).one_or_none()
    if row is None:
        raise NotFound
    return _shape(row)


def roll(session: Session, ballot_id: int) -> list[BallotVoter]:
    query = select(BallotVoter).where(BallotVoter.ballot_id == ballot_id)
    return list(session.scalars(query.order_by(BallotVoter.number)))


def _seen(reader: Reader) -> Select[Any]:
    mine = and_(BallotVoter.ballot_id == Ballot.id, BallotVoter.person_id == reader.person_id)
    voting = select(func.count()).where(BallotVoter.ballot_id == Ballot.id, BallotVoter.struck == "")
    cast = voting.where(BallotVoter.has_voted)
    query = select(
        Ballot,
        BallotVoter,
        voting.correlate(Ballot).scalar_subquery(),
        cast.correlate(Ballot).scalar_subquery(),
    ).outerjoin(BallotVoter, mine)
    if not may_oversee(reader.roles):
        return query.where(BallotVoter.person_id.is_not(None))
    key = select(Instance.key).where(Instance.id == Ballot.instance_id).scalar_subquery()
    return query.where(BallotVoter.person_id.is_not(None) | key.not_in(sorted(reader.confidential)))


def _shape(row: Row[Any]) -> SeenBallot:
    ballot, own, voting, cast = tuple(row)
    return SeenBallot(ballot, voting, cast, own)
