"""A task is copied to people who should know of it 抄送; reading it is their receipt 已阅."""

from collections.abc import Collection, Sequence

from engine.act import Act
from engine.commands.tasks.acting import OnTask, hold, names_of, record, require_drawn, require_people
from engine.domain.errors import NotAllowed
from engine.notify.tasks import tell_of_task
from engine.people.verbs import may_copy
from engine.store.models import TaskCopy
from engine.store.rows import HeldTask
from engine.store.verbs import find_copy


def copy_task(act: Act, roles: Collection[str], on: OnTask, people: Sequence[int]) -> HeldTask:
    """Whoever was sent a copy before is not sent another; of an open or finished task alike."""
    held = hold(act, roles, on)
    hidden = held.instance.confidential
    if not may_copy(held.me, roles, held.doers, held.task.completed_by_id, confidential=hidden):
        raise NotAllowed
    require_drawn(held, "copy")
    wanted = require_people(act, people, without={held.me}, field="/people")
    fresh = [one for one in wanted if find_copy(act.session, held.task.id, one) is None]
    for person_id in fresh:
        act.session.add(
            TaskCopy(
                task_id=held.task.id, person_id=person_id, sent_by_id=held.me, sent_at=act.now, note=on.reason.strip()
            )
        )
    if fresh:
        record(held, "task.copied", {"note": on.reason.strip(), "to": names_of(act, fresh)})
        tell_of_task(held.act, held.instance, held.task, "task_copied", fresh, on.reason.strip())
    return held.task
