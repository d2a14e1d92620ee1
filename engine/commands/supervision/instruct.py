"""批示: a leader instructs on an item or a matter at any time: load – allow – validate – advance – record."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from engine.act import Act
from engine.actions.records import write_record
from engine.commands.instances.advance import start_instance
from engine.commands.supervision.matters import PROCESS, write_item
from engine.commands.supervision.tell import tell
from engine.domain import messages
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.domain.step import StartedBy
from engine.notify.mails import mail_item
from engine.people.policy import may_instruct
from engine.store.events import append_event
from engine.store.item_links import attached_to
from engine.store.items import next_ordinal_of, open_items_of, reread_item
from engine.store.models import Item, ItemLink, Matter
from engine.store.rows import HeldInstance
from engine.store.runtime import lock_instance

SUPPLEMENT, ADDED, AGAIN = "supplement", "item-added", "matter-instructed"


@dataclass(frozen=True)
class Instruction:
    """What a leader wrote, and when. `leader_post_id` None: the actor is the leader, and writes in their own post.

    A closed item is followed by a new one, which needs a due date: a day, or so many working days. A `praise` asks for
    nothing: it goes on the item's record, and performance counts it for who handed the result in.
    """

    text: str
    dated_on: date
    leader_post_id: int | None = None
    attachment_ids: tuple[int, ...] = ()
    due_on: date | None = None
    due_working_days: int | None = None
    praise: bool = False


def instruct_on_item(act: Act, roles: Collection[str], item_id: int, instruction: Instruction) -> Item:
    """A new work order of an open item; where it is closed, a new item of the same matter. Answers which item it is."""
    _allow(roles)
    item = act.session.get(Item, item_id)
    if item is None or item.instance_id is None:
        raise NotFound
    instance = lock_instance(act.session, item.instance_id)
    item = reread_item(act.session, item_id)
    act, told = _from_leader(act, instruction, [item])
    if instruction.praise:
        _praise(act, instance, item, told)
        return item
    if item.state != "closed":
        _supplement(act, instance, told)
        return item
    return _follow_up(act, item, told, instruction)


def instruct_on_matter(act: Act, roles: Collection[str], matter_id: int, instruction: Instruction) -> list[Item]:
    """A new work order of every open item of the matter, and a line in the matter's own record."""
    _allow(roles)
    matter = act.session.get(Matter, matter_id)
    if matter is None or matter.instance_id is None:
        raise NotFound
    for item in open_items_of(act.session, matter.id):
        lock_instance(act.session, item.instance_id or 0)  # in the order of closings: items, then their matter
    own = lock_instance(act.session, matter.instance_id)
    act.session.refresh(matter)
    items = open_items_of(act.session, matter.id)
    if not items and matter.state != "registered":
        raise Conflict([Problem("supervision.instruct_on_closed_matter")])
    act, told = _from_leader(act, instruction, items)
    append_event(own, "matter.instructed", act.origin, name=matter.number, data=told)
    for item in items:
        _supplement(act, lock_instance(act.session, item.instance_id or 0), told)
    return items


def _allow(roles: Collection[str]) -> None:
    if not may_instruct(roles):
        raise NotAllowed


def _from_leader(act: Act, instruction: Instruction, items: Collection[Item]) -> tuple[Act, dict[str, Any]]:
    """The act on the leader's behalf, and the instruction as the record tells it. Invalid with all that is wrong."""
    situation = act.situation
    own = [post for post, _ in situation.posts_held(act.actor_id or 0) if post.kind == "leader"]
    post = situation.current_post(instruction.leader_post_id) if instruction.leader_post_id else next(iter(own), None)
    problems = []
    if not instruction.text.strip():
        problems.append(Problem("supervision.instruction_empty", field="/text"))
    if post is None or post.kind != "leader" or (own and post not in own):
        problems.append(Problem("supervision.instruction_leader", field="/leader_post_id"))
    if instruction.dated_on > act.calendar.local_date(act.now):
        problems.append(Problem("supervision.instruction_future", field="/dated_on"))
    files = attached_to(act.session, [item.id for item in items], instruction.attachment_ids)
    if len(files) != len(set(instruction.attachment_ids)):
        problems.append(Problem("supervision.instruction_files", field="/attachment_ids"))
    if problems or post is None:
        raise Invalid(problems)
    leader_id = situation.holder(post.id)
    details = {
        "leader": situation.name_of(leader_id),
        "leader_id": leader_id,
        "leader_post": post.title,
        "dated_on": instruction.dated_on.isoformat(),
        "entered_by": situation.name_of(act.actor_id),
        "files": files,
    }
    behalf_of = leader_id if leader_id != act.actor_id else None
    told = {"kind": "instruction", "text": instruction.text.strip(), "details": details}
    return replace(act, behalf_of_id=behalf_of), told


def _supplement(act: Act, instance: HeldInstance, told: dict[str, Any]) -> None:
    append_event(instance, "item.instructed", act.origin, data=told)
    tell(act, instance, SUPPLEMENT, {"supplement": told})


def _praise(act: Act, instance: HeldInstance, item: Item, told: dict[str, Any]) -> None:
    """批示表扬: those who handled it and the head of the unit are told; nothing new is asked of them."""
    append_event(instance, "item.praised", act.origin, data=told)
    ordinal = write_record(act, item.id, "praise", {"text": told["text"], **told["details"]})
    mail_item(act, item, "praise", ordinal, ("handler", "substitute", "unit_head"), {"asked": told["text"]})


def _follow_up(act: Act, closed: Item, told: dict[str, Any], instruction: Instruction) -> Item:
    """A new item for what a closed one is asked again; the matter goes on, or is taken up again where it had ended."""
    if instruction.due_on is None and instruction.due_working_days is None:
        raise Invalid([Problem("supervision.instruction_due", field="/due_on")])
    if instruction.due_on is not None and instruction.due_on < act.calendar.local_date(act.now):
        raise Invalid([Problem("supervision.instruction_due_past", field="/due_on")])
    matter = act.session.get_one(Matter, closed.matter_id)
    text = messages.text(
        "supervision.instructed_text", leader=told["details"]["leader"], text=told["text"], number=closed.number or ""
    )
    item = write_item(
        act,
        matter,
        next_ordinal_of(act.session, matter.id),
        {
            "title": closed.title,
            "text": text,
            "section": closed.section,
            "place": closed.place,
            "lead_unit_id": closed.lead_unit_id,
            "co_unit_ids": closed.co_unit_ids,
            "due_on": instruction.due_on,
            "due_working_days": instruction.due_working_days,
            "cadence": closed.cadence,
            "special": closed.special,
        },
    )
    act.session.add(
        ItemLink(from_id=closed.id, to_id=item.id, kind="instruction", reason=told["text"][:500], at=act.now)
    )
    write_record(act, item.id, "instruction", {"text": told["text"], **told["details"]})
    _go_on(act, matter)
    return item


def _go_on(act: Act, matter: Matter) -> None:
    own = lock_instance(act.session, matter.instance_id or 0)
    if own.state in ("running", "suspended", "incident"):
        tell(act, own, ADDED, {})
    else:
        start_instance(act, PROCESS, business_key=matter.number, subject=matter, event=StartedBy("message", AGAIN))
