"""What the product has on record, in the words of the model."""

import re
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import func, select

from engine.store import Session
from engine.store.models import BundledUrge, Event, ItemRecord, Notice, OfficialDocument, OutboxMail, Person, Task
from tests.scenarios.office_year.play import naive
from tests.scenarios.office_year.state import Asked, Entry, Key, Mail, Note

Keys = Mapping[int, Key]


def entries_of(session: Session, keys: Keys) -> list[Entry]:
    people = usernames(session)
    return [
        Entry(
            keys[one.item_id],
            one.kind,
            naive(one.at),
            people.get(one.actor_id or 0),
            one.data.get("rule"),
            naive(one.due_at) if one.due_at else None,
        )
        for one in session.scalars(select(ItemRecord))
    ]


def mails_of(session: Session, keys: Keys) -> list[Mail]:
    people = usernames(session)
    return [
        Mail(keys[one.item_id], one.kind, naive(one.created_at), people[one.person_id or 0])
        for one in session.scalars(select(OutboxMail).where(OutboxMail.item_id.is_not(None)))
        if one.item_id
    ]


def notes_of(session: Session, keys: Keys) -> list[Note]:
    """Urges that came together, by whom they were sent to; each note has one paper, which lists them."""
    people = usernames(session)
    listed: dict[int, set[Key]] = defaultdict(set)
    for one in session.scalars(select(BundledUrge)):
        listed[one.instance_id or 0].add(keys[one.item_id])
    first = select(BundledUrge.instance_id, func.min(BundledUrge.id)).group_by(BundledUrge.instance_id)
    causes = {f"urge_bundle.{urge_id}": instance_id for instance_id, urge_id in session.execute(first)}
    papers = session.scalars(select(OfficialDocument.instance_id).where(OfficialDocument.kind == "urges"))
    assert sorted(papers) == sorted(listed)
    sent = session.execute(
        select(Notice.cause, Notice.created_at, Notice.person_id).where(Notice.kind == "urge_bundle")
    )
    return [Note(frozenset(listed[causes[cause] or 0]), naive(at), people[who]) for cause, at, who in sent]


def steps_of(session: Session, keys: Keys) -> list[Asked]:
    of_tasks = select(Task.instance_id, Task.item_id).where(Task.item_id.is_not(None)).distinct()
    items = {row.instance_id: row.item_id for row in session.execute(of_tasks)}
    return [
        Asked(
            keys[items[one.instance_id]],
            one.element_id or "",
            one.type.removeprefix("ladder."),
            naive(one.at),
            one.data["rule"],
        )
        for one in session.scalars(select(Event).where(Event.type.startswith("ladder.")))
    ]


def numbers_of(session: Session, kind: str) -> list[int]:
    """The last number in each document number of a kind, in the order of issue."""
    query = select(ItemRecord.number).where(ItemRecord.kind == kind).order_by(ItemRecord.id)
    return [int(re.findall(r"\d+", number or "0")[-1]) for number in session.scalars(query)]


def papers_of(session: Session, keys: Keys) -> list[tuple[Key, str]]:
    """The official documents that were ordered of each item."""
    return [(keys[one.item_id], one.kind) for one in session.scalars(select(OfficialDocument)) if one.item_id]


def usernames(session: Session) -> dict[int, str]:
    return {row.id: row.username for row in session.execute(select(Person.id, Person.username))}
