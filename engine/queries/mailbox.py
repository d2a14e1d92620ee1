"""The local mailbox: every mail the product wrote."""

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from engine.people.policy import may_oversee
from engine.queries.mine import hidden_instances
from engine.queries.reader import Reader
from engine.store.models import Item, Notice, OutboxMail

PAGE = 50


def list_mails(session: Session, reader: Reader, before: int) -> tuple[list[OutboxMail], int | None]:
    """Newest first: one's own; of who oversees all, but those about confidential items."""
    query = select(OutboxMail).where(visible_mails(reader)).order_by(OutboxMail.id.desc())
    if before:
        query = query.where(OutboxMail.id < before)
    found = list(session.scalars(query.limit(PAGE + 1)))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def find_mail(session: Session, reader: Reader, mail_id: int) -> OutboxMail | None:
    """A mail that the reader may see."""
    return session.scalars(select(OutboxMail).where(OutboxMail.id == mail_id, visible_mails(reader))).first()


def visible_mails(reader: Reader) -> ColumnElement[bool]:
    """What was sent to the reader; for who oversees everything that is not about a confidential item."""
    own = OutboxMail.person_id == reader.person_id
    if not may_oversee(reader.roles):
        return own
    if not reader.confidential:
        return true()
    about = select(Item.id).where(Item.instance_id.in_(hidden_instances(reader)))
    told = select(Notice.id).where(Notice.instance_id.in_(hidden_instances(reader)))
    open_item = or_(OutboxMail.item_id.is_(None), OutboxMail.item_id.not_in(about))
    return or_(own, and_(open_item, or_(OutboxMail.notice_id.is_(None), OutboxMail.notice_id.not_in(told))))
