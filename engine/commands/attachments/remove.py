"""Who attached a file takes it away again, before the work is done: load – allow – validate – record.

The files of a nomination are taken away by whoever may withdraw it.
"""

from collections.abc import Collection

from engine.act import Act
from engine.commands.attachments.attach import told
from engine.domain.errors import NotAllowed, NotFound, Problem
from engine.people.policy import may_change_nomination, may_remove_attachment
from engine.store.attachments import find_nomination_at, get_attachment, require_open
from engine.store.blobs import drop_blob
from engine.store.events import append_event
from engine.store.models import Attachment
from engine.store.runtime import lock_instance


def remove_attachment(act: Act, attachment_id: int, roles: Collection[str] = ()) -> None:
    """The row stays and says what was there; the content goes unless another has it. NotFound when it is gone."""
    if act.actor_id is None:
        raise NotFound
    instance = lock_instance(act.session, get_attachment(act.session, attachment_id).instance_id)
    attachment = get_attachment(act.session, attachment_id)  # as it is under the lock
    _allow(act, roles, attachment)
    element_id = require_open(act.session, attachment.instance_id, attachment.task_id, attachment.item_id)
    attachment.removed_at, attachment.removed_by_id = act.now, act.actor_id
    act.session.flush()
    drop_blob(act.session, attachment.sha256)
    data = told(attachment)
    append_event(instance, "attachment.removed", act.origin, element_id=element_id, name=attachment.name, data=data)


def _allow(act: Act, roles: Collection[str], attachment: Attachment) -> None:
    is_beside = attachment.task_id is None and attachment.item_id is None
    nomination = find_nomination_at(act.session, attachment.instance_id) if is_beside else None
    if nomination is None:
        if not may_remove_attachment(act.actor_id or 0, attachment.added_by_id):
            raise NotAllowed([Problem("attachments.not_own")])
    elif not may_change_nomination(roles, act.actor_id or 0, (nomination.nominated_by_id, nomination.person_id)):
        raise NotAllowed
