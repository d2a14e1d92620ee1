"""Starting processes and looking at what became of them, as an operator would."""

from typing import Any

from sqlalchemy import select

from engine.commands.instances.advance import start_instance
from engine.site import Site
from engine.store.models import Event, Instance, Task, Timer
from tests.support.office import ADMINISTRATOR, act_of


def start_process(site: Site, key: str, **variables: Any) -> int:
    with site.writing() as session:
        return start_instance(act_of(site, session, ADMINISTRATOR), key, variables=variables).id


def instance(site: Site, instance_id: int) -> Instance:
    with site.reading() as session:
        return session.get_one(Instance, instance_id)


def open_elements(site: Site, instance_id: int) -> list[str]:
    """The elements of the open tasks, sorted."""
    with site.reading() as session:
        query = select(Task.element_id).where(Task.instance_id == instance_id, Task.state == "open")
        return sorted(session.scalars(query))


def task_at(site: Site, instance_id: int, element_id: str) -> str:
    with site.reading() as session:
        query = select(Task.id).where(
            Task.instance_id == instance_id, Task.element_id == element_id, Task.state == "open"
        )
        return session.scalars(query).one()


def event_types(site: Site, instance_id: int) -> list[str]:
    with site.reading() as session:
        query = select(Event.type).where(Event.instance_id == instance_id).order_by(Event.seq)
        return list(session.scalars(query))


def timer_states(site: Site, instance_id: int) -> list[str]:
    with site.reading() as session:
        return list(session.scalars(select(Timer.state).where(Timer.instance_id == instance_id).order_by(Timer.id)))
