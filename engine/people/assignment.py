"""Who is meant by a rule of the diagram: a post where there is one, so that the work stays when people change."""

from dataclasses import dataclass

from engine.people.facts import Part
from engine.people.principals import of_person, of_post
from engine.people.situation import Situation

RULES = frozenset(
    {
        "handler",
        "co_handler",
        "unit_head",
        "officer",
        "verifier",
        "leader",
        "issuer",
        "initiator",
        "asked_unit",
        "asked_unit_head",
        "party_liaison",
        "panel_member",
        "party_committee",
        "awarded",
    }
)

PARTS: tuple[Part, Part] = ("A", "B")


@dataclass(frozen=True)
class Around:
    """What is known of the matter or item around a task; None where it has no such part."""

    handler_post_id: int | None = None
    leader_post_id: int | None = None
    lead_unit_id: int | None = None
    co_unit_id: int | None = None
    officer_id: int | None = None
    initiator_id: int | None = None
    issuer_post_id: int | None = None
    asked_unit_id: int | None = None
    liaison_post_id: int | None = None
    member_post_id: int | None = None
    member_id: int | None = None
    awarded_id: int | None = None


def principals_of(rule: str, around: Around, situation: Situation) -> frozenset[str]:
    """The principals a rule means; empty when nobody has that part."""
    posts = {
        "handler": around.handler_post_id,
        "leader": around.leader_post_id,
        "party_liaison": around.liaison_post_id,
        "unit_head": _post_of(situation, around.lead_unit_id, "head"),
        "co_handler": _post_of(situation, around.co_unit_id, "handler"),
        "issuer": around.issuer_post_id or around.leader_post_id,
        "asked_unit": _post_of(situation, around.asked_unit_id, "handler"),
        "asked_unit_head": _post_of(situation, around.asked_unit_id, "head")
        or _post_of(situation, around.asked_unit_id, "handler"),
    }
    if rule in posts:
        post_id = posts[rule]
        return frozenset() if post_id is None else frozenset({of_post(post_id)})
    if rule == "verifier":
        return verifiers(around, situation)
    if rule == "panel_member":
        return _member(around)
    if rule == "party_committee":
        return party_committee(around, situation)
    if rule == "awarded":
        return _awarded(around, situation)
    person_id = around.initiator_id if rule == "initiator" else around.officer_id
    return frozenset() if person_id is None else frozenset({of_person(person_id)})


def _member(around: Around) -> frozenset[str]:
    """A seat of a panel belongs to a post or to a person."""
    if around.member_post_id is not None:
        return frozenset({of_post(around.member_post_id)})
    return frozenset() if around.member_id is None else frozenset({of_person(around.member_id)})


def _awarded(around: Around, situation: Situation) -> frozenset[str]:
    """Who was awarded, as long as they are here, and the head of their unit, who speaks for it."""
    person_id, head = around.awarded_id, _post_of(situation, around.lead_unit_id, "head")
    person = {of_person(person_id)} if person_id is not None and situation.works_here(person_id) else set()
    return frozenset(person | ({of_post(head)} if head is not None else set()))


def verifiers(around: Around, situation: Situation) -> frozenset[str]:
    """核查 is not done by who handled it: the officer; else the other officers; else the leader in charge."""
    handlers = holders_of(situation, around.handler_post_id)
    officer = situation.current_person(around.officer_id)
    if officer is not None and officer not in handlers:
        return frozenset({of_person(officer)})
    others = {one for one in situation.with_role("officer") if one not in handlers}
    if others:
        return frozenset(of_person(one) for one in others)
    return frozenset() if around.leader_post_id is None else frozenset({of_post(around.leader_post_id)})


def party_committee(around: Around, situation: Situation) -> frozenset[str]:
    """Everybody of the party committee office but who started it; where nobody else is there, the leaders."""
    for role in ("party_committee", "leader"):
        others = {one for one in situation.with_role(role) if one != around.initiator_id}
        if others:
            return frozenset(of_person(one) for one in others)
    return frozenset()


def holders_of(situation: Situation, post_id: int | None) -> frozenset[int]:
    """A and B of a post."""
    return frozenset(one for part in PARTS if (one := situation.holder(post_id, part)) is not None)


def _post_of(situation: Situation, unit_id: int | None, kind: str) -> int | None:
    post = situation.post_of(unit_id, kind) if unit_id is not None else None
    return post.id if post else None
