"""People, units and posts as the commands need them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from engine.domain.errors import NotFound
from engine.store.models import Person, PersonRole, Post, Unit


def get_person(session: Session, person_id: int) -> Person:
    query = select(Person).where(Person.id == person_id).options(joinedload(Person.unit), selectinload(Person.roles))
    person = session.scalars(query).first()
    if person is None:
        raise NotFound
    return person


def find_by_username(session: Session, username: str) -> Person | None:
    return session.scalars(select(Person).where(Person.username == username, Person.is_active)).first()


def people_by_id(session: Session, ids: Iterable[int]) -> dict[int, Person]:
    wanted = set(ids)
    if not wanted:
        return {}
    return {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(wanted)))}


def people_with_role(session: Session, role: str) -> set[int]:
    query = select(PersonRole.person_id).join(Person).where(PersonRole.role == role, Person.is_active)
    return set(session.scalars(query))


def roles_of(session: Session, person_id: int) -> set[str]:
    """Roles given to the person and those that follow from units and posts."""
    roles = set(session.scalars(select(PersonRole.role).where(PersonRole.person_id == person_id)))
    if session.scalars(select(Unit.id).where(Unit.head_id == person_id).limit(1)).first():
        roles.add("unit_head")
    if session.scalars(select(Post.id).where((Post.a_id == person_id) | (Post.b_id == person_id)).limit(1)).first():
        roles.add("handler")
    return roles


def substitutes_of(session: Session, person_ids: Iterable[int]) -> set[int]:
    """The B holders of the posts whose A holder is one of these people."""
    query = select(Post.b_id).where(Post.a_id.in_(set(person_ids)), Post.b_id.is_not(None))
    return {b for b in session.scalars(query) if b is not None}


def handling_post(session: Session, unit_id: int) -> Post | None:
    """The post of a unit that takes dispatched items: its first."""
    return session.scalars(select(Post).where(Post.unit_id == unit_id).order_by(Post.id).limit(1)).first()


def get_unit(session: Session, unit_id: int) -> Unit:
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    return unit


def units(session: Session) -> list[Unit]:
    query = select(Unit).options(joinedload(Unit.head), joinedload(Unit.leader)).order_by(Unit.position, Unit.id)
    return list(session.scalars(query))
