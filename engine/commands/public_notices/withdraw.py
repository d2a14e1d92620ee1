"""A notice is withdrawn with a reason; nothing that was on it can be decided any more."""

from collections.abc import Collection

from engine.act import Act
from engine.actions.public_notices import withdraw_now
from engine.commands.instances.tell import tell
from engine.domain.errors import NotAllowed
from engine.people.policy import may_run_notices
from engine.store.models import PublicNotice
from engine.store.public_notices import get_notice
from engine.store.runtime import lock_instance

MESSAGE = "notice-withdrawn"


def withdraw_by_hand(act: Act, roles: Collection[str], notice_id: int, reason: str) -> PublicNotice:
    """By an organiser; the diagram may catch `notice-withdrawn`."""
    if not may_run_notices(roles):
        raise NotAllowed
    instance = lock_instance(act.session, get_notice(act.session, notice_id).instance_id)
    notice = get_notice(act.session, notice_id)
    withdraw_now(act, instance, notice, reason)
    tell(act, instance, MESSAGE, {"notice_name": notice.name, "notice_slug": notice.slug})
    return notice
