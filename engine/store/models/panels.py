"""Panels: their members, what they sit about, and what each member said."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, Instant


class Panel(Base):
    """评审组. `quorum` is the share of those entitled who must be there, as a fraction (`2/3`)."""

    __tablename__ = "panel"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    quorum: Mapped[str] = mapped_column(String(9))


class PanelMember(Base):
    """A seat by post or by person, one of the two."""

    __tablename__ = "panel_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), index=True)
    position: Mapped[int]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    is_chair: Mapped[bool]


class PanelSitting(Base):
    """会审: one meeting about one case of a unit. Missed, it is repeated under the next `ordinal`.

    `about` names the table of the case, `about_id` its row; open until `closes_at` at the latest. `unit_id` is None
    where the case is one of many units: then who stands aside is said for each of them in the seats' `data`.
    """

    __tablename__ = "panel_sitting"
    __table_args__ = (UniqueConstraint("about", "about_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    about: Mapped[str] = mapped_column(String(20))
    about_id: Mapped[int]
    ordinal: Mapped[int]
    called_at: Mapped[datetime] = mapped_column(Instant)
    closes_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10))  # called, held, missed
    entitled: Mapped[int | None]
    needed: Mapped[int | None]
    present: Mapped[int | None]
    decision: Mapped[str | None] = mapped_column(String(12))


class PanelSeat(Base):
    """A member at a sitting. `person_id` is who spoke; `data` what they handed in; `reason` why they stood aside."""

    __tablename__ = "panel_seat"
    __table_args__ = (UniqueConstraint("sitting_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("panel_sitting.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("panel_member.id"))
    state: Mapped[str] = mapped_column(String(10))  # called, present, absent, recused
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opinion: Mapped[str | None] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime | None] = mapped_column(Instant)
