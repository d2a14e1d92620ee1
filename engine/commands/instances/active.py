"""Where the tokens of an instance are: read from its state, for who looks at the diagram."""

from engine.act import Act
from engine.bpmn.instances.runner import Runner
from engine.store.models import Instance
from engine.store.state_rows import read_parts

ENDED = ("completed", "failed", "cancelled")


def active_elements(act: Act, instance: Instance) -> list[str]:
    """The elements that hold a token now, by id; none in an instance that has ended or never got off its start."""
    stored = read_parts(act.session, instance.id)
    if instance.state in ENDED or not stored.parts:
        return []
    bundle = act.house.bundles.get(act.session, instance.digest)
    return Runner.load(bundle, instance.key, stored, now=act.now).active()
