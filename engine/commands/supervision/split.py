"""拆分: an open item becomes several for several units: load – allow – validate – advance – record."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from engine.act import Act
from engine.actions.matters import set_due
from engine.actions.milestones import problems_of_milestones
from engine.commands.supervision.matters import write_item
from engine.commands.supervision.tell import tell
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.notify.mails import office_time
from engine.people.policy import may_register
from engine.store.events import append_event
from engine.store.items import lock_matter, next_ordinal_of, reread_item
from engine.store.models import Item, ItemLink
from engine.store.runtime import lock_instance

REPLACED = "item-replaced"


def split_item(
    act: Act, roles: Collection[str], item_id: int, rows: Sequence[Mapping[str, Any]], reason: str
) -> list[Item]:
    """The parts, each dispatched with a work order of its own; the item ends, and its course stands before theirs.

    No part is due later than the item was: a later date is an extension, which somebody else approves.
    """
    if not may_register(roles):
        raise NotAllowed
    item = act.session.get(Item, item_id)
    if item is None or item.instance_id is None:
        raise NotFound
    instance = lock_instance(act.session, item.instance_id)
    item = reread_item(act.session, item_id)
    require_open(item)
    _validate(act, item, rows, reason)
    matter = lock_matter(act.session, item.matter_id)  # two splits at once would give the same numbers
    first = next_ordinal_of(act.session, matter.id)
    parts = [write_item(act, matter, ordinal, _part(item, row)) for ordinal, row in enumerate(rows, first)]
    require_in_time(act, item, parts)
    act.session.add_all(
        ItemLink(from_id=item.id, to_id=part.id, kind="split", reason=reason.strip(), at=act.now) for part in parts
    )
    act.session.flush()
    numbers = [f"{matter.number}-{part.ordinal}" for part in parts]
    told = {"outcome": "split", "reason": reason.strip(), "items": numbers}
    append_event(instance, "item.split", act.origin, name=item.number, data=told)
    tell(act, instance, REPLACED, {"replacement": told})
    return parts


def require_open(item: Item) -> None:
    """Conflict unless the item is dispatched and not closed."""
    if item.state in ("draft", "closed") or item.instance_id is None:
        raise Conflict([Problem("supervision.not_open", {"number": item.number or item.title})])


def _part(item: Item, row: Mapping[str, Any]) -> dict[str, Any]:
    return {"section": item.section, "place": item.place, **row, "text": row.get("text") or row["title"]}


def _validate(act: Act, item: Item, rows: Sequence[Mapping[str, Any]], reason: str) -> None:
    situation = act.situation
    problems = [] if reason.strip() else [Problem("supervision.reason_missing", field="/reason")]
    if len(rows) < 2:
        problems.append(Problem("supervision.split_two", field="/rows"))
    if item.due_at is not None and item.due_at < act.now:
        problems.append(Problem("supervision.split_overdue"))
    for place, row in enumerate(rows):
        ordinal, unit_id = place + 1, row.get("lead_unit_id")
        field = f"/rows/{place}"
        unit = situation.current_unit(unit_id) if unit_id else None
        if unit is None:
            problems.append(Problem("supervision.unit_missing", {"ordinal": ordinal}, field=f"{field}/lead_unit_id"))
        elif situation.post_of(unit_id, "handler") is None:
            named = {"unit": unit.name}
            problems.append(Problem("supervision.unit_without_post", named, field=f"{field}/lead_unit_id"))
        if row.get("due_on") is None and row.get("due_working_days") is None:
            problems.append(Problem("supervision.due_missing", {"ordinal": ordinal}, field=f"{field}/due_on"))
    if problems:
        raise Invalid(problems)


def require_in_time(act: Act, item: Item, parts: Sequence[Item]) -> None:
    """Invalid with every part that would be due later than the item was, or before today, or has bad milestones."""
    problems = []
    today = act.calendar.local_date(act.now)
    for place, part in enumerate(parts):
        set_due(act, part)
        field, ordinal = f"/rows/{place}", place + 1
        if part.due_on is not None and part.due_on < today:
            problems.append(Problem("supervision.due_past", {"ordinal": ordinal}, field=f"{field}/due_on"))
        if item.due_at is not None and part.due_at is not None and part.due_at > item.due_at:
            told = {"ordinal": ordinal, "due": office_time(item.due_at)}
            problems.append(Problem("supervision.due_later", told, field=f"{field}/due_on"))
        problems += problems_of_milestones(act, part, f"{field}/milestones")
    if problems:
        raise Invalid(problems)
