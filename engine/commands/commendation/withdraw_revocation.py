"""撤回撤销: the party committee office ends a procedure on an award before it is decided, with a reason."""

from collections.abc import Collection

from engine.act import Act
from engine.commands.instances.tell import tell
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.people.policy import may_read_revocation, may_run_commendation
from engine.store.models import AwardRevocation
from engine.store.revocations import get_award, get_revocation
from engine.store.runtime import lock_instance

MESSAGE = "revocation-withdrawn"


def withdraw_revocation(act: Act, roles: Collection[str], revocation_id: int, reason: str) -> AwardRevocation:
    """Conflict once it is decided or withdrawn; Invalid without a reason. Another may be started afterwards."""
    revocation = get_revocation(act.session, revocation_id)
    award = get_award(act.session, revocation.award_id)
    if not may_run_commendation(roles):
        concerned = act.actor_id in {award.person_id, act.situation.head(award.unit_id)}
        raise NotAllowed if may_read_revocation(roles, concerned=concerned) else NotFound
    if not reason.strip():
        raise Invalid([Problem("revocation.reason_missing", field="/reason")])
    instance = lock_instance(act.session, revocation.instance_id or 0)
    act.session.refresh(revocation)
    over = Conflict([Problem("revocation.over", {"number": revocation.number})])
    if revocation.state != "open" or not tell(act, instance, MESSAGE, {"stop_reason": reason.strip()[:400]}):
        raise over
    return revocation
