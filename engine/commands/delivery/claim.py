"""Taking up what waits to leave, for as long as a lease holds; nothing is sent in the transaction that claims it."""

import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.domain import messages
from engine.domain.retrying import is_last
from engine.store import Session
from engine.store.models import Channel, OutboxCall, OutboxMail
from engine.store.outbox import Row, lock_due, said_lately
from engine.store.telling import lock_channels

BATCH = 20
LEASE = timedelta(minutes=10)
ROBOT_MESSAGES, ROBOT_WINDOW = 20, timedelta(minutes=1)
"""What WeCom and DingTalk take of one group robot, by their documentation; DingTalk shuts out for ten minutes above."""


@dataclass(frozen=True)
class Claimed:
    """What one worker may send until `until`.

    `kept` mails went no further than the local mailbox, `put_off` calls of a robot wait until it may speak again.
    """

    lease: str
    until: datetime
    mails: tuple[OutboxMail, ...]
    calls: tuple[OutboxCall, ...]
    kept: int = 0
    put_off: int = 0
    channels: Mapping[int, Channel] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[OutboxMail | OutboxCall, ...]:
        return (*self.mails, *self.calls)


def claim_waiting(
    session: Session, now: datetime, *, keep_mails: bool, robots: Collection[str] = frozenset()
) -> Claimed:
    """Up to a batch of each kind. `keep_mails`: there is no mail server, so a mail is at home where it is.

    `robots` are the receivers of the settings that are group robots.
    """
    lease, until = secrets.token_hex(16), now + LEASE
    if keep_mails:
        mails, kept = [], _keep(session, now)
    else:
        mails, kept = _lease(lock_due(session, OutboxMail, now, BATCH), lease, until), 0
    due = lock_due(session, OutboxCall, now, BATCH)
    channels = lock_channels(session, {row.channel_id for row in due if row.channel_id is not None})
    spoken = _in_their_measure(session, due, channels, robots, now)
    calls = _lease(spoken, lease, until)
    return Claimed(lease, until, tuple(mails), tuple(calls), kept, len(due) - len(spoken), channels)


def _keep(session: Session, now: datetime) -> int:
    rows = lock_due(session, OutboxMail, now, BATCH)
    for row in rows:
        row.state, row.lease = "kept", None
    return len(rows)


def _lease(due: Sequence[Row], lease: str, until: datetime) -> list[Row]:
    """The attempt counts from here on: one that takes its worker down with it does not come back for ever."""
    taken = []
    for row in due:
        if is_last(row.attempts):
            row.state, row.lease, row.last_error = "dead", None, messages.text("delivery.worker_lost")
            continue
        row.attempts += 1
        row.lease, row.next_attempt_at = lease, until
        taken.append(row)
    return taken


def _in_their_measure(
    session: Session,
    due: Sequence[OutboxCall],
    channels: Mapping[int, Channel],
    robots: Collection[str],
    now: datetime,
) -> list[OutboxCall]:
    """Those that may go now; what a robot would say beyond its measure waits for a minute, in its order."""
    spoken, said = [], Counter[tuple[int | None, str]]()
    for row in due:
        channel = channels.get(row.channel_id or 0)
        if not (channel.kind != "webhook" if channel else row.receiver in robots):
            spoken.append(row)
            continue
        key = (row.channel_id, row.receiver)
        if key not in said:
            said[key] = said_lately(session, row, now - ROBOT_WINDOW)
        if said[key] < ROBOT_MESSAGES:
            said[key] += 1
            spoken.append(row)
        else:
            row.lease, row.next_attempt_at = None, now + ROBOT_WINDOW
    return spoken
