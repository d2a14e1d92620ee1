"""How the office's machinery is doing, in the few figures that should alarm somebody when they grow."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.people.situation import Situation
from engine.queries.attendance import count_unattended
from engine.queries.stranded import count_stranded
from engine.store.models import OutboxMail
from engine.store.official_documents import count_documents_in
from engine.store.scheduled_starts import count_set_aside
from engine.store.timers import next_due


@dataclass(frozen=True)
class Health:
    """`oldest_due_timer_seconds` is how long the earliest due timer or start has waited for a worker, 0.0 for none."""

    stranded_instances: int
    oldest_due_timer_seconds: float
    outbox_waiting: int
    starts_set_aside: int
    unattended_tasks: int
    documents_waiting: int
    documents_failed: int


def health_of(session: Session, situation: Situation, now: datetime) -> Health:
    """`outbox_waiting` counts mails that pause after a failure, too."""
    due = next_due(session)
    waiting = session.scalar(select(func.count()).select_from(OutboxMail).where(OutboxMail.state == "waiting"))
    return Health(
        stranded_instances=count_stranded(session),
        oldest_due_timer_seconds=max(0.0, (now - due).total_seconds()) if due else 0.0,
        outbox_waiting=waiting or 0,
        starts_set_aside=count_set_aside(session),
        unattended_tasks=count_unattended(session, situation),
        documents_waiting=count_documents_in(session, "waiting"),
        documents_failed=count_documents_in(session, "failed"),
    )
