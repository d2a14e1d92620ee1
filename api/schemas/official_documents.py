"""Official documents as the page of an item and the list of all documents show them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.schemas.common import Coded, Named, Shape, coded, named
from engine.domain.document_names import word_name
from engine.queries.official_documents import Subjects
from engine.store.models import Item, KeyTask, OfficialDocument, Person
from engine.typesetting import Correction

DocumentState = Literal["waiting", "filed", "failed", "superseded"]
Reason = Annotated[str, Field(min_length=1, max_length=400, pattern=r"\S")]


class WordShape(Shape):
    """The .docx of a document: `size` in bytes, `sha256` hexadecimal."""

    name: str
    size: int
    sha256: str


class OfficialDocumentShape(Shape):
    """`state` is waiting (being set), filed (to be downloaded), failed, or superseded (a later version is filed).

    `size` in bytes and `sha256` hexadecimal are those of the PDF; `word` is None where only a PDF was filed.
    `reason` and `ordered_by` tell why and by whom a later version was set.
    """

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
    word: WordShape | None
    filed_at: datetime | None
    reason: str | None
    ordered_by: Named | None
    superseded_at: datetime | None


class SubjectItem(Shape):
    id: int
    number: str | None
    title: str


class ListedDocument(OfficialDocumentShape):
    """With what it is about, how often it was tried, and why that did not work.

    Minutes are about a `key_task`, a 合并催办单 about the items `urged`, a briefing about none of these.
    """

    item: SubjectItem | None
    key_task: SubjectItem | None
    urged: list[SubjectItem]
    attempts: int
    last_error: str | None


class DocumentDetail(ListedDocument):
    """With every text that may be put right, as it stands in the document."""

    texts: list[str]


class DocumentCounts(Shape):
    waiting: int = 0
    filed: int = 0
    failed: int = 0
    superseded: int = 0


class CorrectionBody(BaseModel):
    before: Annotated[str, Field(min_length=1, max_length=4000)]
    after: Annotated[str, Field(max_length=4000)]


class SetAgainBody(BaseModel):
    """`corrections` are made one after the other; without any the document says the same in the layout of today."""

    reason: Reason
    corrections: Annotated[list[CorrectionBody], Field(max_length=50)] = []

    @property
    def wanted(self) -> list[Correction]:
        return [Correction(one.before, one.after) for one in self.corrections]


class BriefingBody(BaseModel):
    """`month` as 2026-01; `remarks` are what is required next; `reason` is needed where there is a briefing already."""

    month: Annotated[str, Field(max_length=7)]
    remarks: Annotated[str, Field(max_length=4000)] = ""
    reason: Annotated[str, Field(max_length=400)] = ""


class RetryBody(BaseModel):
    reason: Reason


def official_document_shape(document: OfficialDocument, people: Mapping[int, Person]) -> OfficialDocumentShape:
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
        word=_word(document),
        filed_at=document.filed_at,
        reason=document.reason,
        ordered_by=named(people.get(document.ordered_by_id or 0)),
        superseded_at=document.superseded_at,
    )


def listed_document(
    document: OfficialDocument, item: Item | None, people: Mapping[int, Person], subjects: Subjects
) -> ListedDocument:
    return ListedDocument(
        **dict(official_document_shape(document, people)),
        item=_subject(item),
        key_task=_subject(subjects.key_tasks.get(document.instance_id)),
        urged=[one for item in subjects.urged.get(document.instance_id, ()) if (one := _subject(item))],
        attempts=document.attempts,
        last_error=document.last_error,
    )


def _subject(about: Item | KeyTask | None) -> SubjectItem | None:
    return SubjectItem(id=about.id, number=about.number, title=about.title) if about else None


def _word(document: OfficialDocument) -> WordShape | None:
    if document.word_sha256 is None or document.word_size is None:
        return None
    return WordShape(name=word_name(document.name), size=document.word_size, sha256=document.word_sha256)
