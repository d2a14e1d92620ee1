"""What may be asked of an item now: the messages that its diagram takes from people, outside their tasks."""

from dataclasses import dataclass

from engine.act import Act
from engine.actions.around import around
from engine.bpmn.bundle import CompiledBundle
from engine.bpmn.source.elements import Element
from engine.bpmn.source.extensions import RequestUse
from engine.people.assignment import principals_of
from engine.people.situation import Work
from engine.store.definitions import get_definition
from engine.store.instances import messages_awaited
from engine.store.models import Instance, Item
from engine.store.tasks import open_tasks

ENDED = ("completed", "failed", "cancelled")
OF_ITSELF = ("suspended", "closed", "cancelled")


@dataclass(frozen=True)
class Request:
    """A message that a person may send; `task_id` is the event that waits for it, None where it starts a process."""

    name: str
    key: str
    element: Element
    bundle: CompiledBundle
    task_id: str | None

    @property
    def use(self) -> RequestUse:
        if self.element.extensions.request is None:
            raise TypeError("Expected an element that takes requests")
        return self.element.extensions.request

    @property
    def lead(self) -> str:
        """What the diagram says of it: at the event, or at the sub-process that it starts."""
        around = self.bundle.process(self.key).elements.get(self.element.container)
        return self.element.documentation or (around.documentation if around else None) or ""


def requests_of(act: Act, item: Item) -> list[Request]:
    """Those that the item's instance waits for; of one that is over, those that start its process again."""
    instance = act.session.get(Instance, item.instance_id) if item.instance_id else None
    if instance is None:
        return []
    state = item.state if item.state in OF_ITSELF else "running"
    if instance.state in ENDED:
        return _starting(act, instance.key, state)
    bundle = act.house.bundles.get(act.session, instance.digest)
    elements = bundle.process(instance.key).elements
    if instance.state != state:
        return []
    busy = {elements[task.element_id].container for task in open_tasks(act.session, instance.id)}
    found = [(one, elements[one.element_id]) for one in messages_awaited(act.session, instance.id)]
    return [
        Request(waiting.name, instance.key, element, bundle, waiting.task_id)
        for waiting, element in found
        if _is_taken(element, state) and not (_is_single(element) and element.container in busy)
    ]


def _is_taken(element: Element, state: str) -> bool:
    use = element.extensions.request
    return use is not None and use.when == state


def _is_single(element: Element) -> bool:
    use = element.extensions.request
    return use is not None and use.single


def _starting(act: Act, key: str, state: str) -> list[Request]:
    bundle = act.house.bundles.get(act.session, get_definition(act.session, key).digest)
    process = bundle.process(key)
    return [
        Request(element.message, key, element, bundle, None)
        for element in process.elements.values()
        if element.container == key and _is_taken(element, state) and element.message is not None
    ]


def askers(act: Act, item: Item, request: Request) -> frozenset[int]:
    """Those who may send it now: whose turn it is by one of its rules."""
    posts = around(act, item, {})
    work = Work(request.key, item.lead_unit_id)
    principals = [one for rule in request.use.by for one in principals_of(rule, posts, act.situation)]
    return act.situation.doers(principals, work)
