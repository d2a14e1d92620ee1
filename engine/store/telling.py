"""Preferences, texts, channels and notices as they are read and written."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from engine.store.models import Channel, Notice, NoticePreference, NoticeText, Setting

OFFICE_WIDE = "telling"


def office_preference(session: Session) -> Mapping[str, Any]:
    """The office's own: `modes` and `quiet`; empty until an administrator sets them."""
    row = session.get(Setting, OFFICE_WIDE)
    return row.value if row else {}


def put_office_preference(session: Session, value: dict[str, Any]) -> None:
    row = session.get(Setting, OFFICE_WIDE)
    if row is None:
        session.add(Setting(name=OFFICE_WIDE, value=value))
    else:
        row.value = value


def preferences_of(session: Session, people: Collection[int]) -> dict[int, NoticePreference]:
    query = select(NoticePreference).where(NoticePreference.person_id.in_(people))
    return {row.person_id: row for row in session.scalars(query)}


def newest_text(session: Session, kind: str) -> NoticeText | None:
    query = select(NoticeText).where(NoticeText.kind == kind).order_by(NoticeText.version.desc()).limit(1)
    return session.scalars(query).first()


def versions_of_text(session: Session, kind: str) -> list[NoticeText]:
    """Newest first."""
    query = select(NoticeText).where(NoticeText.kind == kind).order_by(NoticeText.version.desc())
    return list(session.scalars(query))


def newest_texts(session: Session) -> dict[str, NoticeText]:
    """By kind, of those that were ever changed."""
    newest = select(NoticeText.kind, func.max(NoticeText.version).label("version")).group_by(NoticeText.kind).subquery()
    query = select(NoticeText).join(
        newest, (newest.c.kind == NoticeText.kind) & (newest.c.version == NoticeText.version)
    )
    return {row.kind: row for row in session.scalars(query)}


def all_channels(session: Session) -> list[Channel]:
    return list(session.scalars(select(Channel).order_by(Channel.id)))


def lock_channels(session: Session, ids: Iterable[int]) -> dict[int, Channel]:
    """Locked, so that two workers do not count the calls of one robot at once."""
    query = select(Channel).where(Channel.id.in_(sorted(set(ids)))).order_by(Channel.id).with_for_update()
    return {row.id: row for row in session.scalars(query)}


def mark_all_read(session: Session, person_id: int, now: datetime) -> int:
    """Answers how many were unread."""
    unread = update(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    done = session.execute(unread.values(read_at=now, read_via="marked"))
    return done.rowcount if isinstance(done, CursorResult) else 0
