"""What is known of an item changed without a step of its instance: its ladder is asked again, its light set anew."""

from engine.act import Act
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
    process = bundle.process(instance.key)
    arm_ladders(act, process, bundle, instance.id, item)
    set_lights(act, process, bundle, item)
