"""公示: what is shown to everybody, how its clock has run, and what was objected."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, Instant


class PublicNotice(Base):
    """`content` is all that the page without sign-in shows; `runs` are the stretches of its clock.

    `ends_at` is None while the clock stands. `unit_id`: it is read in that unit only, and never without signing in.
    """

    __tablename__ = "public_notice"
    __table_args__ = (
        UniqueConstraint("slug"),
        UniqueConstraint("instance_id", "name", "round"),
        Index("ix_public_notice_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(24))
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    name: Mapped[str] = mapped_column(String(60))
    round: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    content: Mapped[dict[str, Any]]
    rule: Mapped[dict[str, Any]]
    runs: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(10))  # running, paused, ended, withdrawn
    published_on: Mapped[date]
    published_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(400), default="")  # why it was withdrawn
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))


class Objection(Base):
    """异议. `code` lets the objector read the answer without signing in; `is_caught`: a diagram made a task of it."""

    __tablename__ = "objection"
    __table_args__ = (UniqueConstraint("code"), Index("ix_objection_notice_id", "notice_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(26))
    notice_id: Mapped[int] = mapped_column(ForeignKey("public_notice.id"))
    name: Mapped[str] = mapped_column(String(60), default="")
    contact: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime] = mapped_column(Instant)
    is_caught: Mapped[bool] = mapped_column(default=False)
    finding: Mapped[str | None] = mapped_column(String(12))  # founded, unfounded
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
