"""总结表彰: a cycle with its categories, who is nominated, what was checked and said of them, and the awards."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, Instant


class AwardCycle(Base):
    """表彰周期. `rule` keeps what `rules.dmn` answered for its `kind`, so that a later table changes nothing in it.

    `officer_id` runs it, the holder of `leader_post_id` decides for the leadership group. States: decision 0036.
    """

    __tablename__ = "award_cycle"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(12))  # annual, special
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    leader_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    nominate_until: Mapped[datetime] = mapped_column(Instant)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    rule: Mapped[dict[str, Any]]
    secret: Mapped[bool]
    decision: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(String(400), default="")  # why it was cancelled


class AwardCategory(Base):
    """类别: units or persons, how many, by which criteria. `heads_percent`: at most so many of the quota are heads.

    `seated` is how many seats were filled when the category was decided; who is struck after that is followed by the
    next, up to that number.
    """

    __tablename__ = "award_category"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("award_cycle.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(8))  # unit, person
    quota: Mapped[int]
    criteria: Mapped[list[Any]]  # as `engine.domain.criteria` reads them
    self_allowed: Mapped[bool]
    heads_percent: Mapped[int | None]
    seated: Mapped[int | None]


class Nomination(Base):
    """申报. `unit_id` is the unit itself, or the unit of the person; `is_head` whether the person led it then.

    `mark` (the panel's average) and `score` are tenths of a point; `points` the lines that make them: the average of
    each criterion, the record of work, the table of scores. `votes` are those for them in the panel's ballot,
    `notice_slug` is the public notice on which they stood, `unposted_reason` why they stand on none (涉密), empty where
    they do. States: decisions 0036, 0043.
    """

    __tablename__ = "nomination"
    __table_args__ = (Index("ix_nomination_cycle_id_state", "cycle_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("award_cycle.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("award_category.id"), index=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    is_head: Mapped[bool]
    deeds: Mapped[str] = mapped_column(Text)
    nominated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_self: Mapped[bool]
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")  # why it went no further
    mark: Mapped[int | None]
    score: Mapped[int | None]
    points: Mapped[list[Any]]
    votes: Mapped[int | None]
    notice_slug: Mapped[str | None] = mapped_column(String(24))
    unposted_reason: Mapped[str] = mapped_column(String(400), default="", server_default="")
    nominated_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Qualification(Base):
    """资格审查: one row of the table, at one check. Every check leaves its own rows; the last ones count."""

    __tablename__ = "qualification"

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    rule: Mapped[str] = mapped_column(String(60))
    passed: Mapped[bool]
    facts: Mapped[dict[str, Any]]
    text: Mapped[str] = mapped_column(Text)
    checked_at: Mapped[datetime] = mapped_column(Instant)


class OutsideOpinion(Base):
    """有关部门意见, good until the end of `expires_on`. The newest of a body counts."""

    __tablename__ = "outside_opinion"

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    body: Mapped[str] = mapped_column(String(60))
    opinion: Mapped[str] = mapped_column(String(10))  # agree, object, none
    text: Mapped[str] = mapped_column(Text, default="")
    given_on: Mapped[date]
    expires_on: Mapped[date]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(Instant)


class Award(Base):
    """表彰奖项: stands until it is revoked. `number` is that of the certificate."""

    __tablename__ = "award"

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), unique=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("award_cycle.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("award_category.id"))
    number: Mapped[str] = mapped_column(String(60), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime] = mapped_column(Instant)
    document_ids: Mapped[list[int]]
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10))  # stands, revoked
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    revocation_reason: Mapped[str] = mapped_column(Text, default="")
    revocation_instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"))
