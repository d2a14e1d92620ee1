"""What people are told about a task that somebody did something with: urged, given on, returned, copied."""

from collections.abc import Iterable

from engine.act import Act
from engine.notify.mails import facts_of_item, office_time
from engine.notify.telling import Said, tell
from engine.store.models import Item, Matter
from engine.store.rows import HeldInstance, HeldTask

NOTHING = ("number", "title", "matter", "unit", "due", "late", "answer_due", "rectify_due", "document")


def tell_of_task(
    act: Act, instance: HeldInstance, task: HeldTask, kind: str, people: Iterable[int], asked: str = ""
) -> None:
    """After the act is in the record: its number in the chain makes the cause. Nobody is told of their own act."""
    others = [person_id for person_id in people if person_id != act.actor_id]
    item = act.session.get(Item, task.item_id) if task.item_id else None
    facts = facts_of_item(act, item) if item else _facts_of_other(act, task)
    facts.update(task=task.name, actor=_actor(act), asked=asked)
    if task.due_at is not None:
        facts["due"] = office_time(task.due_at)
    cause = f"{kind}.{task.id}.{instance.event_count}"
    said = Said(kind, cause, facts, instance.id, item, task.id, instance.confidential)
    tell(act, sorted(others), said)


def _actor(act: Act) -> str:
    return act.situation.name_of(act.actor_id) if act.actor_id is not None else ""


def _facts_of_other(act: Act, task: HeldTask) -> dict[str, str]:
    matter = act.session.get(Matter, task.matter_id) if task.matter_id else None
    facts = {**dict.fromkeys(NOTHING, ""), "office": act.house.office_name}
    if matter is not None:
        facts.update(number=matter.number, title=matter.title)
    return facts
