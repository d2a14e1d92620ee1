"""An item that somebody pushes by hand: loaded and locked, with the activity that is pushed and what its table says."""

from collections.abc import Collection
from dataclasses import dataclass

from engine.act import Act
from engine.bpmn.bundle import CompiledBundle
from engine.bpmn.source.extensions import LadderUse
from engine.commands.supervision.item_course import read_course
from engine.commands.supervision.ladder_facts import Known, facts_at
from engine.commands.tasks.doers import concerned_by
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.domain.ladder import STEPS, WANTED, WITHDRAW, Step, ask, first_asked
from engine.people.policy import may_step_by_hand
from engine.store.items import reread_item
from engine.store.models import Item
from engine.store.rows import HeldInstance, HeldTask
from engine.store.runtime import lock_instance
from engine.store.tasks import open_tasks

STAGES = ("办理", "签收")


@dataclass(frozen=True)
class Pushed:
    """`tasks` are all open tasks of the item; `activity` is the one whose ladder is climbed."""

    item: Item
    instance: HeldInstance
    tasks: list[HeldTask]
    activity: HeldTask
    use: LadderUse
    bundle: CompiledBundle


def hold_pushed(act: Act, roles: Collection[str], item_id: int, reason: str) -> Pushed:
    """NotAllowed, Invalid without a reason, NotFound for what one may not see, Conflict where nothing is open."""
    if not may_step_by_hand(roles):
        raise NotAllowed
    if not reason.strip():
        raise Invalid([Problem("supervision.reason_missing", field="reason")])
    found = act.session.get(Item, item_id)
    if found is None or found.instance_id is None:
        raise NotFound
    instance = lock_instance(act.session, found.instance_id)
    item = reread_item(act.session, item_id)
    tasks = open_tasks(act.session, instance.id)
    if instance.confidential and not any(act.actor_id in concerned_by(act, task) for task in tasks):
        raise NotFound
    bundle = act.house.bundles.get(act.session, instance.digest)
    activity = _activity(tasks)
    use = bundle.process(instance.key).element(activity.element_id).extensions.ladder
    if use is None or instance.state != "running":
        raise Conflict([Problem("supervision.step_not_open")])
    return Pushed(item, instance, tasks, activity, use, bundle)


def answered_by_hand(act: Act, pushed: Pushed, wanted: str) -> Step:
    """Who is told and what is due by the table for steps by hand; Conflict where it does not allow the step.

    A process drawn before there was such a table answers as its ladder does where that asks for the step itself.
    """
    use, table = pushed.use, pushed.bundle.decisions.get(pushed.use.by_hand or "")
    if table is None:
        step = first_asked(pushed.bundle.decisions[use.decision], use.stage, wanted)
    else:
        known = Known(pushed.activity, read_course(act, pushed.item))
        facts = {**facts_at(known, use, act.now, act.calendar), WANTED: wanted}
        step = ask(table, facts, (*STEPS, WITHDRAW))
    if step is None or step.code != wanted:
        raise Conflict([Problem("supervision.step_not_allowed", {"step": wanted})])
    return step


def _activity(tasks: list[HeldTask]) -> HeldTask:
    """The handling of the item, or its signing: what a person means who urges the item."""
    for stage in STAGES:
        for task in tasks:
            if task.stage == stage:
                return task
    raise Conflict([Problem("supervision.step_not_open")])
