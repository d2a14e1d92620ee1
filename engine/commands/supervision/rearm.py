"""What is known of an item changed: its ladders are asked again, its light is set anew."""

from engine.act import Act
from engine.bpmn.bundle import CompiledBundle, CompiledProcess
from engine.commands.supervision.item_course import read_course
from engine.commands.supervision.item_lights import set_lights
from engine.commands.supervision.ladder import arm_ladders
from engine.store.models import Item
from engine.store.rows import HeldInstance
from engine.store.writing_rows import flush_runtime


def rearm(act: Act, instance: HeldInstance, item: Item) -> None:
    """After a change without a step of its instance; nothing where it does not run: it is armed when it goes on."""
    if instance.state != "running":
        return
    act.session.flush()
    bundle = act.house.bundles.get(act.session, instance.digest)
    arm_and_light(act, bundle.process(instance.key), bundle, instance.id, item)


def arm_and_light(act: Act, process: CompiledProcess, bundle: CompiledBundle, instance_id: int, item: Item) -> None:
    """The next moments to ask and the light of a running item, from its course, which is read once for both."""
    flush_runtime(act.session)
    course = read_course(act, item)
    arm_ladders(act, process, bundle, instance_id, course)
    set_lights(act, process, bundle, course)
