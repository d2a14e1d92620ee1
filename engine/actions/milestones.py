"""What milestones of an item cannot be: a plan that goes back, or one that ends after the item is due."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from engine.act import Act
from engine.domain.errors import Problem
from engine.notify.mails import office_time
from engine.store.items import milestones_of
from engine.store.models import Item


def problems_of_milestones(act: Act, item: Item, field: str) -> Iterator[Problem]:
    """A later day plans more than an earlier one, and none is later than the item is due."""
    found = milestones_of(act.session, item.id)
    last: date | None = act.calendar.local_date(item.due_at) if item.due_at else None
    for one, other in pairwise(found):
        if one.due_on == other.due_on:
            yield Problem("supervision.milestone_twice", field=field)
        elif one.percent >= other.percent:
            yield Problem("supervision.milestone_order", {"title": other.title}, field=field)
    for one in found:
        if last is not None and item.due_at is not None and one.due_on > last:
            yield Problem(
                "supervision.milestone_late", {"title": one.title, "due": office_time(item.due_at)}, field=field
            )
