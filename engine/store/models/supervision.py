"""The business record: matters, items and what was done about them; imported drafts; numbers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.store.models.base import Base, Instant
from engine.store.models.organisation import Person


class Matter(Base):
    """事项: something to be seen through, with one or more items."""

    __tablename__ = "matter"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(40))
    issuer: Mapped[str] = mapped_column(String(120))
    urgency: Mapped[str] = mapped_column(String(10))
    received_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))  # registered, running, closed
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    special: Mapped[bool] = mapped_column(default=False)  # 领导专门批示
    registered_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    issuer_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    reference: Mapped[str] = mapped_column(String(120), default="", server_default="", index=True)  # 来文文号
    fingerprint: Mapped[str | None] = mapped_column(String(64), index=True)  # of source, issuer and title

    items: Mapped[list["Item"]] = relationship(lazy="raise", order_by="Item.ordinal")


class Item(Base):
    """任务/子项: what one lead unit must bring to a result by a date.

    `original_due_at` is the date before the first change that a person made, None while there was none; `scored_due_at`
    the date that statistics hold against the unit, where it is not `due_at`. `evidence` are the pieces that count.
    `yellow_at` and `red_at` are the instants at which an open item changes its light, so that a page can filter by it,
    `yellow_why` and `red_why` the causes (engine.domain.lights).
    `missed_at` is when it first turned red: a miss that was made good stays marked.
    """

    __tablename__ = "item"
    __table_args__ = (
        Index("ix_item_matter_id_ordinal", "matter_id", "ordinal"),
        Index("ix_item_lights", "state", "red_at", "yellow_at"),
        Index("ix_item_lead_unit_id_state", "lead_unit_id", "state"),
        Index("ix_item_ledger", text("(closed_at IS NOT NULL)"), "due_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    ordinal: Mapped[int]
    number: Mapped[str | None] = mapped_column(String(60), unique=True)
    section: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    lead_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    co_unit_ids: Mapped[list[int]]
    handler_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    leader_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    due_working_days: Mapped[int | None]
    due_on: Mapped[date | None]
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    due_rule: Mapped[dict[str, Any] | None]
    cadence: Mapped[str] = mapped_column(String(12), default="none")
    state: Mapped[str] = mapped_column(
        String(12)
    )  # draft, dispatched, running, submitted, suspended, closed, cancelled
    step: Mapped[str] = mapped_column(String(12), default="none")
    progress: Mapped[int] = mapped_column(default=0)
    times_urged: Mapped[int] = mapped_column(default=0)
    special: Mapped[bool] = mapped_column(default=False)
    missed_at: Mapped[datetime | None] = mapped_column(Instant)
    yellow_at: Mapped[datetime | None] = mapped_column(Instant)
    red_at: Mapped[datetime | None] = mapped_column(Instant)
    yellow_why: Mapped[str | None] = mapped_column(String(12))
    red_why: Mapped[str | None] = mapped_column(String(12))
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    dispatched_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_late: Mapped[bool] = mapped_column(default=False)
    original_due_at: Mapped[datetime | None] = mapped_column(Instant)
    scored_due_at: Mapped[datetime | None] = mapped_column(Instant)
    times_extended: Mapped[int] = mapped_column(default=0)
    days_extended: Mapped[int] = mapped_column(default=0)
    times_rejected: Mapped[int] = mapped_column(default=0)
    times_reopened: Mapped[int] = mapped_column(default=0)
    evidence: Mapped[list[str]] = mapped_column(default=list)
    outcome: Mapped[str | None] = mapped_column(String(12))  # split, merged, same: closed without a result of its own
    fingerprint: Mapped[str | None] = mapped_column(String(64), index=True)  # of the text, None where it is too short

    matter: Mapped[Matter] = relationship(back_populates="items", lazy="raise")


class ItemRecord(Base):
    """One entry in the course of handling: work order, signature, urge, notice, report, result, verification, …

    A step of the ladder names its activity in `task_id`; it is answered, or withdrawn and stays on the record.
    `unit_id` is the unit that led the item at that moment: what was asked of it stays its own when the item moves on.
    """

    __tablename__ = "item_record"
    __table_args__ = (
        Index("ix_item_record_item_id_kind", "item_id", "kind"),
        Index("ix_item_record_kind_at", "kind", "at"),
        Index("ix_item_record_unit_id_kind_at", "unit_id", "kind", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str | None] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    task_id: Mapped[str | None] = mapped_column(String(36))
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    unit_id: Mapped[int | None]
    data: Mapped[dict[str, Any]]

    actor: Mapped[Person | None] = relationship(lazy="raise")


class ImportDraft(Base):
    """An imported document as proposed items, until a person confirms them."""

    __tablename__ = "import_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(300), default="")
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(10))  # draft, confirmed
    context: Mapped[list[Any]]
    rows: Mapped[list[Any]]
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"))


class NumberSeries(Base):
    """The last number given out, by kind and year."""

    __tablename__ = "number_series"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class NumberFormat(Base):
    """How the numbers of a kind are written, with `{year}` and `{n}`; each kind counts by itself, from 1 every year."""

    __tablename__ = "number_format"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    label: Mapped[str] = mapped_column(String(40))
    format: Mapped[str] = mapped_column(String(40))


class MatterSource(Base):
    """来源: where matters come from, in the order in which they are offered, and the numbers that they get."""

    __tablename__ = "matter_source"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    number_kind: Mapped[str] = mapped_column(ForeignKey("number_format.kind"))
    is_offered: Mapped[bool] = mapped_column(default=True)


class LightLook(Base):
    """A light that the office calls or colours in its own way; one that is not there looks as shipped."""

    __tablename__ = "light_look"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    label: Mapped[str] = mapped_column(String(12))
    colour: Mapped[str] = mapped_column(String(7))


class ItemLink(Base):
    """What became of an item, or what it was compared with.

    `kind`: split (`from` was divided, `to` is a part), merged (`from` goes on in `to`), instruction (an instruction on
    `from`, which was closed, opened `to`), same (`from` asks what `to` asks already), distinct (alike, not the same).
    """

    __tablename__ = "item_link"
    __table_args__ = (UniqueConstraint("from_id", "to_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(Instant)


class Milestone(Base):
    """节点: how far an item is to be (`percent`) by the close of a day, and whether it was reached."""

    __tablename__ = "milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    percent: Mapped[int]
    reached_at: Mapped[datetime | None] = mapped_column(Instant)
    evidence: Mapped[str] = mapped_column(Text, default="")


class ItemBand(Base):
    """A part of the sketch of an item's text: texts that are nearly the same share at least one."""

    __tablename__ = "item_band"

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True, index=True)


class AskingCap(Base):
    """减负: how many urges and reports a unit of a line may be asked for in a week; None means no cap.

    The line "" holds for every line without a row of its own.
    """

    __tablename__ = "asking_cap"

    line: Mapped[str] = mapped_column(String(60), primary_key=True)
    urges: Mapped[int | None]
    reports: Mapped[int | None]


class BundledUrge(Base):
    """An urge over the cap, which waits to be sent to its unit together with the others.

    `instance_id` is that of the note in which it went out (合并催办单), with its official document.
    """

    __tablename__ = "bundled_urge"
    __table_args__ = (
        Index(
            "ix_bundled_urge_waiting",
            "unit_id",
            sqlite_where=text("sent_at IS NULL"),
            postgresql_where=text("sent_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    asked: Mapped[str] = mapped_column(Text)
    answer_due_at: Mapped[datetime | None] = mapped_column(Instant)
    at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    instance_id: Mapped[int | None] = mapped_column(index=True)
