"""What leaves the office and what must be taken only once: outbox, answers already given, settings."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from engine.store.models.base import Base, Instant


class Outgoing:
    """What waits to leave. Whoever sends it holds `lease` until `next_attempt_at`; then it is anybody's again."""

    created_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10))  # waiting, sent, kept, dead; of mails: gathered, bundled
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(Instant)
    lease: Mapped[str | None] = mapped_column(String(32))
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    last_error: Mapped[str | None] = mapped_column(String(400))
    resent_at: Mapped[datetime | None] = mapped_column(Instant)
    resend_reason: Mapped[str | None] = mapped_column(String(400))

    @declared_attr
    def resent_by_id(cls) -> Mapped[int | None]:  # noqa: N805 - a declared attribute is given the class
        return mapped_column(ForeignKey("person.id"))


class OutboxMail(Outgoing, Base):
    """A mail written in the transaction of its cause and sent after it; `message_id` never changes.

    Until its reader's digest is due it is `gathered`; then `digest` is the mail in which it is `bundled`.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (
        Index(
            "ix_outbox_mail_gathered",
            "next_attempt_at",
            sqlite_where=text("state = 'gathered'"),
            postgresql_where=text("state = 'gathered'"),
        ),
        Index(
            "ix_outbox_mail_waiting",
            "next_attempt_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"), index=True)
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_mail.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    address: Mapped[str] = mapped_column(String(200))
    recipient: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(400))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)


class OutboxCall(Outgoing, Base):
    """A call of a receiver, written in the transaction of its cause and made after it; `key` never changes.

    `channel` is there where an administrator entered the receiver; others are named in the settings.
    """

    __tablename__ = "outbox_call"
    __table_args__ = (
        Index(
            "ix_outbox_call_waiting",
            "next_attempt_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_outbox_call_instance_id_element_id", "instance_id", "element_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    receiver: Mapped[str] = mapped_column(String(60))
    event: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]]
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    element_id: Mapped[str] = mapped_column(String(120))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"), index=True)


class Answered:
    """An answer that was given, to be given again when the same is sent once more."""

    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(Instant, index=True)


class GivenAnswer(Answered, Base):
    """To a person's request with an Idempotency-Key."""

    __tablename__ = "given_answer"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class TakenDelivery(Answered, Base):
    """To a call that came in from a receiver, under the delivery id that it gave."""

    __tablename__ = "taken_delivery"

    receiver: Mapped[str] = mapped_column(String(60), primary_key=True)
    delivery_id: Mapped[str] = mapped_column(String(100), primary_key=True)


class Setting(Base):
    """A value the office keeps about itself: its name, the testing clock, calendar overrides."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[dict[str, Any]]
