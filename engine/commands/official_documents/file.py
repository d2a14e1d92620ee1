"""A worker files an official document that was ordered: load – validate – record. Setting it takes no transaction."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from engine.act import Act
from engine.domain.document_names import word_key, word_name
from engine.domain.retrying import is_last, next_attempt
from engine.store import Session
from engine.store.blobs import keep_blob
from engine.store.events import append_event
from engine.store.models import OfficialDocument
from engine.store.official_documents import lock_waiting, read_official_document, versions_before
from engine.store.runtime import lock_instance

FILED = "document.filed"
HELD = timedelta(minutes=10)
LONGEST_ERROR = 400


@dataclass(frozen=True)
class Files:
    """A document as it is filed: set, and to be worked on."""

    pdf: bytes
    word: bytes


def take_document(session: Session, now: datetime) -> OfficialDocument | None:
    """The next to be set, in hand for a while. The attempt counts from here: one that kills its worker ends as well."""
    document = lock_waiting(session, now)
    if document is None:
        return None
    document.attempts += 1
    document.next_attempt_at = now + HELD
    return document


def file_document(act: Act, document_id: int, files: Files) -> bool:
    """Keep both under their hashes and tell the record; False where another worker has done so already."""
    found = read_official_document(act.session, document_id)
    instance = lock_instance(act.session, found.instance_id)
    document = read_official_document(act.session, document_id)  # as it is under the lock
    if document.state != "waiting":
        return False
    document.sha256, document.size = _keep(act.session, files.pdf)
    document.word_sha256, document.word_size = _keep(act.session, files.word)
    document.state, document.filed_at, document.last_error = "filed", act.now, None
    origin = act.because("document", id=document.id).origin
    append_event(instance, FILED, origin, name=document.name, data=told(document))
    append_event(instance, FILED, origin, name=word_name(document.name), data=told_of_word(document))
    for earlier in versions_before(act.session, document):
        earlier.state, earlier.superseded_at = "superseded", earlier.superseded_at or act.now
    return True


def _keep(session: Session, content: bytes) -> tuple[str, int]:
    sha256 = hashlib.sha256(content).hexdigest()
    keep_blob(session, BytesIO(content), sha256, len(content))
    return sha256, len(content)


def put_off_document(session: Session, document_id: int, now: datetime, reason: str) -> None:
    """Later again; after the last try it stays as failed and is seen as such."""
    document = read_official_document(session, document_id)
    if document.state == "waiting":
        document.state = "failed" if is_last(document.attempts) else "waiting"
        document.next_attempt_at = next_attempt(now, document.attempts)
        document.last_error = reason[:LONGEST_ERROR]


def told(document: OfficialDocument) -> dict[str, object]:
    """The document as the record tells of it; its hash makes the record cover its content."""
    return {
        "document": document.id,
        "item": document.item_id,
        "kind": document.kind,
        "number": document.number,
        "ordinal": document.ordinal,
        "version": document.version,
        "size": document.size,
        "sha256": document.sha256,
    }


def told_of_word(document: OfficialDocument) -> dict[str, object]:
    """The same of its .docx, which is known by a name of its own."""
    named = {"document": word_key(document.id), "size": document.word_size, "sha256": document.word_sha256}
    return told(document) | named
