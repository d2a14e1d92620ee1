"""An objection that no diagram made a task of is answered by hand, so that no notice waits for ever."""

from collections.abc import Collection

from engine.act import Act
from engine.actions.public_notices import answer_now
from engine.domain.errors import Conflict, NotFound, Problem
from engine.people.policy import may_run_notices
from engine.store.models import Objection
from engine.store.public_notices import get_notice, get_objection
from engine.store.runtime import lock_instance


def answer_by_hand(act: Act, roles: Collection[str], objection_id: int, finding: str, answer: str) -> Objection:
    """Conflict for one that is somebody's task: it is answered there."""
    if not may_run_notices(roles):
        raise NotFound
    notice = get_notice(act.session, get_objection(act.session, objection_id).notice_id)
    instance = lock_instance(act.session, notice.instance_id)
    objection = get_objection(act.session, objection_id)
    if objection.is_caught:
        raise Conflict([Problem("notice.answer_in_task")])
    answer_now(act, instance, objection, finding, answer)
    return objection
