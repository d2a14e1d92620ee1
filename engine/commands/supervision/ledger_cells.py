"""What the cells of a ledger's workbook mean; what is wrong with one is a problem at its place, and all are kept."""

from collections.abc import Collection, Iterator
from datetime import date

from engine.act import Act
from engine.documents.cells import CADENCE_OF, Limit, read_limit, read_names, words
from engine.documents.ledger_sheet import CADENCE_WORDS, SOURCES, URGENCIES
from engine.documents.office_rows import OfficeRow
from engine.domain.errors import Problem
from engine.people.names import Ambiguous, Unknown, names_of_units

CADENCE_CODES = {word: code for code, word in CADENCE_WORDS.items()}


class LedgerCells:
    """Reads the cells of one workbook for one act; None where a cell says nothing that could be kept."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self._situation = act.situation
        self._units = names_of_units(self._situation)
        self._ids = {unit.code: unit.id for unit in self._situation.units()}
        self.today = act.calendar.local_date(act.now)
        self.problems: list[Problem] = []

    def wrong(self, row: OfficeRow, code: str, name: str, **parameters: object) -> None:
        self.problems.append(row.problem(code, name, **{"word": row.words(name), **parameters}))

    def needed(self, row: OfficeRow, name: str) -> str:
        if not row.words(name):
            self.wrong(row, "sheet.needed", name)
        return row.words(name)

    def choice(self, row: OfficeRow, name: str, choices: Collection[str]) -> str | None:
        """One of the words; a problem for any other one, nothing for an empty cell."""
        word = row.words(name)
        if word and word not in choices:
            self.wrong(row, "sheet.no_choice", name, choices="、".join(choices))
            return None
        return word or None

    def source(self, row: OfficeRow) -> str | None:
        return self.choice(row, "source", SOURCES)

    def urgency(self, row: OfficeRow) -> str | None:
        return self.choice(row, "urgency", URGENCIES)

    def cadence(self, row: OfficeRow) -> str | None:
        """The code of one of the cadences that an item can have."""
        word = row.words("cadence")
        code = CADENCE_CODES.get(word) or CADENCE_OF.get(word)
        if code not in CADENCE_WORDS:
            self.wrong(row, "sheet.no_choice", "cadence", choices="、".join(CADENCE_CODES))
            return None
        return code

    def received(self, row: OfficeRow) -> date | None:
        """The day on which a matter came in: not one that is still to come."""
        if not row.words("received_on"):
            return None
        limit = self._limit(row, "received_on", "ledger_sheet.received_wrong")
        if limit is not None and limit.due_on is None:
            self.wrong(row, "ledger_sheet.received_wrong", "received_on")
        elif limit is not None and limit.due_on is not None and limit.due_on > self.today:
            self.wrong(row, "ledger_sheet.received_future", "received_on")
        return limit.due_on if limit else None

    def due(self, row: OfficeRow) -> Limit | None:
        """A date that has not passed, or working days."""
        limit = self._limit(row, "due", "documents.bad_date")
        if limit is not None and limit.due_on is None and limit.due_working_days is None:
            self.wrong(row, "ledger_sheet.due_missing", "due")
        elif limit is not None and limit.due_on is not None and limit.due_on < self.today:
            self.wrong(row, "ledger_sheet.due_past", "due")
        return limit

    def _limit(self, row: OfficeRow, name: str, code: str) -> Limit | None:
        try:
            return read_limit(row.cell(name))
        except ValueError:
            self.wrong(row, code, name, value=words(row.cell(name)))
            return None

    def lead_unit(self, row: OfficeRow) -> int | None:
        """A unit that can take an item: one with a handler's post."""
        if not self.needed(row, "lead_unit"):
            return None
        unit_id = self._unit(row, "lead_unit", row.words("lead_unit"))
        if unit_id is not None and self._situation.post_of(unit_id, "handler") is None:
            self.wrong(row, "ledger_sheet.unit_without_post", "lead_unit")
        return unit_id

    def co_units(self, row: OfficeRow, lead_unit_id: int | None) -> list[int]:
        return list(dict.fromkeys(self._co_units(row, lead_unit_id)))

    def _co_units(self, row: OfficeRow, lead_unit_id: int | None) -> Iterator[int]:
        for word in read_names(row.cell("co_units")):
            unit_id = self._unit(row, "co_units", word)
            if unit_id is not None and unit_id == lead_unit_id:
                self.wrong(row, "ledger_sheet.co_is_lead", "co_units", word=word)
            elif unit_id is not None:
                yield unit_id

    def handler(self, row: OfficeRow, lead_unit_id: int | None) -> None:
        """Who is named must hold the post that the item goes to, as A or B."""
        word, post = row.words("handler"), self._situation.post_of(lead_unit_id, "handler")
        if not word or post is None:
            return
        holders = (self._situation.holder(post.id), self._situation.holder(post.id, "B"))
        names = [self._situation.name_of(one) for one in holders if one is not None]
        if word not in names:
            unit = self._situation.find_unit(lead_unit_id)
            first = names[0] if names else "—"
            self.wrong(row, "ledger_sheet.handler_other", "handler", unit=unit.name if unit else "", a=first)

    def _unit(self, row: OfficeRow, name: str, word: str) -> int | None:
        try:
            return self._ids[self._units.code(word)]
        except Unknown:
            self.wrong(row, "sheet.unit_unknown", name, word=word)
        except Ambiguous:
            self.wrong(row, "sheet.unit_ambiguous", name, word=word)
        return None

    def same_unit(self, word: str, other: str) -> bool:
        """Do both name the same unit?"""
        try:
            return word == other or self._units.code(word) == self._units.code(other)
        except LookupError:
            return False
