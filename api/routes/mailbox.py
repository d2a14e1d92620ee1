"""The local mailbox: every mail the product wrote, whether or not a mail server took it."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter

from api.edge import Reading
from api.schemas.common import Key, Page, Shape, cursor_of
from api.scopes import needs
from engine.domain.errors import NotFound
from engine.people.scopes import READ
from engine.queries.mailbox import find_mail
from engine.queries.mailbox import list_mails as page_of_mails
from engine.store.models import OutboxMail

router = APIRouter(prefix="/mailbox", tags=["mailbox"])


class Recipient(Shape):
    address: str
    name: str


class MailSummary(Shape):
    id: int
    message_id: str
    to: Recipient
    subject: str
    kind: str
    created_at: datetime
    sent_at: datetime | None
    state: str


class Mail(MailSummary):
    text: str
    html: str


def _fields(mail: OutboxMail) -> dict[str, Any]:
    return {
        "id": mail.id,
        "message_id": mail.message_id,
        "to": Recipient(address=mail.address, name=mail.recipient),
        "subject": mail.subject,
        "kind": mail.kind,
        "created_at": mail.created_at,
        "sent_at": mail.sent_at,
        "state": mail.state,
    }


@router.get("")
@needs(READ)
def list_mails(visit: Reading, cursor: str | None = None) -> Page[MailSummary]:
    """Newest first; overseers see all, others what was sent to them."""
    found, following = page_of_mails(visit.session, visit.reader, cursor_of(cursor))
    shapes = [MailSummary(**_fields(mail)) for mail in found]
    return Page[MailSummary](items=shapes, next=str(following) if following else None)


@router.get("/{mail_id}")
@needs(READ)
def get_mail(visit: Reading, mail_id: Key) -> Mail:
    """One mail with its text and HTML."""
    mail = find_mail(visit.session, visit.reader, mail_id)
    if mail is None:
        raise NotFound
    return Mail(**_fields(mail), text=mail.text, html=mail.html)
