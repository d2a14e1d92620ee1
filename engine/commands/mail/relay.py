"""Sending what the outbox holds: over SMTP when configured, kept for the local mailbox always."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Protocol

from engine.store import Session
from engine.store.models import OutboxMail
from engine.store.outbox import claim_waiting

MAX_ATTEMPTS = 10
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)


class Postman(Protocol):
    """Hands a mail to a server; raises OSError (smtplib's errors are such) when it cannot."""

    def send(self, mail: EmailMessage) -> None: ...


def relay_next(session: Session, now: datetime, postman: Postman | None, sender: str) -> bool:
    """Send the oldest waiting mail; False when none is due. Without a postman it is kept for the mailbox only."""
    row = claim_waiting(session, now)
    if row is None:
        return False
    if postman is None:
        row.state = "kept"
        return True
    try:
        postman.send(_message(row, sender))
    except OSError as error:
        _back_off(row, now, str(error))
    except ValueError as error:  # no mail can be made of it, and none ever will: it must not hold up the others
        row.state, row.last_error = "dead", str(error)[:400]
    else:
        row.state, row.sent_at = "sent", now
    return True


def _message(row: OutboxMail, sender: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Message-ID"] = row.message_id
    mail["From"], mail["To"], mail["Subject"] = sender, row.address, row.subject
    mail["Date"] = row.created_at
    mail.set_content(row.text)
    mail.add_alternative(row.html, subtype="html")
    return mail


def _back_off(row: OutboxMail, now: datetime, reason: str) -> None:
    """Twice as long after each failure; after the last try the mail is dead and stays visible."""
    row.attempts += 1
    row.last_error = reason[:400]
    row.next_attempt_at = now + min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE)
    if row.attempts >= MAX_ATTEMPTS:
        row.state = "dead"
