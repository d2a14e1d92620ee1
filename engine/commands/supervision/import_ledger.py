"""A workbook of the ledger comes in: new matters and items, and changes of the columns that may be changed there.

All of it or nothing: every bad cell is told at once, and what an exported ledger says already changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.act import Act
from engine.commands.people.import_sheet import FieldChange, Imported
from engine.commands.supervision.ledger_cells import LedgerCells
from engine.commands.supervision.matters import Registration, edit_items, register_matter
from engine.documents.cells import Cell, read_limit, read_names, words
from engine.documents.ledger_sheet import CHANGED, FIXED, LEDGER, TOLD
from engine.documents.ledger_standing import Ledger, StandingItem
from engine.documents.office_rows import OfficeRow, look_into
from engine.documents.sheet_writer import kept_text
from engine.domain import messages
from engine.domain.errors import Invalid, NotAllowed, Problem
from engine.people.policy import may_register
from engine.store.items import draft_items
from engine.store.models import Item
from engine.store.runtime import lock_instance

OF_MATTER = ("source", "issuer", "urgency", "received_on")
HEADINGS = {column.name: column.heading for column in LEDGER.columns}


@dataclass(frozen=True)
class Change:
    """What a row changes of an item that is there."""

    row: OfficeRow
    item: StandingItem
    values: Mapping[str, Any]
    fields: tuple[FieldChange, ...]


@dataclass
class NewMatter:
    """Rows without a number, by the matter they belong to; `matter_id` is that of one that is registered already."""

    title: str
    matter_id: int | None = None
    first: dict[str, OfficeRow] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    rows: list[tuple[OfficeRow, dict[str, Any]]] = field(default_factory=list)


def import_ledger(act: Act, roles: set[str], ledger: Ledger, filename: str, content: bytes) -> list[Imported]:
    """Make the ledger what the workbook says. NotAllowed for who may not register; Invalid with every bad cell."""
    if not may_register(roles) or act.actor_id is None:
        raise NotAllowed
    reading = read_ledger_sheet(act, ledger, filename, content)
    if reading.problems:
        raise Invalid(reading.problems)
    changed = [_change(act, change) for change in reading.changes]
    entered = [one for matter in reading.matters for one in _enter(act, roles, matter)]
    return sorted([*changed, *entered], key=lambda one: one.line)


@dataclass(frozen=True)
class Read:
    """What a workbook asks for, and everything that is wrong with it, by row and column."""

    problems: list[Problem]
    changes: list[Change]
    matters: list[NewMatter]


def read_ledger_sheet(act: Act, ledger: Ledger, filename: str, content: bytes) -> Read:
    """Looks at every cell, whatever is wrong with others; Invalid only for what is no workbook."""
    found, problems = look_into(filename, content, (LEDGER,))
    rows = found.get("ledger", [])
    reading = _Reading(LedgerCells(act), ledger, rows)
    for row in rows:
        reading.read(row)
    reading.finish()
    return Read(_by_place([*problems, *reading.cells.problems], rows), reading.changes, list(reading.matters.values()))


def _by_place(problems: Sequence[Problem], rows: Sequence[OfficeRow]) -> list[Problem]:
    """In the order of the sheet; of several for one cell the first, for it may be the cause of the others."""
    columns = {place: number for number, place in enumerate(_places(rows))}
    first: dict[str | None, Problem] = {}
    for problem in problems:
        first.setdefault(problem.field, problem)
    return sorted(first.values(), key=lambda one: (one.line or 0, columns.get(one.field or "", -1)))


def _places(rows: Sequence[OfficeRow]) -> Iterator[str]:
    for row in rows:
        for name in sorted(row.columns, key=lambda one: row.columns[one]):
            yield row.problem("sheet.needed", name).field or ""


class _Reading:
    def __init__(self, cells: LedgerCells, ledger: Ledger, rows: Sequence[OfficeRow]) -> None:
        self.cells = cells
        self.changes: list[Change] = []
        self.matters: dict[tuple[str, str], NewMatter] = {}
        self._items = ledger.items({row.words("number") for row in rows} - {""})
        new = [row for row in rows if not row.words("number")]
        self._matters = ledger.matters({row.words("matter_number") for row in new} - {""})
        self._lines: dict[tuple[Any, ...], int] = {}

    def read(self, row: OfficeRow) -> None:
        if row.words("number"):
            self._known(row)
        else:
            self._new(row)

    # items that are there

    def _known(self, row: OfficeRow) -> None:
        number = row.words("number")
        item = self._items.get(number)
        if item is None:
            self.cells.wrong(row, "ledger_sheet.number_unknown", "number")
            return
        if self._is_twice(row, "number", "sheet.twice", number):
            return
        for name in FIXED:
            if row.has(name) and not self._is_same(row, name, item.cells[name]):
                self.cells.wrong(row, "ledger_sheet.fixed", name, word=_said(item.cells[name]))
        differing = [name for name in CHANGED if row.has(name) and row.words(name) != _said(item.cells[name])]
        if item.is_closed:
            for name in differing:
                self.cells.wrong(row, "ledger_sheet.closed", name, word=_said(item.cells[name]))
        elif differing:
            self._change(row, item, differing)

    def _change(self, row: OfficeRow, item: StandingItem, differing: Sequence[str]) -> None:
        values: dict[str, Any] = {}
        fields = []
        for name in differing:
            before = _said(item.cells[name])
            if name in ("title", "text") and not row.words(name):
                self.cells.wrong(row, "ledger_sheet.needed_now", name, word=before)
                continue
            values[name] = self.cells.cadence(row) if name == "cadence" else words(row.cell(name))
            fields.append(FieldChange(HEADINGS[name], before, row.words(name)))
        self.changes.append(Change(row, item, values, tuple(fields)))

    def _is_same(self, row: OfficeRow, name: str, now: Cell | None) -> bool:
        if row.words(name) == _said(now):
            return True
        if name == "lead_unit":
            return self.cells.same_unit(row.words(name), _said(now))
        if name == "co_units":
            return set(read_names(row.cell(name))) == set(read_names(_said(now)))
        return name in ("due", "received_on") and isinstance(now, date) and _day(row.cell(name)) == now

    # new ones

    def _new(self, row: OfficeRow) -> None:
        for name in TOLD:
            if name != "handler" and row.words(name):
                self.cells.wrong(row, "ledger_sheet.told_new", name)
        matter = self._matter(row)
        title = self.cells.needed(row, "title")
        lead = self.cells.lead_unit(row)
        limit = self.cells.due(row)
        self.cells.handler(row, lead)
        item = {
            "title": title,
            "text": words(row.cell("text")) or title,
            "section": row.words("section"),
            "place": f"{row.tab}!{row.line}",
            "lead_unit_id": lead,
            "co_unit_ids": self.cells.co_units(row, lead),
            "due_on": limit.due_on if limit else None,
            "due_working_days": limit.due_working_days if limit else None,
            "cadence": self.cells.cadence(row) if row.words("cadence") else "none",
        }
        if matter is None or not title:
            return
        if not self._is_twice(row, "title", "ledger_sheet.row_twice", id(matter), title, lead):
            matter.rows.append((row, item))

    def _matter(self, row: OfficeRow) -> NewMatter | None:
        number, title = row.words("matter_number"), row.words("matter_title")
        if number:
            return self._registered(row, number)
        if not title:
            self.cells.wrong(row, "ledger_sheet.matter_missing", "matter_title")
            return None
        matter = self.matters.setdefault(("title", title), NewMatter(title))
        for name, read in self._readers().items():
            self._of_matter(row, matter, name, read)
        return matter

    def _registered(self, row: OfficeRow, number: str) -> NewMatter | None:
        known = self._matters.get(number)
        if known is None:
            self.cells.wrong(row, "ledger_sheet.matter_unknown", "matter_number")
            return None
        if known.is_dispatched:
            self.cells.wrong(row, "ledger_sheet.matter_running", "matter_number")
            return None
        return self.matters.setdefault(("number", number), NewMatter(known.title, known.id))

    def _readers(self) -> dict[str, Callable[[OfficeRow], Any]]:
        return {
            "source": self.cells.source,
            "issuer": lambda row: row.words("issuer"),
            "urgency": self.cells.urgency,
            "received_on": self.cells.received,
        }

    def _of_matter(self, row: OfficeRow, matter: NewMatter, name: str, read: Callable[[OfficeRow], Any]) -> None:
        """One row of a matter says it; others say nothing, or the same."""
        matter.first.setdefault("matter_title", row)
        if not row.words(name):
            return
        first = matter.first.setdefault(name, row)
        if first is row:
            matter.values[name] = read(row)
        elif first.words(name) != row.words(name):
            said = {"heading": HEADINGS[name], "line": first.line, "word": first.words(name)}
            self.cells.wrong(row, "ledger_sheet.matter_differs", name, **said)

    def finish(self) -> None:
        """What no row of a new matter says is missing in its first one."""
        for matter in self.matters.values():
            for name in OF_MATTER:
                if matter.matter_id is None and name not in matter.first:
                    self.cells.wrong(matter.first["matter_title"], "sheet.needed", name)

    def _is_twice(self, row: OfficeRow, name: str, code: str, *identity: Any) -> bool:
        first = self._lines.setdefault((name, *identity), row.line)
        if first == row.line:
            return False
        self.cells.wrong(row, code, name, line=first)
        return True


def _said(cell: Cell | None) -> str:
    """As a workbook that was exported says it."""
    if cell is None:
        return ""
    return " ".join(words(kept_text(cell) if isinstance(cell, str) else cell).split())


def _day(cell: Cell) -> date | None:
    try:
        return read_limit(cell).due_on
    except ValueError:
        return None


def _change(act: Act, change: Change) -> Imported:
    item = act.session.get_one(Item, change.item.id)
    if item.instance_id is not None:
        lock_instance(act.session, item.instance_id).origin = act.origin
    for name, value in change.values.items():
        setattr(item, name, value)
    act.session.flush()
    row = change.row
    return Imported(row.tab, row.line, "changed", f"{item.number} {item.title}", change.fields)


def _enter(act: Act, roles: set[str], matter: NewMatter) -> Iterator[Imported]:
    items = [item for _, item in matter.rows]
    if matter.matter_id is None:
        registration = Registration(title=matter.title, **matter.values)
        register_matter(act, roles, registration, items)
    else:
        edit_items(act, roles, matter.matter_id, [*_drafted(act, matter.matter_id), *items])
    for row, item in matter.rows:
        name = messages.text("ledger_sheet.new_item", matter=matter.title, title=item["title"])
        yield Imported(row.tab, row.line, "new", name)


def _drafted(act: Act, matter_id: int) -> Iterator[dict[str, Any]]:
    """What the matter's draft has already."""
    kept = ("section", "place", "title", "text", "lead_unit_id", "co_unit_ids", "due_on", "due_working_days", "cadence")
    for item in draft_items(act.session, matter_id):
        yield {name: getattr(item, name) for name in kept}
