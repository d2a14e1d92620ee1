"""Official documents of items that a person sees, and of no others."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.queries.ledger import get_item
from engine.queries.reader import Reader
from engine.store.models import OfficialDocument


def documents_of(session: Session, item_id: int) -> list[OfficialDocument]:
    """Those of an item that somebody has made sure may be seen, in the order of their issue."""
    query = select(OfficialDocument).where(OfficialDocument.item_id == item_id)
    return list(session.scalars(query.order_by(OfficialDocument.issued_at, OfficialDocument.id)))


def get_seen_document(session: Session, reader: Reader, document_id: int) -> tuple[OfficialDocument, str]:
    """A filed document with its hash; NotFound where it is not filed, or its item is not seen."""
    document = session.get(OfficialDocument, document_id)
    if document is None or document.sha256 is None:
        raise NotFound
    get_item(session, reader, document.item_id)
    return document, document.sha256
