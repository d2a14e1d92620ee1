"""Who is told: roles of a decision table as people, each once."""

from collections.abc import Iterable

from engine.store import Session
from engine.store.models import Item, Person, Unit
from engine.store.people import people_by_id

ROLES = frozenset({"handler", "substitute", "unit_head", "officer", "leader", "liaison"})


def people_told(session: Session, item: Item, roles: Iterable[str]) -> list[Person]:
    """The people behind the roles of an item, in the order of the roles, nobody twice."""
    unit = session.get(Unit, item.lead_unit_id) if item.lead_unit_id else None
    parts = {
        "handler": item.handler_id,
        "substitute": item.substitute_id,
        "unit_head": unit.head_id if unit else None,
        "liaison": unit.liaison_id if unit else None,
        "officer": item.officer_id,
        "leader": item.leader_id,
    }
    wanted = [parts[role] for role in roles if parts.get(role) is not None]
    people = people_by_id(session, [person_id for person_id in wanted if person_id])
    return [people[person_id] for person_id in dict.fromkeys(wanted) if person_id in people]
