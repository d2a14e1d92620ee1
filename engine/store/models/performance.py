"""实绩量化考核: the table in force for a year, lines with points, the negative list, appeals."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, Instant


class PerformanceYear(Base):
    """Which bundle's table a year is reckoned by, until the party committee office takes over a newer one."""

    __tablename__ = "performance_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(ForeignKey("bundle.digest"))
    reckoned_at: Mapped[datetime] = mapped_column(Instant)


class PerformanceEntry(Base):
    """实绩记录: a line of somebody's year, from one record and one row of the table.

    `points` are tenths of a point. `whose` is "person:3" or "unit:7"; of a unit's line `person_id` is None. A person's
    line names the post and the unit in which the work was done. `source_id` is the key of the row that `source_kind`
    names (`engine.domain.performance`), as text. `facts` are those the table was asked with. `history` holds how
    the line stood before each change: at, by_id, state, points, rule, text, reason. A line that an appeal has changed
    has `corrected_by_id`, and no reckoning touches it.
    """

    __tablename__ = "performance_entry"
    __table_args__ = (
        UniqueConstraint("year", "whose", "source_kind", "source_id", "rule"),
        Index("ix_performance_entry_unit_id_year", "unit_id", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    whose: Mapped[str] = mapped_column(String(24))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    rule: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    points: Mapped[int]
    occurred_at: Mapped[datetime] = mapped_column(Instant)
    source_kind: Mapped[str] = mapped_column(String(12))
    source_id: Mapped[str] = mapped_column(String(36))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    facts: Mapped[dict[str, Any]]
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10))  # stands, corrected, cancelled
    corrected_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    corrected_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")
    history: Mapped[list[Any]]


class NegativeEntry(Base):
    """负面清单: what stands against a unit or a person, until it runs out or is withdrawn with a reason.

    `expires_on` is the last day it counts, None where it does not run out. `record_id` is the item's record that made
    it by itself. Of a document error `text` is the error, `cause` and `correction` its analysis (错情分析).
    """

    __tablename__ = "negative_entry"
    __table_args__ = (
        Index("ix_negative_entry_unit_id_state", "unit_id", "state"),
        Index("ix_negative_entry_person_id_state", "person_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    kind: Mapped[str] = mapped_column(String(20))  # talk, circular, false_report, document_error, discipline, other
    text: Mapped[str] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(Text, default="")
    correction: Mapped[str] = mapped_column(Text, default="")
    occurred_on: Mapped[date]
    expires_on: Mapped[date | None]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("item_record.id"), unique=True)
    document: Mapped[str] = mapped_column(String(120), default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10))  # stands, withdrawn
    reason: Mapped[str] = mapped_column(Text, default="")
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class PerformanceAppeal(Base):
    """申诉: whose line it is says why it is wrong; the party committee office answers."""

    __tablename__ = "performance_appeal"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("performance_entry.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(Instant)
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    outcome: Mapped[str | None] = mapped_column(String(10))  # upheld, corrected, cancelled
    points: Mapped[int | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
