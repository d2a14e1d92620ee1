"""Who is told: roles of a decision table as people who are present, each once."""

from collections.abc import Iterable, Iterator

from engine.people.principals import of_person, of_post
from engine.people.situation import Situation, Work
from engine.store.models import Item

OF_A_UNIT = {"handler_of": "handler", "head_of": "head", "liaison_of": "liaison"}  # followed by a unit: handler_of:12
ROLES = frozenset({"handler", "co_handlers", "substitute", "unit_head", "officer", "leader", "liaison"})


def people_told(situation: Situation, item: Item, key: str, roles: Iterable[str]) -> list[int]:
    """Whose turn it is in each role, in the order of the roles, nobody twice; who is away is not told.

    `key` is the process of the item. A B post is told as well (substitute), so that whoever comes next knows.
    """
    work = Work(key, item.lead_unit_id)
    told = (person_id for role in roles for person_id in _in_role(situation, item, role, work))
    return list(dict.fromkeys(person_id for person_id in told if situation.is_present(person_id, work)))


def _in_role(situation: Situation, item: Item, role: str, work: Work) -> list[int]:
    if role == "substitute":
        b_holder = situation.holder(item.handler_post_id, "B")
        return [] if b_holder is None else [b_holder]
    return [one for principal in _principals(situation, item, role) for one in situation.doers([principal], work)]


def _principals(situation: Situation, item: Item, role: str) -> Iterator[str]:
    posts = {"handler": item.handler_post_id, "leader": item.leader_post_id}
    part, _, unit = role.partition(":")
    if part in OF_A_UNIT and unit.isdecimal():
        post = situation.post_of(int(unit), OF_A_UNIT[part])
        if post is not None:
            yield of_post(post.id)
        return
    if role in posts and (post_id := posts[role]) is not None:
        yield of_post(post_id)
    elif role in ("unit_head", "liaison"):
        post = situation.post_of(item.lead_unit_id, role.removeprefix("unit_"))
        if post is not None:
            yield of_post(post.id)
    elif role == "officer" and item.officer_id is not None:
        yield of_person(item.officer_id)
    elif role == "co_handlers":
        posts_there = (situation.post_of(unit_id, "handler") for unit_id in item.co_unit_ids)
        yield from (of_post(post.id) for post in posts_there if post is not None)
