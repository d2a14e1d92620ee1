"""What an instance knows, with the long values that lie in rows of their own, for whoever wants to see all of it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine.bpmn.execution.values import decode_value
from engine.store.instances import kept_variables, read_values
from engine.store.tasks import get_task


def data_of(session: Session, task_id: str) -> dict[str, Any]:
    """What a task may see; NotFound when there is none."""
    task = get_task(session, task_id)
    return _whole(session, task.instance_id, task.data, task.data_keys)


def variables_of(session: Session, instance_id: int) -> dict[str, Any]:
    """The variables of the last step."""
    return _whole(session, instance_id, *kept_variables(session, instance_id))


def _whole(
    session: Session, instance_id: int, short: Mapping[str, Any], keys: Mapping[str, str] | None
) -> dict[str, Any]:
    if not keys:
        return dict(short)
    bodies = read_values(session, instance_id, list(keys.values()))
    return {**short, **{name: decode_value(bodies[key]) for name, key in keys.items()}}
