"""Matters: registered, split into items, dispatched, closed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from engine.act import Act
from engine.actions.milestones import problems_of_milestones
from engine.actions.official_documents import order_closing
from engine.actions.placing import issuing_post, place_under
from engine.actions.records import write_record
from engine.actions.registry import Call, action
from engine.calendar import in_working_days, on_date
from engine.domain import messages
from engine.domain.errors import Invalid, Problem
from engine.notify.mails import mail_item
from engine.store.duplicates import compared, find_same
from engine.store.items import count_open_items, draft_items, last_record_at, lock_matter
from engine.store.models import Item, ItemLink, Matter
from engine.store.numbers import sources

Data = Mapping[str, Any]


@action("register_matter")
def register_matter(call: Call) -> Data:
    """立项: what the officer enters goes on the matter's record."""
    form, matter = call.submitted or {}, call.matter
    known = [one.name for one in sources(call.act.session) if one.is_offered]
    if form["source"] not in known:
        raise Invalid([Problem("supervision.source_unknown", {"known": "、".join(known)}, field="/source")])
    matter.title, matter.source, matter.issuer = form["title"], form["source"], form["issuer"]
    matter.urgency, matter.received_on = form["urgency"], date.fromisoformat(form["received_on"])
    matter.special = bool(form.get("special"))
    matter.issuer_post_id = issuing_post(call.act.situation, matter.issuer)
    return {}


@action("confirm_items", item_count="number")
def confirm_items(call: Call) -> Data:
    """Nothing is dispatched unless every item has a unit that can take it and a due date."""
    session, matter = call.act.session, call.matter
    items = draft_items(session, matter.id)
    situation = call.act.situation
    known = {unit.id: unit for unit in situation.units()}
    problems = [] if items else [Problem("supervision.no_items", field="/items")]
    for item in items:
        place = f"/items/{item.ordinal}"
        if item.lead_unit_id not in known:
            problems.append(
                Problem("supervision.unit_missing", {"ordinal": item.ordinal}, field=f"{place}/lead_unit_id")
            )
        elif situation.post_of(item.lead_unit_id, "handler") is None:
            unit = known[item.lead_unit_id].name
            problems.append(Problem("supervision.unit_without_post", {"unit": unit}, field=f"{place}/lead_unit_id"))
        if item.due_on is None and item.due_working_days is None:
            problems.append(Problem("supervision.due_missing", {"ordinal": item.ordinal}, field=f"{place}/due_on"))
        elif item.due_on is not None and item.due_on < call.act.calendar.local_date(call.act.now):
            problems.append(Problem("supervision.due_past", {"ordinal": item.ordinal}, field=f"{place}/due_on"))
        problems += _milestones_too_late(call, item)
    problems += _undecided(call, items)
    if problems:
        raise Invalid(problems)
    return {"item_count": len(items)}


def _undecided(call: Call, items: Sequence[Item]) -> list[Problem]:
    """Drafts that ask what an open item asks already, word for word, of which nobody has decided what to do."""
    session = call.act.session
    decided = compared(session, [item.id for item in items])
    if items and all(any(link.kind == "same" for link in decided.get(item.id, ())) for item in items):
        return [Problem("supervision.all_same", field="/items")]
    undecided = [item for item in items if item.id not in decided]
    same = find_same(session, undecided, beside_matter=call.matter.id)
    return [
        Problem(
            "supervision.duplicate_item",
            {"ordinal": item.ordinal, "number": same[item.id].number or "", "title": same[item.id].title},
            field=f"/items/{item.ordinal}/same_as_id",
        )
        for item in undecided
        if item.id in same
    ]


def _milestones_too_late(call: Call, item: Item) -> list[Problem]:
    if item.due_on is None and item.due_working_days is None:
        return []
    set_due(call.act, item)
    return list(problems_of_milestones(call.act, item, f"/items/{item.ordinal}/milestones"))


@action("dispatch_items")
def dispatch_items(call: Call) -> Data:
    """派单: one instance an item, each with its number, its people and its due date."""
    matter, act = call.matter, call.act
    drafts = draft_items(act.session, matter.id)
    decided = compared(act.session, [item.id for item in drafts])
    same = {link.from_id: link for links in decided.values() for link in links if link.kind == "same"}
    for item in drafts:
        if item.lead_unit_id is None:
            continue
        if item.id in same:
            _close_as_same(call, matter, item, same[item.id])
            continue
        dispatch_item(call, matter, item, item.lead_unit_id)
    matter.state, matter.closed_at = "running", None
    return {}


def _close_as_same(call: Call, matter: Matter, item: Item, link: ItemLink) -> None:
    """Nobody is asked twice: the item is answered by the other one, whose record says who else asks."""
    item.number = f"{matter.number}-{item.ordinal}"
    item.state, item.closed_at, item.outcome = "closed", call.act.now, "same"
    asks = messages.text("supervision.same_asked", number=item.number, title=matter.title)
    write_record(call.act, link.to_id, "same_asked", {"text": asks, "items": [item.number]})
    write_record(call.act, item.id, "same", {"text": link.reason})


def dispatch_item(call: Call, matter: Matter, item: Item, unit_id: int) -> None:
    """A drafted item gets its people, its number and its due date, and its instance is started."""
    place_under(call.act, item, unit_id, f"/items/{item.ordinal}/lead_unit_id")
    item.officer_id = matter.officer_id
    item.number = f"{matter.number}-{item.ordinal}"
    set_due(call.act, item)
    call.start_item(item)


def set_due(act: Act, item: Item) -> None:
    """An absolute date stays absolute; working days count from the day after dispatch, the skipped days are kept."""
    calendar = act.calendar
    if item.due_on is not None:
        item.due_at, item.due_rule = on_date(calendar, item.due_on)
        return
    today = calendar.local_date(act.now)
    item.due_at, item.due_rule = in_working_days(calendar, today, item.due_working_days or 0)


@action("close_item", open_items="number", matter_number="text")
def close_item(call: Call) -> Data:
    """销号. Closed late stays marked. Answers how many items of the matter are still open."""
    item, act = call.item, call.act
    item.state, item.closed_at = "closed", act.now
    scored = item.scored_due_at or item.due_at  # a date that was set after a miss does not make it good
    item.closed_late = scored is not None and _submitted_at(call) > scored
    mail_item(act, item, "closed", item.times_reopened + 1, ("handler", "substitute"))
    order_closing(call)
    return left_open(call)


def left_open(call: Call) -> Data:
    """How many items of the matter are still open, and its number."""
    session, matter_id = call.act.session, call.item.matter_id
    session.flush()
    # the matter is locked before counting, or two items closed at once would each see the other still open
    matter = lock_matter(session, matter_id)
    return {"open_items": count_open_items(session, matter_id), "matter_number": matter.number}


def _submitted_at(call: Call) -> datetime:
    """When the result that was accepted came in: the office's own waiting does not make a unit late."""
    return last_record_at(call.act.session, call.item.id, "result") or call.act.now


@action("close_matter")
def close_matter(call: Call) -> Data:
    """办结: all items are closed."""
    call.matter.state, call.matter.closed_at = "closed", call.act.now
    return {}


@action("send_message")
def send_message(call: Call) -> Data:
    """Hand a message to the instance with the business key that the data holds under the name given."""
    call.send(call.parameters["message"], str(call.data[call.parameters["business_key"]]), {})
    return {}
