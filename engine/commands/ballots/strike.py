"""回避: somebody on the roll is struck off it while they have not voted, with a reason."""

from collections.abc import Collection

from engine.act import Act
from engine.commands.ballots.close import close_and_tell
from engine.domain.ballot import Rule
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.people.policy import may_run_ballots
from engine.store.ballots import count_missing, find_voter, get_ballot, roll_of
from engine.store.events import append_event
from engine.store.models import Ballot
from engine.store.runtime import lock_instance


def strike_voter(act: Act, roles: Collection[str], ballot_id: int, person_id: int, reason: str) -> Ballot:
    """By the organiser, or by the voter themselves; Conflict after their vote, after the close, with too few left."""
    instance = lock_instance(act.session, get_ballot(act.session, ballot_id).instance_id)
    ballot = get_ballot(act.session, ballot_id)
    runs = may_run_ballots(roles)
    if not runs and find_voter(act.session, ballot_id, act.actor_id or 0) is None:
        raise NotFound
    if not runs and person_id != act.actor_id:
        raise NotAllowed
    if not reason.strip():
        raise Invalid([Problem("ballot.reason_missing", field="/reason")])
    voter = find_voter(act.session, ballot_id, person_id)
    if voter is None:
        raise Invalid([Problem("ballot.not_on_roll", field="/person_id")])
    if ballot.state != "open" or act.now >= ballot.closes_at:
        raise Conflict([Problem("ballot.closed")])
    if voter.has_voted:
        raise Conflict([Problem("ballot.voted")])
    if voter.struck:
        return ballot
    rule = Rule(**ballot.rule)
    if sum(not one.struck for one in roll_of(act.session, ballot_id)) <= rule.least_voters:
        raise Conflict([Problem("ballot.roll_small", {"least": rule.least_voters})])
    voter.struck = reason.strip()[:400]
    act.session.flush()
    data = {"ballot": ballot.code, "person": person_id, "reason": voter.struck}
    append_event(instance, "ballot.voter_struck", act.origin, name=ballot.title, data=data)
    if rule.early and count_missing(act.session, ballot_id) == 0:
        close_and_tell(act, instance, ballot)
    return ballot
