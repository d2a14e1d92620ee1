"""Somebody who waits for a task urges those who have it 催办; they answer with a receipt 回执.

It is a word between people and moves nothing: the ladder of a matter's item (催办·盯办·督办) counts its own steps.
"""

from collections.abc import Collection
from datetime import timedelta

from engine.act import Act
from engine.commands.tasks.acting import OnTask, hold_open, reason_of, record
from engine.domain.errors import Conflict, NotAllowed, Problem
from engine.notify.tasks import tell_of_task
from engine.people.verbs import may_urge
from engine.store.models import TaskUrge
from engine.store.rows import HeldTask
from engine.store.verbs import taken_part, urges_of


def urge_task(act: Act, roles: Collection[str], on: OnTask) -> HeldTask:
    """Conflict where the same task was urged within `DUBAN_URGE_MINUTES`, by whomever."""
    held = hold_open(act, roles, on, may_wait=True)
    waiting = taken_part(act.session, held.instance.id)
    if not may_urge(held.me, roles, held.doers, waiting, confidential=held.instance.confidential):
        raise NotAllowed
    text = reason_of(on)
    before = urges_of(act.session, held.task.id)
    if before and act.now < before[-1].at + timedelta(minutes=act.house.urge_minutes):
        raise Conflict([Problem("tasks.urged_lately", {"minutes": act.house.urge_minutes})])
    act.session.add(TaskUrge(task_id=held.task.id, person_id=held.me, at=act.now, text=text))
    record(held, "task.urged", {"text": text, "times": len(before) + 1})
    tell_of_task(held.act, held.instance, held.task, "task_urged", held.doers, text)
    return held.task
