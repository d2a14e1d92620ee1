"""减负: whether an urge is sent at once, and the keeping of one that is sent together with others."""

from datetime import datetime, timedelta

from engine.act import Act
from engine.domain.asking import how_to_urge
from engine.store.asking import Week, cap_of, urges_of
from engine.store.models import BundledUrge, Item
from engine.store.runtime import runtime_of


def week_of(act: Act, moment: datetime) -> Week:
    """The week from Monday on, in the office's zone, in which a moment lies."""
    calendar = act.calendar
    today = calendar.local_date(moment)
    monday = datetime.combine(today - timedelta(days=today.weekday()), datetime.min.time(), calendar.zone)
    return monday, monday + timedelta(days=7)


def urged_this_week(act: Act, unit_id: int | None) -> int:
    """How many urging notes a unit has got singly in the week of the act."""
    return urges_of(act.session, week_of(act, act.now), [unit_id or 0]).get(unit_id or 0, 0)


def manner_of_urging(act: Act, item: Item, *, by_hand: bool) -> str:
    """singly, bundle, or reason (`engine.domain.asking.how_to_urge`)."""
    unit = act.situation.find_unit(item.lead_unit_id)
    cap = cap_of(act.session, unit.line if unit else "").urges
    return "singly" if cap is None else how_to_urge(cap, urged_this_week(act, item.lead_unit_id), by_hand=by_hand)


def keep_for_bundle(act: Act, item: Item, asked: str, answer_due: datetime | None) -> None:
    """It is on the item's record; the note goes out when all urges of the moment are known."""
    if item.lead_unit_id is None:
        return
    runtime_of(act.session).has_work = True
    act.session.add(
        BundledUrge(unit_id=item.lead_unit_id, item_id=item.id, asked=asked, answer_due_at=answer_due, at=act.now)
    )
    act.session.flush()
