"""Whoever has a task answers that it was urged 催办回执: one answer for all urges that wait for one."""

from collections.abc import Collection

from engine.act import Act
from engine.commands.tasks.acting import OnTask, hold_mine, reason_of, record
from engine.domain.errors import Conflict, Problem
from engine.notify.tasks import tell_of_task
from engine.store.rows import HeldTask
from engine.store.verbs import urges_of


def answer_urge(act: Act, roles: Collection[str], on: OnTask) -> HeldTask:
    """Conflict where nothing waits for an answer; Invalid without one."""
    held = hold_mine(act, roles, on)
    answer = reason_of(on)
    waiting = [urge for urge in urges_of(act.session, held.task.id) if urge.answered_at is None]
    if not waiting:
        raise Conflict([Problem("tasks.not_urged")])
    for urge in waiting:
        urge.answered_by_id, urge.answered_at, urge.answer = held.me, act.now, answer
    record(held, "task.urge_answered", {"answer": answer, "answered": len(waiting)})
    urgers = {urge.person_id for urge in waiting}
    tell_of_task(held.act, held.instance, held.task, "task_urge_answered", urgers, answer)
    return held.task
