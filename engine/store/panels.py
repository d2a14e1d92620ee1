"""Panels, their sittings and seats, as commands and actions need them."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.store.models import PanelMember, PanelSeat, PanelSitting


def members_of(session: Session, panel_id: int) -> list[PanelMember]:
    """The members in their order, the chair among them."""
    query = select(PanelMember).where(PanelMember.panel_id == panel_id)
    return list(session.scalars(query.order_by(PanelMember.position)))


def count_sittings(session: Session, about: str, about_id: int) -> int:
    query = select(func.count()).select_from(PanelSitting)
    return session.scalar(query.where(PanelSitting.about == about, PanelSitting.about_id == about_id)) or 0


def sittings_about(session: Session, about: str, ids: Iterable[int]) -> list[PanelSitting]:
    """All sittings about these cases, the first one first."""
    query = select(PanelSitting).where(PanelSitting.about == about, PanelSitting.about_id.in_(list(ids)))
    return list(session.scalars(query.order_by(PanelSitting.about_id, PanelSitting.ordinal)))


def called_sitting(session: Session, about: str, about_id: int) -> PanelSitting | None:
    """The sitting that is called and not over."""
    query = select(PanelSitting).where(PanelSitting.about == about, PanelSitting.about_id == about_id)
    return session.scalars(query.where(PanelSitting.state == "called")).first()


def last_held(session: Session, about: str, about_id: int) -> PanelSitting | None:
    query = select(PanelSitting).where(PanelSitting.about == about, PanelSitting.about_id == about_id)
    return session.scalars(query.where(PanelSitting.state == "held").order_by(PanelSitting.ordinal.desc())).first()


def seats_of(session: Session, sitting_ids: Iterable[int]) -> list[PanelSeat]:
    query = select(PanelSeat).where(PanelSeat.sitting_id.in_(list(sitting_ids)))
    return list(session.scalars(query.order_by(PanelSeat.sitting_id, PanelSeat.id)))
