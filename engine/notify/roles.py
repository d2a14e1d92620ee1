"""Who is told: roles of a decision table as people, each once."""

from collections.abc import Iterable

from engine.store import Session
from engine.store.models import Item, Person, Unit
from engine.store.people import handling_post, people_by_id

ROLES = frozenset({"handler", "co_handlers", "substitute", "unit_head", "officer", "leader", "liaison"})


def people_told(session: Session, item: Item, roles: Iterable[str]) -> list[Person]:
    """The people behind the roles of an item, in the order of the roles, nobody twice."""
    unit = session.get(Unit, item.lead_unit_id) if item.lead_unit_id else None
    parts = {
        "handler": [item.handler_id],
        "substitute": [item.substitute_id],
        "unit_head": [unit.head_id] if unit else [],
        "liaison": [unit.liaison_id] if unit else [],
        "officer": [item.officer_id],
        "leader": [item.leader_id],
        "co_handlers": _co_handlers(session, item),
    }
    wanted = list(dict.fromkeys(person_id for role in roles for person_id in parts.get(role, []) if person_id))
    people = people_by_id(session, wanted)
    return [people[person_id] for person_id in wanted if person_id in people]


def _co_handlers(session: Session, item: Item) -> list[int | None]:
    """The A holders of the co-organising units' handling posts."""
    posts = [handling_post(session, unit_id) for unit_id in item.co_unit_ids]
    return [post.a_id for post in posts if post is not None]
