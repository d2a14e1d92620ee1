"""A running instance is carried over to another version of its process, on purpose and with the reason."""

from collections.abc import Mapping

from engine.act import Act
from engine.commands.instances.advance import load_runner
from engine.commands.supervision.rearm import arm_and_light
from engine.domain.errors import Conflict, Invalid, Problem
from engine.store.definitions import get_definition
from engine.store.events import append_event
from engine.store.instances import rename_elements, subject_of
from engine.store.models import Item
from engine.store.rows import HeldInstance
from engine.store.runtime import lock_instance
from engine.store.state_rows import read_parts
from engine.store.writing_rows import write_instance


def migrate_instance(
    act: Act, instance_id: int, reason: str, version: int | None = None, renames: Mapping[str, str] | None = None
) -> HeldInstance:
    """Move to the latest (or the named) version; `renames` maps element ids of the old to those of the new.

    Conflict for an instance that has ended or never started, or is on that version already; Invalid with every element
    that is alive and does not fit, in which case nothing has changed.
    """
    instance = lock_instance(act.session, instance_id)
    definition = get_definition(act.session, instance.key, version)
    if instance.state not in ("running", "incident", "suspended") or definition.version == instance.version:
        raise Conflict
    if not read_parts(act.session, instance_id, [""]).parts:
        raise Conflict
    if not definition.executable:
        raise Invalid([Problem("bpmn.migrate_drawing", field="/version")])
    bundle = act.house.bundles.get(act.session, definition.digest)
    process = bundle.process(instance.key)
    runner = load_runner(act, instance)
    parts = runner.migrated_parts(process, renames or {})
    gone = runner.step()
    append_event(
        instance,
        "instance.migrated",
        act.origin,
        data={
            "reason": reason,
            "from": instance.version,
            "to": definition.version,
            "renames": dict(renames or {}),
        },
    )
    changes = instance.changes
    changes.parts.update(parts)
    changes.values.update(gone.values)
    changes.disarmed += gone.disarmed
    changes.unsubscribed += gone.unsubscribed
    instance.version, instance.digest, changes.is_migrated = definition.version, definition.digest, True
    write_instance(act.session, instance)
    names = {element.id: element.name or element.id for element in process.elements.values()}
    rename_elements(act.session, instance_id, renames or {}, names)
    subject = subject_of(act.session, instance)
    if isinstance(subject, Item) and instance.state == "running":
        arm_and_light(act, process, bundle, instance.id, subject)
    return instance
