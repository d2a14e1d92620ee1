"""What the ladder will ask for next at an item, and when, if nothing happens until then."""

from dataclasses import dataclass
from datetime import datetime

from engine.act import Act
from engine.commands.supervision.item_course import read_course
from engine.commands.supervision.ladder import next_step
from engine.commands.supervision.ladder_facts import Known
from engine.domain.ladder import Step
from engine.store.instances import get_instance
from engine.store.models import Item
from engine.store.tasks import open_tasks


@dataclass(frozen=True)
class Ahead:
    """A step to come at an activity; `why` is what its rule is called in the table."""

    at: datetime
    step: Step
    activity: str
    why: str


def ladder_ahead(act: Act, item: Item) -> list[Ahead]:
    """The next step of each open activity, the first to come first."""
    if item.instance_id is None:
        return []
    instance = get_instance(act.session, item.instance_id)
    if instance.state != "running":
        return []
    bundle = act.house.bundles.get(act.session, instance.digest)
    process = bundle.process(instance.key)
    tasks, course, found = open_tasks(act.session, instance.id), read_course(act, item), []
    for task in tasks:
        use = process.element(task.element_id).extensions.ladder
        ahead = next_step(act, use, bundle, Known(task, course)) if use else None
        if use and ahead:
            names = {rule.id: rule.annotation for rule in bundle.decisions[use.decision].rules}
            found.append(Ahead(ahead[0], ahead[1], task.name, names.get(ahead[1].rule, "")))
    return sorted(found, key=lambda one: one.at)


def rule_names(act: Act, item: Item) -> dict[str, str]:
    """What the rows of the item's tables are called, by their ids."""
    if item.instance_id is None:
        return {}
    bundle = act.house.bundles.get(act.session, get_instance(act.session, item.instance_id).digest)
    return {rule.id: rule.annotation for table in bundle.decisions.values() for rule in table.rules}
