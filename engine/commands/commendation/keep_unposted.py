"""涉密不公示: the party committee office keeps a nominee off every notice, with a reason, before the unit has voted."""

from collections.abc import Collection

from engine.act import Act
from engine.domain.commendation import BEFORE_NOTICE
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.people.policy import may_oversee, may_run_commendation
from engine.store.commendation import get_nomination
from engine.store.events import append_event
from engine.store.models import Nomination
from engine.store.runtime import lock_instance

LONGEST = 400


def keep_unposted(act: Act, roles: Collection[str], nomination_id: int, reason: str) -> Nomination:
    """Conflict once the unit has voted, and a second time; Invalid without a reason."""
    instance = lock_instance(act.session, get_nomination(act.session, nomination_id).instance_id or 0)
    nomination = get_nomination(act.session, nomination_id)
    act.session.refresh(nomination)
    if not may_run_commendation(roles):
        sees = may_oversee(roles) or nomination.unit_id in act.situation.units_of(act.actor_id or 0)
        raise NotAllowed if sees else NotFound
    if not reason.strip():
        raise Invalid([Problem("commendation.reason_missing", field="/reason")])
    if nomination.state not in BEFORE_NOTICE or nomination.unposted_reason:
        raise Conflict([Problem("commendation.posted_already")])
    nomination.unposted_reason = reason.strip()[:LONGEST]
    act.session.flush()
    append_event(instance, "nomination.kept_unposted", act.origin, data={"nomination": nomination.number})
    return nomination
