"""Official documents: of items as these are seen, of awards and reviews as they say, briefings for overseers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from engine.domain.document_names import AWARD_PAPERS, REVOCATION_PAPER
from engine.domain.errors import NotAllowed, NotFound
from engine.people.policy import may_oversee, may_read_revocation
from engine.queries.awards import sees_award_paper
from engine.queries.ledger import get_item, visible_items
from engine.queries.mine import hidden_instances
from engine.queries.reader import Reader
from engine.queries.reviews import sees_minutes
from engine.store.models import BundledUrge, Item, KeyTask, OfficialDocument

PAGE = 50
MINUTES, URGES = "minutes", "urges"


def documents_of(session: Session, reader: Reader, item_id: int) -> list[OfficialDocument]:
    """Those of an item that somebody has made sure may be seen, in the order of their issue.

    Among them the notes in which it was urged together with others, as far as the reader may see these.
    """
    notes = select(BundledUrge.instance_id).where(BundledUrge.item_id == item_id, BundledUrge.instance_id.is_not(None))
    together = and_(OfficialDocument.instance_id.in_(notes), _sees_urges(reader))
    query = select(OfficialDocument).where(or_(OfficialDocument.item_id == item_id, together))
    return list(session.scalars(query.order_by(OfficialDocument.issued_at, OfficialDocument.id)))


def _sees_urges(reader: Reader) -> ColumnElement[bool]:
    """合并催办单: for the unit that was urged, and for whoever sees every item in it; what is confidential stays so."""
    listed = select(BundledUrge.id).join(Item, Item.id == BundledUrge.item_id)
    listed = listed.where(BundledUrge.instance_id == OfficialDocument.instance_id).correlate(OfficialDocument)
    unseen = Item.id.not_in(select(Item.id).where(*visible_items(reader)).correlate(None))
    others = BundledUrge.unit_id.not_in(reader.situation.units_of(reader.person_id))
    hidden = Item.instance_id.in_(hidden_instances(reader))
    return ~exists(listed.where(unseen, or_(others, hidden)))


def get_document(session: Session, reader: Reader, document_id: int) -> OfficialDocument:
    """Whatever its state; NotFound where its item is not seen."""
    document = session.get(OfficialDocument, document_id)
    if document is None or (document.item_id is None and not _sees_without_item(session, reader, document)):
        raise NotFound
    if document.item_id is not None:
        get_item(session, reader, document.item_id)
    return document


def _sees_without_item(session: Session, reader: Reader, document: OfficialDocument) -> bool:
    if document.kind in AWARD_PAPERS:
        return sees_award_paper(session, reader, document)
    if document.kind == MINUTES:
        return sees_minutes(session, reader, document)
    if document.kind == URGES:
        seen = select(OfficialDocument.id).where(OfficialDocument.id == document.id, _sees_urges(reader))
        return session.scalar(seen) is not None
    return may_oversee(reader.roles)


@dataclass(frozen=True)
class Subjects:
    """What documents of no single item are about, by the instance: a key task, or the items that were urged."""

    key_tasks: Mapping[int, KeyTask]
    urged: Mapping[int, Sequence[Item]]


def subjects_of(session: Session, documents: Sequence[OfficialDocument]) -> Subjects:
    """Of documents that somebody has made sure may be seen, with all that stands in them."""
    of_kind = {kind: {one.instance_id for one in documents if one.kind == kind} for kind in (MINUTES, URGES)}
    tasks = select(KeyTask).where(KeyTask.instance_id.in_(of_kind[MINUTES]))
    found = {task.instance_id: task for task in session.scalars(tasks) if task.instance_id is not None}
    listed = select(BundledUrge.instance_id, Item).join(Item, Item.id == BundledUrge.item_id)
    listed = listed.where(BundledUrge.instance_id.in_(of_kind[URGES])).order_by(BundledUrge.id)
    urged: dict[int, list[Item]] = {}
    for instance_id, item in session.execute(listed):
        urged.setdefault(instance_id or 0, []).append(item)
    return Subjects(found, urged)


def get_filed(session: Session, reader: Reader, document_id: int, *, word: bool) -> tuple[OfficialDocument, str]:
    """A filed document with the hash of its PDF or .docx; NotFound where that is not filed, or its item is not seen."""
    document = get_document(session, reader, document_id)
    sha256 = document.word_sha256 if word else document.sha256
    if sha256 is None:
        raise NotFound
    return document, sha256


def list_documents(
    session: Session, reader: Reader, *, state: str | None, kind: str | None, before: int
) -> tuple[list[tuple[OfficialDocument, Item | None]], int | None]:
    """Newest first with their items, of one state and kind or of all; NotAllowed for those who do not oversee."""
    query = select(OfficialDocument, Item).outerjoin(Item, Item.id == OfficialDocument.item_id).where(_seen(reader))
    if state is not None:
        query = query.where(OfficialDocument.state == state)
    if kind is not None:
        query = query.where(OfficialDocument.kind == kind)
    if before:
        query = query.where(OfficialDocument.id < before)
    rows = session.execute(query.order_by(OfficialDocument.id.desc()).limit(PAGE + 1)).all()
    found: list[tuple[OfficialDocument, Item | None]] = [(document, item) for document, item in rows]
    return found[:PAGE], found[PAGE - 1][0].id if len(found) > PAGE else None


def count_documents(session: Session, reader: Reader) -> dict[str, int]:
    """By state; NotAllowed for those who do not oversee."""
    query = select(OfficialDocument.state, func.count().label("number")).where(_seen(reader))
    return {row.state: row.number for row in session.execute(query.group_by(OfficialDocument.state))}


def _seen(reader: Reader) -> ColumnElement[bool]:
    if not may_oversee(reader.roles):
        raise NotAllowed
    visible = select(Item.id).where(*visible_items(reader)).correlate(None)
    instance_id = OfficialDocument.instance_id
    without_item = and_(OfficialDocument.item_id.is_(None), instance_id.not_in(hidden_instances(reader)))
    if not may_read_revocation(reader.roles, concerned=False):
        without_item = and_(without_item, OfficialDocument.kind != REVOCATION_PAPER)
    without_item = and_(without_item, or_(OfficialDocument.kind != URGES, _sees_urges(reader)))
    return or_(without_item, OfficialDocument.item_id.in_(visible))
