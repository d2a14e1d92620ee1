"""Somebody asks something of an item outside a task: an extension, a suspension, a consultation, its reopening.

The diagram says what may be asked, by whom, with which form; what follows is drawn behind the message.
"""

from collections.abc import Collection, Mapping
from typing import Any

from engine.act import Act
from engine.actions import ACTIONS, ENGINE_NAMES
from engine.actions.requests import Request, askers, requests_of
from engine.bpmn.instances.runner import Runner
from engine.commands.instances.advance import advance, load_runner, make_call, start_instance
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.domain.step import ActionCall, StartedBy
from engine.forms import validate_submission
from engine.people.policy import may_ask
from engine.store.events import append_event
from engine.store.items import lock_matter, reread_item
from engine.store.models import Item
from engine.store.rows import HeldInstance
from engine.store.runtime import lock_instance

MATTER = "supervision-matter"
MATTER_REOPENED = "matter-reopened"


def ask_of_item(act: Act, roles: Collection[str], item_id: int, name: str, variables: Mapping[str, Any]) -> Item:
    """Send the request; Conflict where the item does not take it now, Invalid with the problems of its form."""
    item = act.session.get(Item, item_id)
    if item is None or item.instance_id is None:
        raise NotFound
    instance = lock_instance(act.session, item.instance_id)
    item = reread_item(act.session, item_id)
    request = next((one for one in requests_of(act, item) if one.name == name), None)
    if request is None:
        raise Conflict([Problem("supervision.not_to_be_asked_now")])
    if not may_ask(act.actor_id, roles, askers(act, item, request)):
        raise NotAllowed
    form = request.bundle.forms.get(request.element.extensions.form or "")
    problems = validate_submission(form, variables, reserved=ENGINE_NAMES) if form else []
    if problems:
        raise Invalid(problems)
    _record(act, instance, request, variables)
    act = act.because("message", name=name, instance=instance.id)
    if request.task_id is None:
        _begin_again(act, instance, item, request, variables)
    else:
        _hand_over(act, instance, item, request, variables)
    return item


def _record(act: Act, instance: HeldInstance, request: Request, variables: Mapping[str, Any]) -> None:
    element = request.element
    append_event(
        instance,
        "item.asked",
        act.origin,
        element_id=element.id,
        name=element.name or element.id,
        data={"message": request.name, "variables": dict(variables)},
    )


def _hand_over(act: Act, instance: HeldInstance, item: Item, request: Request, variables: Mapping[str, Any]) -> None:
    if item.state == "suspended":
        instance.state = "running"  # what is asked of an item that rests is that it goes on

    def do() -> Runner:
        runner = load_runner(act, instance)
        answer = _act_upon(act, instance, request, variables)
        runner.deliver(request.task_id or "", request.name, {"request": {**variables, **answer}})
        return runner

    advance(act, instance, do, writes=True)


def _begin_again(act: Act, instance: HeldInstance, item: Item, request: Request, variables: Mapping[str, Any]) -> None:
    """The item's process runs once more, in a new instance; both records tell of the other."""
    answer = _act_upon(act, instance, request, variables)
    data = {"item_number": item.number, "request": {**variables, **answer}}
    event = StartedBy("message", request.name)
    begun = start_instance(act, instance.key, business_key=item.number, variables=data, subject=item, event=event)
    append_event(instance, "item.continued", act.origin, name=item.number or item.title, data={"instance": begun.id})
    matter = lock_matter(act.session, item.matter_id)
    if matter.state == "closed":
        event = StartedBy("message", MATTER_REOPENED)
        start_instance(act, MATTER, business_key=matter.number, subject=matter, event=event)


def _act_upon(act: Act, instance: HeldInstance, request: Request, variables: Mapping[str, Any]) -> Mapping[str, Any]:
    """The action at the event looks at what is asked, before anything moves; what it refuses is not asked."""
    use = request.element.extensions.action
    if use is None:
        return {}
    call = ActionCall(request.task_id or "", request.element.id, use.name, use.parameters, {})
    return ACTIONS[use.name](make_call(act, instance, call, submitted=variables))
