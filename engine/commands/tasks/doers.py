"""Whose turn a task is at the act's moment, and whom it concerns: asked of the organisation each time."""

from dataclasses import replace

from engine.act import Act
from engine.domain.errors import NotAllowed, Problem
from engine.people.situation import Work
from engine.store.models import Item
from engine.store.rows import HeldTask
from engine.store.runtime import runtime_of
from engine.store.tasks import candidates_of


def work_of(act: Act, task: HeldTask) -> Work:
    """What an absence may be limited to: the process, and the unit whose matter it is; of a locked instance."""
    _, units = act.situation.limits
    item = act.session.get(Item, task.item_id) if units and task.item_id else None
    instance = runtime_of(act.session).instances.get(task.instance_id)
    return Work(task.key, item.lead_unit_id if item else None, instance is not None and instance.confidential)


def doers_of(act: Act, task: HeldTask) -> frozenset[int]:
    """Those who may do an open task now."""
    return act.situation.doers(candidates_of(act.session, task.id), work_of(act, task))


def concerned_by(act: Act, task: HeldTask) -> frozenset[int]:
    """Those who may see an open task."""
    return act.situation.concerned(candidates_of(act.session, task.id), work_of(act, task))


def in_its_name(act: Act, task: HeldTask) -> Act:
    """The task is what led to all that follows; who stands in acts for whom the task belongs to."""
    post, behalf_of_id = None, None
    if act.actor_id is not None:
        principals = candidates_of(act.session, task.id)
        post, behalf_of_id = act.situation.on_behalf_of(act.actor_id, principals, work_of(act, task))
    return replace(act, behalf_of_id=behalf_of_id, post=post or act.post).because("task", id=task.id)


def not_now(act: Act, task: HeldTask) -> NotAllowed:
    """What somebody is told whose post the task belongs to, but whose turn it is not."""
    if act.actor_id in act.situation.barred(candidates_of(act.session, task.id)):
        return NotAllowed([Problem("tasks.not_by_the_same")])
    is_away = not act.situation.is_present(act.actor_id, work_of(act, task))
    return NotAllowed([Problem("tasks.you_are_away" if is_away else "tasks.not_your_turn")])
