"""Official documents: listed, downloaded by those who see their item, set again, and tried again where that failed."""

from typing import Literal

from fastapi import APIRouter, Response

from api.downloads import download_headers
from api.edge import Reading, Visit, Writing
from api.schemas.common import Key, Page, cursor_of
from api.schemas.official_documents import (
    BriefingBody,
    DocumentCounts,
    DocumentDetail,
    DocumentState,
    ListedDocument,
    RetryBody,
    SetAgainBody,
    listed_document,
)
from api.scopes import needs
from engine.commands.official_documents.order_briefing import order_briefing, require_month
from engine.commands.official_documents.retry import retry_document
from engine.commands.official_documents.set_again import set_again
from engine.domain.document_names import word_name
from engine.people.scopes import OPERATE, READ, REGISTER
from engine.queries.briefing import briefing_facts
from engine.queries.official_documents import count_documents, get_document, get_filed, list_documents, subjects_of
from engine.store.blobs import read_blob
from engine.store.models import Item, OfficialDocument
from engine.store.people import people_by_id
from engine.typesetting import texts_of

router = APIRouter(prefix="/official-documents", tags=["documents"])
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BINARY = {"schema": {"type": "string", "format": "binary"}}
Kind = Literal[
    "work_order",
    "urge",
    "urges",
    "supervise",
    "circular",
    "extension",
    "closing",
    "briefing",
    "minutes",
    "announcement",
    "award_decision",
    "certificate",
    "revocation",
]


def _listed(visit: Visit, rows: list[tuple[OfficialDocument, Item | None]]) -> list[ListedDocument]:
    people = people_by_id(visit.session, {one.ordered_by_id for one, _ in rows if one.ordered_by_id})
    subjects = subjects_of(visit.session, [document for document, _ in rows])
    return [listed_document(document, item, people, subjects) for document, item in rows]


def _one(visit: Visit, document: OfficialDocument) -> ListedDocument:
    item = visit.session.get(Item, document.item_id) if document.item_id else None
    return _listed(visit, [(document, item)])[0]


@router.get("")
@needs(READ)
def list_all(
    visit: Reading, state: DocumentState | None = None, kind: Kind | None = None, cursor: str | None = None
) -> Page[ListedDocument]:
    """Newest first, of one state and kind or of all; for those who oversee."""
    rows, following = list_documents(visit.session, visit.reader, state=state, kind=kind, before=cursor_of(cursor))
    return Page[ListedDocument](items=_listed(visit, rows), next=str(following) if following else None)


@router.get("/summary")
@needs(READ)
def summary(visit: Reading) -> DocumentCounts:
    """How many of each state; for those who oversee."""
    return DocumentCounts(**count_documents(visit.session, visit.reader))


@router.post("/briefings", response_model=ListedDocument, status_code=201)
@needs(REGISTER)
def order_one_briefing(visit: Writing, body: BriefingBody) -> Response:
    """督办月报 of a month, counted now; where there is one already, its next version, with the reason."""
    require_month(visit.act, body.month)
    facts = briefing_facts(visit.session, visit.reader, visit.act.calendar, visit.act.now, body.month)
    return visit.once(
        201, lambda: _one(visit, order_briefing(visit.act, visit.roles, facts, body.remarks, body.reason))
    )


@router.get("/{document_id}")
@needs(READ)
def get_one(visit: Reading, document_id: Key) -> DocumentDetail:
    """A document with its texts, for those who see its item; a briefing for those who oversee."""
    document = get_document(visit.session, visit.reader, document_id)
    return DocumentDetail(**dict(_one(visit, document)), texts=texts_of(document.content))


@router.get(
    "/{document_id}/content",
    response_class=Response,
    responses={200: {"content": {"application/pdf": BINARY, WORD: BINARY}}},
)
@needs(READ)
def download(visit: Reading, document_id: Key, format: Literal["pdf", "docx"] = "pdf") -> Response:
    """The file; 404 while it is not filed, 409 where its content is no longer what was filed."""
    in_word = format == "docx"
    document, sha256 = get_filed(visit.session, visit.reader, document_id, word=in_word)
    content = b"".join(read_blob(visit.session, sha256))
    name = word_name(document.name) if in_word else document.name
    return Response(content, media_type=WORD if in_word else "application/pdf", headers=download_headers(name))


@router.post("/{document_id}/versions", response_model=ListedDocument, status_code=201)
@needs(REGISTER)
def set_one_again(visit: Writing, document_id: Key, body: SetAgainBody) -> Response:
    """The next version of a filed document, with the reason and the words that are put right."""
    get_document(visit.session, visit.reader, document_id)
    return visit.once(
        201, lambda: _one(visit, set_again(visit.act, visit.roles, document_id, body.reason, body.wanted))
    )


@router.post("/{document_id}/retry", response_model=ListedDocument)
@needs(OPERATE)
def retry_one(visit: Writing, document_id: Key, body: RetryBody) -> Response:
    """Try again what could not be set, with the reason."""
    get_document(visit.session, visit.reader, document_id)
    return visit.once(200, lambda: _one(visit, retry_document(visit.act, visit.roles, document_id, body.reason)))
