"""A matter on its way: registered, dispatched, and its item's tasks, as the commands bring them about."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.commands.supervision.matters import Registration, edit_items, register_matter
from engine.commands.tasks.complete import Completion, complete_task
from engine.site import Site
from engine.store.models import Item, Task, Unit
from tests.support.office import OFFICER, act_of, doers, roles

REGISTRATION = Registration("关于开展专项检查的批示", "领导批示", "省政府领导", "平件", date(2026, 1, 5))


def dispatch(site: Site, *, unit: str = "zhc", issuer: str = REGISTRATION.issuer, **row: Any) -> int:
    """One matter with one item, dispatched to a unit; the item's id. The issuer is nobody of this office."""
    with site.writing() as session:
        act, own_roles = act_of(site, session, OFFICER), roles(session, OFFICER)
        matter, task = register_matter(act, own_roles, replace(REGISTRATION, issuer=issuer))
        unit_id = session.scalars(select(Unit.id).where(Unit.code == unit)).one()
        drafted = {"title": "第一项任务", "lead_unit_id": unit_id, "due_working_days": 10, **row}
        edit_items(act, own_roles, matter.id, [drafted])
        assert task is not None
        complete_task(act, own_roles, Completion(task.id, {}))
        return session.scalars(select(Item.id).where(Item.matter_id == matter.id)).one()


def complete(site: Site, username: str, task_id: str, **variables: Any) -> str:
    """The state of the task's instance after somebody completed it."""
    with site.writing() as session:
        act = act_of(site, session, username)
        _, instance = complete_task(act, roles(session, username), Completion(task_id, variables))
        return instance.state


def open_task(site: Site, element_id: str) -> str:
    """The id of the one open task at an element, whatever its instance."""
    with site.reading() as session:
        return session.scalars(select(Task.id).where(Task.element_id == element_id, Task.state == "open")).one()


def confirm(site: Site, satisfaction: str) -> str:
    """Whoever gave the instruction says how satisfied they are; the state of the instance after that."""
    task_id = open_task(site, "confirm")
    with site.reading() as session:
        (leader,) = doers(session, task_id)
    return complete(site, leader, task_id, satisfaction=satisfaction)
