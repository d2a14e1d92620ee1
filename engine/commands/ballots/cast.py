"""Somebody on the roll votes, once. What they voted lies in the sealed pool and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.act import Act
from engine.actions.ballots import read_votes, write_votes
from engine.commands.ballots.close import close_and_tell
from engine.domain.ballot import Option, Rule, make_vote
from engine.domain.errors import Conflict, NotAllowed, NotFound, Problem
from engine.store.ballots import count_missing, find_voter, get_ballot, get_pool
from engine.store.events import append_event
from engine.store.models import Ballot, BallotVoter
from engine.store.rows import HeldInstance
from engine.store.runtime import lock_instance


@dataclass(frozen=True)
class Casting:
    """`receipt` is made by the voter's own device; `choices` are marks by the codes of options."""

    receipt: str
    choices: Mapping[str, str]


def cast_vote(act: Act, ballot_id: int, casting: Casting) -> Ballot:
    """Conflict for a second vote, for one after the close and for a receipt that is taken.

    The same request again, known by its receipt, does nothing and is no error.
    """
    instance = lock_instance(act.session, get_ballot(act.session, ballot_id).instance_id)
    ballot = get_ballot(act.session, ballot_id)
    voter = find_voter(act.session, ballot_id, act.actor_id or 0)
    if voter is None:
        raise NotFound
    rule = Rule(**ballot.rule)
    vote = make_vote(ballot.code, rule, [Option(**one) for one in ballot.options], casting.receipt, casting.choices)
    is_there = vote.commitment in _commitments(act, ballot)
    if voter.has_voted and is_there:
        return ballot
    _allow(act, instance, ballot, voter)
    if is_there:
        raise Conflict([Problem("ballot.receipt_taken", field="/receipt")])
    pool = get_pool(act.session, ballot_id)
    added = vote if rule.secret else replace(vote, voter=voter.number)
    write_votes(act, ballot, pool, [*read_votes(act, ballot, pool), added])
    voter.has_voted = True
    act.session.flush()
    append_event(instance, "ballot.cast", act.origin, name=ballot.title, data={"ballot": ballot.code})
    if rule.early and count_missing(act.session, ballot_id) == 0:
        close_and_tell(act, instance, ballot)
    return ballot


def _commitments(act: Act, ballot: Ballot) -> set[str]:
    """Of the votes that were cast, wherever they lie now."""
    if ballot.record is not None:
        return {one["commitment"] for one in ballot.record["votes"]}
    if ballot.state == "cancelled":
        return set()
    return {one.commitment for one in read_votes(act, ballot, get_pool(act.session, ballot.id))}


def _allow(act: Act, instance: HeldInstance, ballot: Ballot, voter: BallotVoter) -> None:
    if voter.struck:
        raise NotAllowed([Problem("ballot.struck", {"reason": voter.struck})])
    if voter.has_voted:
        raise Conflict([Problem("ballot.voted")])
    if ballot.state != "open" or act.now >= ballot.closes_at:
        raise Conflict([Problem("ballot.closed")])
    if instance.state != "running":
        raise Conflict([Problem("ballot.standing")])
