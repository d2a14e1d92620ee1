"""Where the tokens of an instance are: read from its state, for who looks at the diagram."""

from engine.act import Act
from engine.bpmn.runner import Runner
from engine.store.instances import read_parts
from engine.store.models import Instance

ENDED = ("completed", "failed", "cancelled")


def active_elements(act: Act, instance: Instance) -> list[str]:
    """The elements that hold a token now, by id; none in an instance that has ended or never got off its start."""
    parts = read_parts(act.session, instance.id)
    if instance.state in ENDED or not parts:
        return []
    bundle = act.house.bundles.get(act.session, instance.digest)
    return Runner.load(bundle, instance.key, parts, now=act.now).active()
