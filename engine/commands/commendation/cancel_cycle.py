"""终止: a cycle is cancelled with a reason; what is under way in it ends, and everybody in it is told."""

from collections.abc import Collection

from engine.act import Act
from engine.commands.commendation.withdraw import MESSAGE as STOPPED
from engine.commands.instances.tell import tell
from engine.domain.commendation import ENDS
from engine.domain.errors import Conflict, Invalid, NotAllowed, Problem
from engine.people.policy import may_run_commendation
from engine.store.commendation import get_cycle, nominations_of
from engine.store.models import AwardCycle
from engine.store.runtime import lock_instance

MESSAGE = "cycle-cancelled"
OVER = ("awarded", "cancelled")


def cancel_cycle(act: Act, roles: Collection[str], cycle_id: int, reason: str) -> AwardCycle:
    """Conflict once it is decided; the nominations are locked before their cycle, as everywhere."""
    cycle = get_cycle(act.session, cycle_id)
    if not may_run_commendation(roles):
        raise NotAllowed
    if not reason.strip():
        raise Invalid([Problem("commendation.reason_missing", field="/reason")])
    nominations = nominations_of(act.session, cycle_id)
    held = {one.id: lock_instance(act.session, one.instance_id or 0) for one in nominations}
    instance = lock_instance(act.session, cycle.instance_id or 0)
    act.session.refresh(cycle)
    if cycle.state in OVER or cycle.decided_at is not None:
        raise Conflict([Problem("commendation.cycle_over")])
    told = {"stop_state": "cancelled", "stop_reason": reason.strip()[:400]}
    for one in nominations_of(act.session, cycle_id):
        if one.state not in ENDS:
            tell(act, held.get(one.id) or lock_instance(act.session, one.instance_id or 0), STOPPED, told)
    if not tell(act, instance, MESSAGE, told):
        raise Conflict([Problem("commendation.cycle_over")])
    return cycle
