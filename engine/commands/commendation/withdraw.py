"""A nomination is withdrawn by who nominated, or by the nominee, until the panel sits."""

from collections.abc import Collection

from engine.act import Act
from engine.commands.instances.tell import tell
from engine.domain.commendation import BEFORE_PANEL, ENDS
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.people.policy import may_change_nomination, may_oversee
from engine.store.commendation import get_cycle, get_nomination
from engine.store.models import Nomination
from engine.store.runtime import lock_instance

MESSAGE = "nomination-stopped"


def withdraw_nomination(act: Act, roles: Collection[str], nomination_id: int, reason: str) -> Nomination:
    """Conflict once the panel sits, or when it has ended; Invalid without a reason."""
    instance = lock_instance(act.session, get_nomination(act.session, nomination_id).instance_id or 0)
    nomination = get_nomination(act.session, nomination_id)
    owners = {nomination.nominated_by_id, nomination.person_id}
    if not may_change_nomination(roles, act.actor_id or 0, owners):
        sees = may_oversee(roles) or nomination.unit_id in act.situation.units_of(act.actor_id or 0)
        raise NotAllowed if sees else NotFound
    if not reason.strip():
        raise Invalid([Problem("commendation.reason_missing", field="/reason")])
    cycle = get_cycle(act.session, nomination.cycle_id)
    act.session.refresh(nomination)
    act.session.refresh(cycle)
    if nomination.state in ENDS or cycle.state not in BEFORE_PANEL:
        raise Conflict([Problem("commendation.too_late")])
    if not tell(act, instance, MESSAGE, {"stop_state": "withdrawn", "stop_reason": reason.strip()[:400]}):
        raise Conflict([Problem("commendation.too_late")])
    return nomination
