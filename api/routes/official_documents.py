"""Official documents: downloaded by those who see their item."""

from fastapi import APIRouter, Response

from api.downloads import download_headers
from api.edge import Reading
from api.schemas.common import Key
from api.scopes import needs
from engine.people.scopes import READ
from engine.queries.official_documents import get_seen_document
from engine.store.blobs import read_blob

router = APIRouter(tags=["supervision"])


@router.get(
    "/official-documents/{document_id}/content",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}},
)
@needs(READ)
def download(visit: Reading, document_id: Key) -> Response:
    """The PDF; 404 while it is not filed, 409 where its content is no longer what was filed."""
    document, sha256 = get_seen_document(visit.session, visit.reader, document_id)
    content = b"".join(read_blob(visit.session, sha256))
    return Response(content, media_type="application/pdf", headers=download_headers(document.name))
