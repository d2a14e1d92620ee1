"""Writing the organisation: what was so ends at a moment, what is new begins there; nothing of before is changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.models import (
    AbsenceRow,
    Membership,
    Person,
    PersonRole,
    Post,
    PostHolding,
    Unit,
    UnitVersion,
)

Dated = TypeVar("Dated", UnitVersion, Membership, PersonRole, Post, PostHolding, Person, AbsenceRow)


def holding(rows: Iterable[Dated], moment: datetime) -> list[Dated]:
    """Those that hold at the moment or begin later."""
    return [row for row in rows if row.ends_at is None or row.ends_at > moment]


def end_rows(session: Session, rows: Iterable[Dated], moment: datetime) -> None:
    """Each holds until the moment; one that would have begun then or later never holds."""
    for row in holding(rows, moment):
        if row.starts_at is not None and row.starts_at >= moment and not isinstance(row, Person | Post):
            session.delete(row)
        else:
            row.ends_at = moment


def find_unit(session: Session, code: str) -> Unit | None:
    return session.scalars(select(Unit).where(Unit.code == code)).first()


def versions_of(session: Session, unit_id: int) -> list[UnitVersion]:
    return list(session.scalars(select(UnitVersion).where(UnitVersion.unit_id == unit_id)))


def memberships_of(session: Session, person_id: int) -> list[Membership]:
    return list(session.scalars(select(Membership).where(Membership.person_id == person_id)))


def members_of(session: Session, unit_id: int) -> list[Membership]:
    return list(session.scalars(select(Membership).where(Membership.unit_id == unit_id)))


def grants_of(session: Session, person_id: int) -> list[PersonRole]:
    return list(session.scalars(select(PersonRole).where(PersonRole.person_id == person_id)))


def holdings_of(session: Session, person_id: int) -> list[PostHolding]:
    return list(session.scalars(select(PostHolding).where(PostHolding.person_id == person_id)))


def holders_of(session: Session, post_id: int) -> list[PostHolding]:
    return list(session.scalars(select(PostHolding).where(PostHolding.post_id == post_id)))


def posts_of(session: Session, unit_id: int | None) -> list[Post]:
    return list(session.scalars(select(Post).where(Post.unit_id == unit_id)))


def absences_of(session: Session, person_id: int) -> list[AbsenceRow]:
    return list(session.scalars(select(AbsenceRow).where(AbsenceRow.person_id == person_id)))


def find_post(session: Session, unit_id: int | None, title: str, moment: datetime) -> Post | None:
    """The post of that title that there is at the moment."""
    return next((post for post in holding(posts_of(session, unit_id), moment) if post.title == title), None)
