"""合并: items of the same matter that belong together go on as one: load – allow – validate – advance – record."""

from collections.abc import Collection, Sequence
from typing import Any

from engine.act import Act
from engine.actions.co_units import co_round
from engine.commands.supervision.split import REPLACED, require_open
from engine.commands.supervision.tell import tell
from engine.domain.errors import Invalid, NotAllowed, NotFound, Problem
from engine.notify.mails import office_time
from engine.people.policy import may_register
from engine.store.events import append_event
from engine.store.instances import waits_for
from engine.store.items import items_in_order, milestones_of, reread_item
from engine.store.models import Item, ItemLink, Milestone
from engine.store.runtime import lock_instance

SUPPLEMENT, JOINED = "supplement", "co-units-joined"


def merge_items(act: Act, roles: Collection[str], into_id: int, other_ids: Collection[int], reason: str) -> Item:
    """The item in which all go on, by its lead unit; the lead units of the others become co-organising units of it.

    The others end with the reason; their courses stand before the one's. What is due first stays due first: the item
    in which the others go on is the one with the earliest date.
    """
    if not may_register(roles):
        raise NotAllowed
    wanted = {into_id, *other_ids}
    items = items_in_order(act.session, wanted)
    if len(items) != len(wanted):
        raise NotFound
    instances = {item.id: lock_instance(act.session, item.instance_id or 0) for item in items}
    items = [reread_item(act.session, item.id) for item in items]
    into = next(item for item in items if item.id == into_id)
    others = [item for item in items if item.id != into_id]
    for item in items:
        require_open(item)
    _validate(into, others, reason)
    joined = _join(into, others)
    into.co_unit_ids = [*into.co_unit_ids, *joined]
    for other in others:
        _hand_on(act, into, other, reason.strip())
        told = {"outcome": "merged", "reason": reason.strip(), "items": [into.number]}
        append_event(instances[other.id], "item.merged", act.origin, name=other.number, data=told)
        tell(act, instances[other.id], REPLACED, {"replacement": told})
    supplement = _supplement(others, reason.strip())
    append_event(instances[into.id], "item.merged_in", act.origin, name=into.number, data=supplement)
    tell(act, instances[into.id], SUPPLEMENT, {"supplement": supplement})
    if joined and waits_for(act.session, into.instance_id or 0, JOINED):  # not once the result is in
        tell(act, instances[into.id], JOINED, {**co_round(act, into), "new_co_units": joined})
    return into


def _validate(into: Item, others: Sequence[Item], reason: str) -> None:
    problems = [] if reason.strip() else [Problem("supervision.reason_missing", field="/reason")]
    if not others:
        problems.append(Problem("supervision.merge_two", field="/item_ids"))
    for other in others:
        named: dict[str, Any] = {"number": other.number or other.title}
        if other.matter_id != into.matter_id:
            problems.append(Problem("supervision.merge_other_matter", named, field="/item_ids"))
        elif other.due_at is not None and (into.due_at is None or other.due_at < into.due_at):
            told = {**named, "due": office_time(other.due_at)}
            problems.append(Problem("supervision.merge_due", told, field="/item_ids"))
    if problems:
        raise Invalid(problems)


def _join(into: Item, others: Sequence[Item]) -> list[int]:
    """The units of the others that have no part in the item yet, in order."""
    units = [unit_id for other in others for unit_id in (other.lead_unit_id, *other.co_unit_ids) if unit_id is not None]
    known = {into.lead_unit_id, *into.co_unit_ids}
    return [unit_id for unit_id in dict.fromkeys(units) if unit_id not in known]


def _hand_on(act: Act, into: Item, other: Item, reason: str) -> None:
    act.session.add(ItemLink(from_id=other.id, to_id=into.id, kind="merged", reason=reason[:500], at=act.now))
    taken = {one.due_on for one in milestones_of(act.session, into.id)}
    for one in milestones_of(act.session, other.id):
        if one.reached_at is None and one.due_on not in taken:
            copy = Milestone(item_id=into.id, title=one.title, due_on=one.due_on, percent=one.percent)
            act.session.add(copy)
    act.session.flush()


def _supplement(others: Sequence[Item], reason: str) -> dict[str, Any]:
    text = "\n".join((reason, *(f"{other.number} {other.title}：{other.text}" for other in others)))
    details = {"items": [other.number for other in others]}
    return {"kind": "merged_in", "text": text, "details": details}
