"""四同步: the year, the key tasks of units, their four gates with both tracks, findings, and the unit's assessment."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, Instant


class ReviewYear(Base):
    """年度: who runs it, which panel reviews, when each gate opens (`gates`: four dates as text), how long things take.

    `prepare_days` and `sit_days` are working days: to prepare both tracks, and for the panel to hear them.
    """

    __tablename__ = "review_year"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    gates: Mapped[list[str]]
    prepare_days: Mapped[int]
    sit_days: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(Instant)


class KeyTask(Base):
    """年度重点任务 of a unit. `gate` is the one it stands at, 1 to 4; after the fourth come its two scores.

    `points` are the lines of the table that make them: row, business, party, reason.
    """

    __tablename__ = "key_task"
    __table_args__ = (Index("ix_key_task_year_id_unit_id", "year_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("review_year.id"))
    number: Mapped[str] = mapped_column(String(60), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    handler_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    liaison_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))  # running, closed
    gate: Mapped[int]
    business_score: Mapped[int | None]
    party_score: Mapped[int | None]
    points: Mapped[list[Any]]
    entered_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class Gate(Base):
    """同谋划、同布置、同实施、同考核: one gate of a key task. `comparison` holds the panel's answer to each point."""

    __tablename__ = "gate"
    __table_args__ = (UniqueConstraint("key_task_id", "gate"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key_task_id: Mapped[int] = mapped_column(ForeignKey("key_task.id"))
    gate: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))  # waiting, preparing, reviewing, concluding, rectifying, passed
    opens_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    ready_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision: Mapped[str | None] = mapped_column(String(12))
    comparison: Mapped[dict[str, Any]]
    conclusion: Mapped[str] = mapped_column(Text, default="")
    passed_at: Mapped[datetime | None] = mapped_column(Instant)


class GateTrack(Base):
    """业务、党建: what one track brings to a gate."""

    __tablename__ = "gate_track"
    __table_args__ = (UniqueConstraint("gate_id", "track"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    track: Mapped[str] = mapped_column(String(10))  # business, party
    goals: Mapped[str] = mapped_column(Text)
    people: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    measures: Mapped[str] = mapped_column(Text)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime] = mapped_column(Instant)
    is_late: Mapped[bool]


class Finding(Base):
    """会审发现的问题: it becomes an item of the supervision chain, and is closed when that one's matter is closed."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("gate_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    ordinal: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    due_working_days: Mapped[int]
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_late: Mapped[bool]


class UnitAssessment(Base):
    """一考双评: a unit's year, one report on both duties (一述双报), two scores and a grade."""

    __tablename__ = "unit_assessment"
    __table_args__ = (UniqueConstraint("year_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("review_year.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))  # running, reporting, scoring, decided
    business_report: Mapped[str] = mapped_column(Text, default="")
    party_report: Mapped[str] = mapped_column(Text, default="")
    reported_at: Mapped[datetime | None] = mapped_column(Instant)
    business_score: Mapped[int | None]
    party_score: Mapped[int | None]
    grade: Mapped[str | None] = mapped_column(String(12))
    opinion: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
