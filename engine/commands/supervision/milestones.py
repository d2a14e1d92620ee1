"""节点: dates with planned percentages are set with a reason, and reached with evidence."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from engine.act import Act
from engine.actions.milestones import problems_of_milestones
from engine.actions.records import write_record
from engine.commands.supervision.matters import write_milestones
from engine.commands.supervision.rearm import rearm
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.notify.mails import PROCESS
from engine.people.policy import may_register
from engine.people.principals import of_post
from engine.people.situation import Work
from engine.store.events import append_event
from engine.store.items import milestones_of, reread_item
from engine.store.models import Item, Milestone
from engine.store.rows import HeldInstance
from engine.store.runtime import lock_instance


def set_milestones(
    act: Act, roles: Collection[str], item_id: int, rows: Sequence[Mapping[str, Any]], reason: str
) -> Item:
    """Replace the milestones that are not reached by these. Invalid with all that is wrong."""
    if not may_register(roles):
        raise NotAllowed
    item, instance = _lock_open(act, item_id)
    if not reason.strip():
        raise Invalid([Problem("supervision.reason_missing", field="/reason")])
    before = _told(milestones_of(act.session, item.id))
    for one in milestones_of(act.session, item.id):
        if one.reached_at is None:
            act.session.delete(one)
    act.session.flush()
    write_milestones(act.session, item.id, rows)
    problems = list(problems_of_milestones(act, item, "/milestones"))
    if problems:
        raise Invalid(problems)
    after = _told(milestones_of(act.session, item.id))
    write_record(act, item.id, "milestones", {"text": reason.strip(), "before": before, "after": after})
    append_event(instance, "milestones.set", act.origin, name=item.number, before=before, after=after)
    rearm(act, instance, item)
    return item


def reach_milestone(act: Act, item_id: int, milestone_id: int, evidence: str) -> Item:
    """The handler reports a milestone with what proves it; the item is at least as far as the milestone was planned."""
    item, instance = _lock_open(act, item_id)
    doers = act.situation.doers([of_post(item.handler_post_id or 0)], Work(PROCESS, item.lead_unit_id))
    if act.actor_id not in doers:
        raise NotAllowed
    milestone = act.session.get(Milestone, milestone_id)
    if milestone is None or milestone.item_id != item.id:
        raise NotFound
    if milestone.reached_at is not None:
        raise Conflict
    if not evidence.strip():
        raise Invalid([Problem("supervision.milestone_evidence", field="/evidence")])
    milestone.reached_at, milestone.evidence = act.now, evidence.strip()
    item.progress = max(item.progress, milestone.percent)
    text = f"{milestone.title}：{milestone.evidence}"
    data = {"text": text, "milestone": milestone.title, "percent": milestone.percent}
    write_record(act, item.id, "milestone_reached", data)
    append_event(instance, "milestone.reached", act.origin, name=item.number, data=data)
    rearm(act, instance, item)
    return item


def _lock_open(act: Act, item_id: int) -> tuple[Item, HeldInstance]:
    item = act.session.get(Item, item_id)
    if item is None or item.instance_id is None or item.state == "draft":
        raise NotFound
    instance = lock_instance(act.session, item.instance_id)
    item = reread_item(act.session, item_id)
    if item.state == "closed":
        raise Conflict([Problem("supervision.not_open", {"number": item.number or item.title})])
    return item, instance


def _told(milestones: Sequence[Milestone]) -> dict[str, Any]:
    return {
        "milestones": [
            {
                "title": one.title,
                "due_on": one.due_on.isoformat(),
                "percent": one.percent,
                "reached": one.reached_at is not None,
            }
            for one in milestones
        ]
    }
