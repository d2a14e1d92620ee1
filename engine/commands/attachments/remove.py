"""Who attached a file takes it away again, before the work is done: load – allow – validate – record."""

from engine.act import Act
from engine.commands.attachments.attach import told
from engine.domain.errors import NotAllowed, NotFound, Problem
from engine.people.policy import may_remove_attachment
from engine.store.attachments import get_attachment, require_open
from engine.store.blobs import drop_blob
from engine.store.events import append_event
from engine.store.runtime import lock_instance


def remove_attachment(act: Act, attachment_id: int) -> None:
    """The row stays and says what was there; the content goes unless another has it. NotFound when it is gone."""
    if act.actor_id is None:
        raise NotFound
    instance = lock_instance(act.session, get_attachment(act.session, attachment_id).instance_id)
    attachment = get_attachment(act.session, attachment_id)  # as it is under the lock
    if not may_remove_attachment(act.actor_id, attachment.added_by_id):
        raise NotAllowed([Problem("attachments.not_own")])
    element_id = require_open(act.session, attachment.task_id, attachment.item_id)
    attachment.removed_at, attachment.removed_by_id = act.now, act.actor_id
    act.session.flush()
    drop_blob(act.session, attachment.sha256)
    data = told(attachment)
    append_event(instance, "attachment.removed", act.origin, element_id=element_id, name=attachment.name, data=data)
