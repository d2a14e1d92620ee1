"""Where a task can be returned to, read from the state of its instance."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.act import Act
from engine.bpmn.instances.runner import Runner
from engine.domain.errors import AlreadyDone
from engine.domain.step import Earlier
from engine.store.instances import get_instance
from engine.store.models import Task
from engine.store.state_rows import read_parts


@dataclass(frozen=True)
class EarlierRow:
    """A task that was passed, and who did it; nobody in particular of a countersign."""

    earlier: Earlier
    done_by_id: int | None


def earlier_tasks(act: Act, session: Session, task: Task | None) -> list[EarlierRow]:
    """The previous one first; AlreadyDone for a task that is not open, nothing for a signer's."""
    if task is None or task.state != "open":
        raise AlreadyDone
    if task.main_id is not None:
        return []
    instance = get_instance(session, task.instance_id)
    bundle = act.house.bundles.get(session, instance.digest)
    runner = Runner.load(bundle, instance.key, read_parts(session, instance.id), now=act.now)
    found = runner.earlier(task.id)
    done = {one.task_id: session.get(Task, one.task_id) for one in found}
    return [EarlierRow(one, row.completed_by_id if (row := done[one.task_id]) else None) for one in found]
