"""Who is told of what, and how: notices in the product, preferences, texts that a designer changed, channels."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, Instant

UNREAD = text("read_at IS NULL")


class Notice(Base):
    """What one person was told of one cause, written in the transaction of that cause; `cause` never changes.

    `read_at` stands when the person, signed in, opened it. `read_via`: app (in the list), link (from a mail), marked
    (without opening). `task_id` is the task that it is about; where it is None, the item's page knows.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "cause"),
        Index("ix_notice_unread", "person_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    cause: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(400))
    text: Mapped[str] = mapped_column(Text)
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    task_id: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    read_via: Mapped[str | None] = mapped_column(String(6))


class NoticePreference(Base):
    """How one person wants to be told: `modes` by kind (at_once, digest, app), `quiet` as of `engine.domain.telling`.

    What is not in it is as the office has it; `quiet` None altogether.
    """

    __tablename__ = "notice_preference"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    modes: Mapped[dict[str, str]]
    quiet: Mapped[dict[str, Any] | None]
    changed_at: Mapped[datetime] = mapped_column(Instant)


class NoticeText(Base):
    """A version of what is said of one kind; the newest holds. All None: as shipped, again.

    `subject` and `lead` are those of mail and notice, `robot` is what a group reads.
    """

    __tablename__ = "notice_text"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    version: Mapped[int]
    subject: Mapped[str | None] = mapped_column(String(400))
    lead: Mapped[str | None] = mapped_column(Text)
    robot: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Channel(Base):
    """A group robot or webhook that an administrator entered: told of `events` (kinds), of all items or one unit's.

    `url` and `secret` are never shown again: whoever has them can write into the group.
    """

    __tablename__ = "channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(10))  # webhook, wecom, dingtalk, feishu
    url: Mapped[str] = mapped_column(String(500))  # of a robot the address itself is a secret
    secret: Mapped[str | None] = mapped_column(String(200))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    events: Mapped[list[str]]
    is_on: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    @property
    def host(self) -> str:
        """All that is shown of the address."""
        return urlsplit(self.url).hostname or ""
