"""Official documents as the page of an item shows them."""

from datetime import datetime

from api.schemas.common import Coded, Shape, coded
from engine.store.models import OfficialDocument


class OfficialDocumentShape(Shape):
    """`state` is waiting (being set), filed (to be downloaded), or failed; `size` in bytes, `sha256` hexadecimal."""

    id: int
    kind: Coded
    ordinal: int
    version: int
    number: str | None
    name: str
    issued_at: datetime
    state: Coded
    size: int | None
    sha256: str | None
    filed_at: datetime | None


def official_document_shape(document: OfficialDocument) -> OfficialDocumentShape:
    return OfficialDocumentShape(
        id=document.id,
        kind=coded("document", document.kind),
        ordinal=document.ordinal,
        version=document.version,
        number=document.number,
        name=document.name,
        issued_at=document.issued_at,
        state=coded("document_state", document.state),
        size=document.size,
        sha256=document.sha256,
        filed_at=document.filed_at,
    )
