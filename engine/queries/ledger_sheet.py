"""The ledger as rows of a workbook, streamed: the same items in the same order as on the page."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from engine.act import Act
from engine.documents.cells import Cell
from engine.documents.ledger_sheet import CADENCE_WORDS, LEDGER
from engine.domain import messages
from engine.domain.lights import item_light
from engine.queries.ledger import ledger_order, narrowed_ids
from engine.queries.narrowing import ORIGINAL_DUE, Filter, missed_reports, plain_figures
from engine.queries.reader import Reader
from engine.store.light_looks import light_word
from engine.store.models import Item, ItemRecord, Matter, Task

BATCH = 1_000
LAST_SAID = ("report", "result")
COLUMNS = (
    Item.id,
    Item.number,
    Matter.number.label("matter_number"),
    Matter.title.label("matter_title"),
    Matter.source,
    Matter.issuer,
    Matter.received_on,
    Matter.urgency,
    Item.section,
    Item.title,
    Item.text,
    Item.lead_unit_id,
    Item.co_unit_ids,
    Item.handler_post_id,
    Item.due_at,
    ORIGINAL_DUE.label("original_due_at"),
    Item.cadence,
    Item.dispatched_at,
    Item.state,
    Item.yellow_at,
    Item.red_at,
    Item.step,
    Item.times_urged,
    Item.progress,
    Item.closed_at,
    Item.closed_late,
)
Cells = dict[str, Cell | None]


class _Said(NamedTuple):
    """What is told of the items of one batch: reports missed, the last report and the last result, by item."""

    missed: dict[int, int]
    last: dict[tuple[int, str], str]


def ledger_rows(session: Session, act: Act, reader: Reader, wanted: Filter) -> Iterator[list[Cell | None]]:
    """One row an item, by the columns of `LEDGER`; read and told in batches."""
    names = [column.name for column in LEDGER.columns]
    for cells in ledger_cells(session, act, narrowed_ids(reader, wanted, act.now), streamed=True):
        yield [cells[name] for name in names]


def ledger_cells(session: Session, act: Act, ids: Any, *, streamed: bool = False) -> Iterator[Cells]:
    """The cells of the items whose ids are asked for (a select or a list), by name; `number` tells which it is."""
    overdue = plain_figures(act.now)["overdue"].label("is_overdue")
    query = select(*COLUMNS, overdue).join(Matter, Matter.id == Item.matter_id)
    query = query.where(Item.id.in_(ids)).order_by(*ledger_order())
    found = session.execute(query.execution_options(yield_per=BATCH) if streamed else query)
    telling = _Telling(act)
    for rows in found.partitions(BATCH):
        said = _said(session, [row.id for row in rows], act.now)
        for row in rows:
            yield telling.cells(row, said)


def _said(session: Session, numbers: Sequence[int], now: datetime) -> _Said:
    # written into the statement: a thousand parameters take a driver longer to find than the database to answer
    ids: Any = bindparam("ids", numbers, expanding=True, literal_execute=True)
    missed = select(Task.item_id, func.count()).where(Task.item_id.in_(ids), missed_reports(now))
    kept = select(ItemRecord.item_id, ItemRecord.kind, ItemRecord.data)
    kept = kept.where(ItemRecord.item_id.in_(ids), ItemRecord.kind.in_(LAST_SAID)).order_by(ItemRecord.id)
    return _Said(
        {item_id or 0: count for item_id, count in session.execute(missed.group_by(Task.item_id))},
        {(item_id, kind): str(data.get("text", "")) for item_id, kind, data in session.execute(kept)},
    )


class _Telling:
    """Items in the words of the sheet; people and units of closed ones are those of then."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self._words: dict[tuple[str, str], str] = {}

    def cells(self, row: Any, said: _Said) -> Cells:
        then = self._act.situation_at(row.closed_at or self._act.now)
        unit, handler = then.find_unit(row.lead_unit_id), then.holder(row.handler_post_id)
        light = item_light(row.state, row.yellow_at, row.red_at, self._act.now)
        return {
            "number": row.number,
            "matter_number": row.matter_number,
            "matter_title": row.matter_title,
            "source": row.source,
            "issuer": row.issuer,
            "received_on": row.received_on,
            "urgency": row.urgency,
            "section": row.section,
            "title": row.title,
            "text": row.text,
            "lead_unit": unit.name if unit else None,
            "co_units": "、".join(self._units(then, row.co_unit_ids)),
            "handler": then.name_of(handler) if handler else None,
            "due": self._day(row.due_at),
            "cadence": CADENCE_WORDS.get(row.cadence) or self._word("cadence", row.cadence),
            "original_due": self._day(row.original_due_at),
            "dispatched_on": self._day(row.dispatched_at),
            "light": self._word("light", light),
            "state": self._word("item_state", row.state),
            "step": self._word("step", row.step),
            "times_urged": row.times_urged,
            "reports_missed": said.missed.get(row.id, 0),
            "progress": row.progress,
            "last_report": said.last.get((row.id, "report")),
            "result": said.last.get((row.id, "result")),
            "closed_on": self._day(row.closed_at),
            "is_late": self._word("late", "yes") if row.closed_late or row.is_overdue else None,
        }

    def _day(self, moment: datetime | None) -> date | None:
        return None if moment is None else self._act.calendar.local_date(moment)

    def _units(self, then: Any, ids: Iterable[int]) -> Iterator[str]:
        found = (then.find_unit(unit_id) for unit_id in ids)
        return (unit.name for unit in found if unit is not None)

    def _word(self, area: str, code: str) -> str:
        key = (area, code)
        if key not in self._words:
            is_light = area == "light"
            self._words[key] = (
                light_word(self._act.session, code) if is_light else messages.text(f"words.{area}_{code}")
            )
        return self._words[key]
