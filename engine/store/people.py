"""People as the commands need them; who holds what is asked of the organisation (`engine.people.situation`)."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import Person


def get_person(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def find_by_username(session: Session, username: str) -> Person | None:
    """Somebody by the name they sign in with, whether they still work here or not."""
    return session.scalars(select(Person).where(Person.username == username)).first()


def people_by_id(session: Session, ids: Iterable[int]) -> dict[int, Person]:
    wanted = set(ids)
    if not wanted:
        return {}
    return {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(wanted)))}


def emails_of(session: Session) -> dict[int, str]:
    """The addresses of everybody, by person."""
    return {person.id: person.email for person in session.scalars(select(Person))}


def with_own_password(session: Session) -> set[int]:
    """Those who sign in with a password that is kept here."""
    return set(session.scalars(select(Person.id).where(Person.password_hash.is_not(None))))
