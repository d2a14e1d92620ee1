"""Doing things with tasks in tests: each verb by somebody's name, in a transaction of its own."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from engine.commands.tasks.acting import OnTask
from engine.commands.tasks.transfer import transfer_task
from engine.site import Site
from engine.store.models import Event, Task
from tests.support.office import ADMINISTRATOR, act_of, doers, person, roles

REASON = "工作需要"


def by(site: Site, username: str, verb: Callable[..., Any], task_id: str, *more: Any, reason: str = REASON) -> Any:
    """What a verb answers that somebody does to a task."""
    with site.writing() as session:
        act = act_of(site, session, username)
        return verb(act, roles(session, username), OnTask(task_id, reason), *more)


def id_of(site: Site, username: str) -> int:
    with site.reading() as session:
        return person(session, username).id


def give(site: Site, task_id: str, username: str) -> str:
    """A task that nobody is assigned to becomes somebody's."""
    by(site, ADMINISTRATOR, transfer_task, task_id, id_of(site, username))
    return task_id


def state_of(site: Site, task_id: str) -> str:
    with site.reading() as session:
        return session.get_one(Task, task_id).state


def whose_turn(site: Site, task_id: str) -> set[str]:
    """The user names of those who may do a task now."""
    with site.reading() as session:
        return set(doers(session, task_id))


def events(site: Site, instance_id: int, type_: str) -> list[Event]:
    with site.reading() as session:
        query = select(Event).where(Event.instance_id == instance_id, Event.type == type_).order_by(Event.seq)
        return list(session.scalars(query))
