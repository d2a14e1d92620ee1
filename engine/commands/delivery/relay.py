"""Handing over what was claimed, outside any transaction, and noting what became of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any, Protocol

from engine.domain.retrying import is_last, next_attempt
from engine.notify.calls import Refused
from engine.settings import Receiver
from engine.store import Session
from engine.store.models import OutboxCall, OutboxMail
from engine.store.outbox import note

LONGEST_ERROR = 400
MAIL_SERVER = "mail"


class Postman(Protocol):
    """Hands a mail to a server; Refused where it does not take this one, another OSError where it is not there."""

    def send(self, mail: EmailMessage) -> None: ...


class Caller(Protocol):
    """Makes a call, of a channel where one is given; Refused where it is not taken, another OSError where nobody is."""

    def call(self, row: OutboxCall, now: datetime, channel: Receiver | None = None) -> None: ...


@dataclass
class Carriers:
    """The ways out of the house. Who did not answer once is not waited for again with the rest of a batch."""

    postman: Postman | None
    caller: Caller
    sender: str
    reply_to: str | None = None
    channels: Mapping[int, Receiver] = field(default_factory=dict)
    away: dict[str, str] = field(default_factory=dict)


def hand_over(row: OutboxMail | OutboxCall, carriers: Carriers, clock: Callable[[], datetime]) -> Mapping[str, Any]:
    """Send one; answers what to write on its row."""
    destination = MAIL_SERVER if isinstance(row, OutboxMail) else f"{row.channel_id or ''}:{row.receiver}"
    if destination in carriers.away:
        return _failed(row, clock(), carriers.away[destination])
    try:
        _send(row, carriers, clock())
    except Refused as refusal:
        return _failed(row, clock(), str(refusal))
    except OSError as error:
        carriers.away[destination] = _reason(error)
        return _failed(row, clock(), _reason(error))
    except ValueError as error:  # nothing can be made of it, and nothing ever will
        return {"state": "dead", "last_error": _reason(error)}
    return {"state": "sent", "sent_at": clock(), "last_error": None}


def write_outcome(session: Session, row: OutboxMail | OutboxCall, lease: str, outcome: Mapping[str, Any]) -> bool:
    """False when the lease ran out and somebody else has the row: what they note counts."""
    if isinstance(row, OutboxMail):
        return note(session, OutboxMail, row.id, lease, outcome)
    return note(session, OutboxCall, row.id, lease, outcome)


def _send(row: OutboxMail | OutboxCall, carriers: Carriers, now: datetime) -> None:
    if isinstance(row, OutboxCall):
        carriers.caller.call(row, now, carriers.channels.get(row.channel_id or 0))
    elif carriers.postman is not None:
        carriers.postman.send(_message(row, carriers.sender, carriers.reply_to))


def _message(row: OutboxMail, sender: str, reply_to: str | None) -> EmailMessage:
    mail = EmailMessage()
    mail["Message-ID"] = row.message_id
    mail["From"], mail["To"], mail["Subject"] = sender, _one_address(row.address), row.subject
    if reply_to:
        mail["Reply-To"] = _one_address(reply_to)
    mail["Date"] = row.created_at
    mail.set_content(row.text)
    mail.add_alternative(row.html, subtype="html")
    return mail


def _one_address(text: str) -> Address:
    """ValueError for what is no address, or more than one: a comma would bring others into the mail."""
    try:
        return Address(addr_spec=text)
    except (HeaderParseError, IndexError) as error:
        raise ValueError(f"{text!r} is not one mail address") from error


def _failed(row: OutboxMail | OutboxCall, now: datetime, reason: str) -> Mapping[str, Any]:
    """Later again; after the last try it is dead and stays visible."""
    state = "dead" if is_last(row.attempts) else "waiting"
    return {
        "state": state,
        "last_error": reason[:LONGEST_ERROR],
        "next_attempt_at": next_attempt(now, row.attempts),
    }


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:LONGEST_ERROR]
