"""Are the files that the record tells of still what was attached or filed?"""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.chain import Finding
from engine.store.blobs import blob_parts
from engine.store.models import Event

KEPT = ("attachment.added", "attachment.removed", "document.filed")


def check_contents(session: Session) -> Iterator[Finding]:
    """One finding for each attachment or document, by its event, whose content is gone or another; each read once."""
    found: dict[str, str] = {}
    for event in _kept(session):
        expected = str(event.data.get("sha256"))
        if expected not in found:
            found[expected] = _hash(session, expected)
        if found[expected] != expected:
            at = event.at.isoformat()
            yield Finding("content", event.instance_id, event.seq, at, expected=expected, found=found[expected])


def _kept(session: Session) -> list[Event]:
    """Of those that nobody removed, the event that tells of it."""
    kept: dict[object, Event] = {}
    query = select(Event).where(Event.type.in_(KEPT)).order_by(Event.instance_id, Event.seq)
    for event in session.scalars(query):
        number = (event.instance_id, event.data.get("attachment"), event.data.get("document"))
        if event.type == "attachment.removed":
            kept.pop(number, None)
        else:
            kept[number] = event
    return list(kept.values())


def _hash(session: Session, sha256: str) -> str:
    """Of what is kept under it; "-" where nothing is."""
    digest, is_there = hashlib.sha256(), False
    for part in blob_parts(session, sha256):
        digest.update(part)
        is_there = True
    return digest.hexdigest() if is_there else "-"
