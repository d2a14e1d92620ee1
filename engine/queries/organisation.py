"""People as lists show them."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from engine.store.models import Person


def list_people(session: Session) -> list[Person]:
    """Everybody who works here, with unit and roles."""
    query = select(Person).where(Person.is_active).options(joinedload(Person.unit), selectinload(Person.roles))
    return list(session.scalars(query.order_by(Person.id)))
