"""Cycles of awards and what belongs to them, as commands and actions need them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine.domain.commendation import OPEN
from engine.domain.errors import NotFound
from engine.store.models import (
    Award,
    AwardCategory,
    AwardCycle,
    Item,
    Nomination,
    OutsideOpinion,
    PostHolding,
    PublicNotice,
    Qualification,
)

CYCLE = "award_cycle"
UNDER_WAY = ("dispatched", "running", "submitted")


def get_cycle(session: Session, cycle_id: int) -> AwardCycle:
    found = session.get(AwardCycle, cycle_id)
    if found is None:
        raise NotFound
    return found


def count_cycles(session: Session, year: int, kind: str) -> int:
    """The cycles of a kind in a year, but for those that were cancelled."""
    query = select(func.count()).select_from(AwardCycle)
    query = query.where(AwardCycle.year == year, AwardCycle.kind == kind, AwardCycle.state != "cancelled")
    return session.scalar(query) or 0


def get_nomination(session: Session, nomination_id: int) -> Nomination:
    found = session.get(Nomination, nomination_id)
    if found is None:
        raise NotFound
    return found


def categories_of(session: Session, cycle_id: int) -> list[AwardCategory]:
    """In their order."""
    query = select(AwardCategory).where(AwardCategory.cycle_id == cycle_id)
    return list(session.scalars(query.order_by(AwardCategory.position)))


def nominations_of(session: Session, cycle_id: int, states: Collection[str] = ()) -> list[Nomination]:
    """In the order in which they came; only those in the states, where some are named."""
    query = select(Nomination).where(Nomination.cycle_id == cycle_id)
    if states:
        query = query.where(Nomination.state.in_(list(states)))
    return list(session.scalars(query.order_by(Nomination.id)))


def count_unsettled(session: Session, cycle_id: int) -> int:
    """How many nominations have not come to rest."""
    query = select(func.count()).select_from(Nomination)
    return session.scalar(query.where(Nomination.cycle_id == cycle_id, Nomination.state.in_(OPEN))) or 0


def checks_of(session: Session, nomination_id: int) -> list[Qualification]:
    """Every line of every check, the oldest first."""
    query = select(Qualification).where(Qualification.nomination_id == nomination_id)
    return list(session.scalars(query.order_by(Qualification.id)))


def opinions_of(session: Session, nomination_ids: Iterable[int]) -> list[OutsideOpinion]:
    """The oldest first."""
    query = select(OutsideOpinion).where(OutsideOpinion.nomination_id.in_(list(nomination_ids)))
    return list(session.scalars(query.order_by(OutsideOpinion.id)))


def awards_of(session: Session, cycle_id: int) -> list[Award]:
    query = select(Award).where(Award.cycle_id == cycle_id)
    return list(session.scalars(query.order_by(Award.id)))


def notices_by_slug(session: Session, slugs: Collection[str]) -> dict[str, PublicNotice]:
    query = select(PublicNotice).where(PublicNotice.slug.in_(list(slugs)))
    return {one.slug: one for one in session.scalars(query.execution_options(populate_existing=True))}


def last_award_year(session: Session, unit_id: int, person_id: int | None) -> int | None:
    """The year of the last award that stands, of the person, or of the unit as such."""
    query = select(func.max(AwardCycle.year)).join(Award, Award.cycle_id == AwardCycle.id)
    whose = Award.person_id == person_id if person_id is not None else Award.person_id.is_(None)
    query = query.where(Award.state == "stands", whose)
    return session.scalar(query if person_id is not None else query.where(Award.unit_id == unit_id))


def holds_since(session: Session, post_id: int, person_id: int, now: datetime) -> datetime | None:
    """Since when a person holds a post; None: since ever, or not at all."""
    query = select(func.min(PostHolding.starts_at)).where(
        PostHolding.post_id == post_id,
        PostHolding.person_id == person_id,
        or_(PostHolding.ends_at.is_(None), PostHolding.ends_at > now),
    )
    return session.scalar(query)


def items_of_nominee(session: Session, unit_id: int, post_ids: Collection[int] | None) -> list[Item]:
    """The items a unit leads; of a person those of the posts that they hold."""
    query = select(Item).where(Item.state != "draft")
    whose = Item.lead_unit_id == unit_id if post_ids is None else Item.handler_post_id.in_(list(post_ids))
    return list(session.scalars(query.where(whose)))
