"""The year's outcome held against what was worked out by hand, item by item."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.models import Instance, Item, Matter
from tests.scenarios.lateness import Expected, kind_of
from tests.scenarios.record import events_by_instance, left_over, mails_by_item, records_by_item
from tests.scenarios.year import ITEMS

# A step of the ladder, the record it must leave, the element that must have been passed and the event it must be.
STEPS = (("urge", "issue_urge"), ("watch", "assign_watcher"), ("supervise", "issue_notice"))


def assert_year_came_true(session: Session) -> None:
    """Every item closed, every figure as expected, no step that nobody recorded, nothing left over."""
    items = list(session.scalars(select(Item).order_by(Item.ordinal)))
    assert len(items) == ITEMS
    assert {item.state for item in items} == {"closed"}
    assert [matter.state for matter in session.scalars(select(Matter))] == ["closed"]
    assert {instance.state for instance in session.scalars(select(Instance))} == {"completed"}
    assert left_over(session) == {"open tasks": 0, "pending timers": 0, "waiting mails": 0, "incidents": 0}
    assert _found(session, items) == {item.ordinal: kind_of(item.ordinal).expected for item in items}
    _assert_all_recorded(session, items)


def _found(session: Session, items: list[Item]) -> dict[int, Expected]:
    kinds = ("urge", "watch", "supervise", "report", "rejection")
    counted = {kind: records_by_item(session, kind) for kind in kinds}
    mails = mails_by_item(session)
    return {
        item.ordinal: Expected(
            urges=counted["urge"][item.id],
            watches=counted["watch"][item.id],
            notices=counted["supervise"][item.id],
            reports=counted["report"][item.id],
            rejections=counted["rejection"][item.id],
            mails=mails[item.id],
            closed_late=item.closed_late,
        )
        for item in items
    }


def _assert_all_recorded(session: Session, items: list[Item]) -> None:
    """Each step stands three times: as an event of the ladder, as a passed element, as an entry in the course."""
    for code, element_id in STEPS:
        records = records_by_item(session, code)
        by_instance = Counter({item.instance_id: records[item.id] for item in items if item.instance_id})
        assert events_by_instance(session, f"ladder.{code}") == +by_instance
        assert events_by_instance(session, "element.completed", element_id) == +by_instance
