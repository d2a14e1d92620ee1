"""An operator moves the tokens of an instance and corrects its data: back, past an element that fails, elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.act import Act
from engine.bpmn.instances.runner import Runner
from engine.commands.instances.advance import advance, load_runner
from engine.commands.submitted_data import require_data
from engine.domain.errors import Conflict
from engine.store.events import append_event
from engine.store.instances import show_data
from engine.store.rows import HeldInstance
from engine.store.runtime import lock_instance
from engine.store.state_rows import read_parts
from engine.store.tasks import open_tasks


@dataclass(frozen=True)
class Modification:
    """Elements whose tokens are taken away, elements where one is set down, and data that are corrected.

    Data go to the tokens that are set down; where none is, to all that there are.
    """

    leave: Sequence[str] = ()
    enter: Sequence[str] = ()
    variables: Mapping[str, Any] = field(default_factory=dict)


def modify_instance(act: Act, instance_id: int, reason: str, modification: Modification) -> HeldInstance:
    """Conflict for an instance that has ended or never started; Invalid with every element that does not fit."""
    require_data(modification.variables, "variables", reserved=())
    instance = lock_instance(act.session, instance_id)
    if instance.state not in ("running", "incident") or not read_parts(act.session, instance_id, [""]).parts:
        raise Conflict

    def do() -> Runner:
        runner = load_runner(act, instance)
        runner.move(modification.leave, modification.enter, modification.variables)
        append_event(
            instance,
            "instance.modified",
            act.origin,
            data={
                "reason": reason,
                "leave": list(modification.leave),
                "enter": list(modification.enter),
                "variables": dict(modification.variables),
            },
        )
        return runner

    advance(act, instance, do)
    if modification.variables and instance.state == "running":
        runner = load_runner(act, instance)
        for task in [one for one in open_tasks(act.session, instance_id) if one.main_id is None]:
            show_data(act.session, task.id, runner.task_data(task.id))
    return instance
