"""Putting an item under a unit: its handling post and the post of the leader in charge."""

from typing import Any

from engine.act import Act
from engine.domain.errors import Invalid, Problem
from engine.people.situation import Situation
from engine.store.models import Item


def place_under(act: Act, item: Item, unit_id: int, field: str) -> None:
    """Invalid where the unit has no handling post."""
    situation = act.situation
    post, leader = situation.post_of(unit_id, "handler"), situation.leader_post(unit_id)
    if post is None:
        unit = situation.find_unit(unit_id)
        raise Invalid([Problem("supervision.unit_without_post", {"unit": unit.name if unit else ""}, field=field)])
    item.lead_unit_id = post.unit_id
    item.handler_post_id, item.leader_post_id = post.id, leader.id if leader else None


def placed_before(item: Item) -> dict[str, Any]:
    """Where an item lay until now, for the record of its being handed on: whose its past is stays known."""
    return {"before_unit_id": item.lead_unit_id, "before_post_id": item.handler_post_id}


def issuing_post(situation: Situation, issuer: str) -> int | None:
    """The post of the leader who gave a matter, where what was entered names exactly one: its title or its holder."""
    said = issuer.replace(" ", "")
    named = []
    for post in situation.posts():
        holder = situation.name_of(situation.holder(post.id))
        if post.kind == "leader" and said in {post.title, holder, f"{holder}{post.title}", f"{post.title}{holder}"}:
            named.append(post.id)
    return named[0] if len(named) == 1 else None
