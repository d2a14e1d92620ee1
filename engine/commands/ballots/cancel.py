"""A ballot is called off before its count: what was voted is destroyed, and never known."""

from collections.abc import Collection

from engine.act import Act
from engine.actions.ballots import call_off
from engine.commands.instances.tell import tell
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.people.policy import may_run_ballots
from engine.store.ballots import find_voter, get_ballot
from engine.store.models import Ballot
from engine.store.runtime import lock_instance

MESSAGE = "ballot-cancelled"


def cancel_ballot(act: Act, roles: Collection[str], ballot_id: int, reason: str) -> Ballot:
    """By an organiser; Conflict after the count. The diagram may catch `ballot-cancelled` and open another round."""
    instance = lock_instance(act.session, get_ballot(act.session, ballot_id).instance_id)
    ballot = get_ballot(act.session, ballot_id)
    if not may_run_ballots(roles):
        raise NotAllowed if find_voter(act.session, ballot_id, act.actor_id or 0) else NotFound
    if not reason.strip():
        raise Invalid([Problem("ballot.reason_missing", field="/reason")])
    if ballot.state not in ("open", "closed"):
        raise Conflict([Problem("ballot.over")])
    call_off(act, instance, ballot, reason)
    tell(act, instance, MESSAGE, {"ballot_name": ballot.name, "ballot_code": ballot.code})
    return ballot
