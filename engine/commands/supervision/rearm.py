"""What is known of an item changed, by a step of its instance or without one: its ladder is asked again, its light set
anew."""

from engine.act import Act
from engine.bpmn.bundle import CompiledBundle, CompiledProcess
from engine.commands.supervision.course import course_of
from engine.commands.supervision.item_lights import set_lights
from engine.commands.supervision.ladder import arm_ladders
from engine.store.models import Item
from engine.store.rows import HeldInstance


def rearm(act: Act, instance: HeldInstance, item: Item) -> None:
    """Nothing where the instance does not run: it is armed when it goes on."""
    if instance.state != "running":
        return
    act.session.flush()
    bundle = act.house.bundles.get(act.session, instance.digest)
    look_again(act, bundle.process(instance.key), bundle, instance.id, item)


def look_again(act: Act, process: CompiledProcess, bundle: CompiledBundle, instance_id: int, item: Item) -> None:
    """Ladders and lights of a running item, from one reading."""
    course = course_of(act, item)
    arm_ladders(act, process, bundle, instance_id, course)
    set_lights(act, process, bundle, course)
