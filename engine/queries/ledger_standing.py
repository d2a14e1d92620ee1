"""The ledger as a workbook that comes in is compared with it: what its reader sees, by number."""

from collections.abc import Collection
from functools import partial

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.act import Act
from engine.documents.ledger_standing import Ledger, StandingItem, StandingMatter
from engine.queries.ledger import visible_items
from engine.queries.ledger_sheet import ledger_cells
from engine.queries.mine import hidden_instances
from engine.queries.reader import Reader
from engine.store.models import Item, Matter

BATCH = 1_000


def standing_ledger(session: Session, act: Act, reader: Reader) -> Ledger:
    return Ledger(partial(_items, session, act, reader), partial(_matters, session, reader))


def _items(session: Session, act: Act, reader: Reader, numbers: Collection[str]) -> dict[str, StandingItem]:
    found: dict[str, StandingItem] = {}
    asked = sorted(numbers)
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        query = select(Item.number, Item.id, Item.state).where(Item.number.in_(batch), *visible_items(reader))
        known = {number: (item_id, state == "closed") for number, item_id, state in session.execute(query)}
        ids = [item_id for item_id, _ in known.values()]
        for cells in ledger_cells(session, act, ids):
            number = str(cells["number"])
            found[number] = StandingItem(*known[number], cells)
    return found


def _matters(session: Session, reader: Reader, numbers: Collection[str]) -> dict[str, StandingMatter]:
    query = select(Matter.number, Matter.id, Matter.title, Matter.state).where(Matter.number.in_(sorted(numbers)))
    if reader.confidential:
        hidden = hidden_instances(reader)
        query = query.where(or_(Matter.instance_id.is_(None), Matter.instance_id.not_in(hidden)))
    return {
        number: StandingMatter(matter_id, title, state != "registered")
        for number, matter_id, title, state in session.execute(query)
    }
