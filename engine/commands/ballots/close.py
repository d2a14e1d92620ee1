"""A ballot closes: at its moment, or when everybody has voted and the rule says so; the diagram is told."""

from engine.act import Act
from engine.actions.ballots import close_now
from engine.commands.instances.tell import tell
from engine.store.ballots import get_ballot
from engine.store.models import Ballot
from engine.store.rows import HeldInstance

MESSAGE = "ballot-closed"


def close_when_due(act: Act, instance: HeldInstance, ballot_id: int) -> None:
    """Its timer rang; where it rings again after a fault, the diagram is only told again."""
    ballot = get_ballot(act.session, ballot_id)
    if ballot.state == "open" and ballot.closes_at <= act.now:
        close_now(act, instance, ballot)
    if ballot.state == "closed":
        _tell(act, instance, ballot)


def close_and_tell(act: Act, instance: HeldInstance, ballot: Ballot) -> None:
    close_now(act, instance, ballot)
    _tell(act, instance, ballot)


def _tell(act: Act, instance: HeldInstance, ballot: Ballot) -> None:
    tell(act, instance, MESSAGE, {"ballot_name": ballot.name, "ballot_code": ballot.code})
