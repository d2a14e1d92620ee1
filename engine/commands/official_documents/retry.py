"""A document that could not be set is tried again, with the reason: load – allow – validate – record."""

from collections.abc import Collection

from engine.act import Act
from engine.domain.errors import Conflict, NotAllowed, Problem
from engine.people.policy import may_operate
from engine.store.events import append_event
from engine.store.models import OfficialDocument
from engine.store.official_documents import read_official_document
from engine.store.runtime import lock_instance


def retry_document(act: Act, roles: Collection[str], document_id: int, reason: str) -> OfficialDocument:
    """With all its attempts before it; Conflict unless it has failed."""
    found = read_official_document(act.session, document_id)
    if not may_operate(roles):
        raise NotAllowed
    instance = lock_instance(act.session, found.instance_id)
    document = read_official_document(act.session, document_id)
    if document.state != "failed":
        raise Conflict([Problem("papers.not_failed")])
    document.state, document.attempts, document.next_attempt_at = "waiting", 0, act.now
    told = {"document": document.id, "reason": reason, "error": document.last_error}
    append_event(instance, "document.retried", act.origin, name=document.name, data=told)
    return document
