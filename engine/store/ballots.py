"""Ballots as actions and commands need them. Whoever changes one has locked its instance first."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import Ballot, BallotPool, BallotVoter


def add_ballot(session: Session, ballot: Ballot, voters: Sequence[BallotVoter], pool: BallotPool) -> None:
    session.add(ballot)
    session.flush()
    for voter in voters:
        voter.ballot_id = ballot.id
    pool.ballot_id = ballot.id
    session.add_all([*voters, pool])
    session.flush()


def get_ballot(session: Session, ballot_id: int) -> Ballot:
    """Read anew; NotFound when there is none."""
    ballot = session.get(Ballot, ballot_id, populate_existing=True)
    if ballot is None:
        raise NotFound
    return ballot


def newest_ballot(session: Session, instance_id: int, name: str) -> Ballot | None:
    """The last round of a ballot of the instance."""
    query = select(Ballot).where(Ballot.instance_id == instance_id, Ballot.name == name)
    query = query.order_by(Ballot.round.desc()).limit(1)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def roll_of(session: Session, ballot_id: int) -> list[BallotVoter]:
    """In the order of their numbers, those struck off included."""
    query = select(BallotVoter).where(BallotVoter.ballot_id == ballot_id).order_by(BallotVoter.number)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def find_voter(session: Session, ballot_id: int, person_id: int) -> BallotVoter | None:
    return session.get(BallotVoter, (ballot_id, person_id), populate_existing=True)


def count_missing(session: Session, ballot_id: int) -> int:
    """How many on the roll have not voted."""
    query = select(func.count()).where(
        BallotVoter.ballot_id == ballot_id, BallotVoter.has_voted.is_(False), BallotVoter.struck == ""
    )
    return session.scalar(query) or 0


def get_pool(session: Session, ballot_id: int) -> BallotPool:
    return session.get_one(BallotPool, ballot_id, populate_existing=True)


def remove_pool(session: Session, ballot_id: int) -> None:
    session.execute(delete(BallotPool).where(BallotPool.ballot_id == ballot_id))
