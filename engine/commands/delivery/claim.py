"""Taking up what waits to leave, for as long as a lease holds; nothing is sent in the transaction that claims it."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.domain import messages
from engine.domain.retrying import is_last
from engine.store import Session
from engine.store.models import OutboxCall, OutboxMail
from engine.store.outbox import Row, lock_due

BATCH = 20
LEASE = timedelta(minutes=10)


@dataclass(frozen=True)
class Claimed:
    """What one worker may send until `until`; `kept` mails went no further than the local mailbox."""

    lease: str
    until: datetime
    mails: tuple[OutboxMail, ...]
    calls: tuple[OutboxCall, ...]
    kept: int = 0

    @property
    def rows(self) -> tuple[OutboxMail | OutboxCall, ...]:
        return (*self.mails, *self.calls)


def claim_waiting(session: Session, now: datetime, *, keep_mails: bool) -> Claimed:
    """Up to a batch of each kind. `keep_mails`: there is no mail server, so a mail is at home where it is."""
    lease, until = secrets.token_hex(16), now + LEASE
    if keep_mails:
        mails, kept = [], _keep(session, now)
    else:
        mails, kept = _lease(session, OutboxMail, now, lease, until), 0
    return Claimed(lease, until, tuple(mails), tuple(_lease(session, OutboxCall, now, lease, until)), kept)


def _keep(session: Session, now: datetime) -> int:
    rows = lock_due(session, OutboxMail, now, BATCH)
    for row in rows:
        row.state, row.lease = "kept", None
    return len(rows)


def _lease(session: Session, kind: type[Row], now: datetime, lease: str, until: datetime) -> list[Row]:
    """The attempt counts from here on: one that takes its worker down with it does not come back for ever."""
    taken = []
    for row in lock_due(session, kind, now, BATCH):
        if is_last(row.attempts):
            row.state, row.lease, row.last_error = "dead", None, messages.text("delivery.worker_lost")
            continue
        row.attempts += 1
        row.lease, row.next_attempt_at = lease, until
        taken.append(row)
    return taken
