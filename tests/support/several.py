"""A matter with several items, dispatched at once."""

from typing import Any

from sqlalchemy import select

from engine.commands.supervision.matters import edit_items, register_matter
from engine.commands.tasks.complete import Completion, complete_task
from engine.site import Site
from engine.store.models import Item, Unit
from tests.support.matter import REGISTRATION
from tests.support.office import OFFICER, act_of, roles


def dispatch_several(site: Site, count: int, units: tuple[str, ...] = ("zhc",), **row: Any) -> list[int]:
    """The items' ids in order; their units in turn."""
    with site.writing() as session:
        act, own_roles = act_of(site, session, OFFICER), roles(session, OFFICER)
        matter, task = register_matter(act, own_roles, REGISTRATION)
        ids = {unit.code: unit.id for unit in session.scalars(select(Unit))}
        rows = [
            {"title": f"第{n + 1}项", "lead_unit_id": ids[units[n % len(units)]], "due_working_days": 10, **row}
            for n in range(count)
        ]
        edit_items(act, own_roles, matter.id, rows)
        assert task is not None
        complete_task(act, own_roles, Completion(task.id, {}))
        query = select(Item.id).where(Item.matter_id == matter.id).order_by(Item.ordinal)
        return list(session.scalars(query))
