"""Ladder and lights follow what is known of an item."""

from sqlalchemy import event

from engine.commands.supervision.rearm import rearm
from engine.site import Site
from engine.store.models import Item
from engine.store.runtime import lock_instance
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import HANDLER, act_of


def test_ladder_and_lights_come_from_one_reading_however_many_activities_are_open(site: Site) -> None:
    item_id = dispatch(site, milestones=[{"title": "初稿", "due_on": "2026-01-12", "percent": 40}])
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    read: list[str] = []

    @event.listens_for(site.engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        read.extend(table for table in ("item_record", "milestone", "timer") if f"\nFROM {table}" in statement)

    with site.writing() as session:
        item = session.get_one(Item, item_id)
        rearm(act_of(site, session), lock_instance(session, item.instance_id or 0), item)
    assert sorted(read) == ["item_record", "item_record", "milestone", "timer"]  # steps, and moments of progress
