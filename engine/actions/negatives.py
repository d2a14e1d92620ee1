"""负面清单: what the chain puts on it by itself, and what goes with a step that is withdrawn."""

from collections.abc import Iterable

from engine.act import Act
from engine.actions.points_table import stands_until
from engine.domain.errors import NotFound
from engine.store.items import find_newest_record
from engine.store.models import Item, ItemRecord, NegativeEntry
from engine.store.performance import entries_behind

STANDS, WITHDRAWN = "stands", "withdrawn"


def enter_negative(act: Act, item: Item, record_kind: str, kind: str, person_id: int | None) -> None:
    """An entry from the newest record of that kind: of the unit that has the item, and of who had the work.

    That is B where B stood in for A, and for a false report who made it.
    """
    record, today = find_newest_record(act.session, item.id, record_kind), act.calendar.local_date(act.now)
    if record is None:
        raise NotFound
    act.session.add(
        NegativeEntry(
            unit_id=item.lead_unit_id,
            person_id=person_id,
            post_id=item.handler_post_id,
            kind=kind,
            text=str(record.data["text"]),
            cause="",
            correction="",
            document=record.number or "",
            occurred_on=today,
            expires_on=stands_until(act, kind, today),
            item_id=item.id,
            record_id=record.id,
            entered_at=act.now,
            state=STANDS,
            reason="",
        )
    )
    act.session.flush()


def withdraw_with(act: Act, records: Iterable[ItemRecord], reason: str) -> None:
    """The step that made them is withdrawn, and so are they."""
    for entry in entries_behind(act.session, [record.id for record in records]):
        if entry.state == STANDS:
            entry.state, entry.reason = WITHDRAWN, reason
            entry.withdrawn_by_id, entry.withdrawn_at = act.actor_id, act.now
