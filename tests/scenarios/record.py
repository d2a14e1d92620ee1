"""What an office has on record after a scenario, read from the database in a form that two runs can be compared in."""

from collections import Counter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.models import (
    Event,
    Instance,
    Item,
    ItemRecord,
    Matter,
    OfficialDocument,
    OutboxMail,
    Person,
    Task,
    Timer,
)

FILED = "document.filed"


def record_of(session: Session) -> dict[str, Any]:
    """Items, matters, mails by Message-ID, and events in order; ids of tasks left out, for they are random.

    Official documents are filed beside all else, whenever a worker comes to it; only that they were issued is compared.
    """
    filed = events_by_instance(session, FILED)
    people = {person.id: person.username for person in session.scalars(select(Person))}
    return {
        "matters": [(m.number, m.state, m.closed_at) for m in session.scalars(select(Matter).order_by(Matter.id))],
        "items": [
            (i.number, i.state, i.step, i.times_urged, i.progress, i.due_at, i.closed_at, i.closed_late)
            for i in session.scalars(select(Item).order_by(Item.id))
        ],
        "records": [
            (r.item_id, r.kind, r.number, r.at, people.get(r.actor_id or 0), r.due_at)
            for r in session.scalars(select(ItemRecord).order_by(ItemRecord.item_id, ItemRecord.id))
        ],
        "mails": sorted((m.message_id, m.address, m.subject, m.state) for m in session.scalars(select(OutboxMail))),
        "documents": sorted(
            (d.item_id or 0, d.kind, d.number or "") for d in session.scalars(select(OfficialDocument))
        ),
        "instances": [
            (i.key, i.business_key, i.state, i.event_count - filed[i.id])
            for i in session.scalars(select(Instance).order_by(Instance.id))
        ],
        "events": [
            (e.instance_id, e.type, e.element_id, e.at, people.get(e.actor_id or 0))
            for e in session.scalars(select(Event).order_by(Event.instance_id, Event.seq))
            if e.type != FILED
        ],
    }


def mails_by_item(session: Session) -> Counter[int]:
    return Counter(mail.item_id for mail in session.scalars(select(OutboxMail)) if mail.item_id)


def records_by_item(session: Session, kind: str) -> Counter[int]:
    return Counter(r.item_id for r in session.scalars(select(ItemRecord).where(ItemRecord.kind == kind)))


def events_by_instance(session: Session, type_: str, element_id: str | None = None) -> Counter[int]:
    query = select(Event).where(Event.type == type_)
    if element_id:
        query = query.where(Event.element_id == element_id)
    return Counter(event.instance_id for event in session.scalars(query))


def left_over(session: Session) -> dict[str, int]:
    """What must be nothing when everything is closed."""
    return {
        "open tasks": len(session.scalars(select(Task).where(Task.state == "open")).all()),
        "pending timers": len(session.scalars(select(Timer).where(Timer.state.in_(("pending", "set_aside")))).all()),
        "waiting mails": len(session.scalars(select(OutboxMail).where(OutboxMail.state == "waiting")).all()),
        "incidents": len(session.scalars(select(Instance).where(Instance.state == "incident")).all()),
    }
