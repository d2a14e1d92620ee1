"""Whose turn a task is at the act's moment, and whom it concerns: asked of the organisation each time."""

from engine.act import Act
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
