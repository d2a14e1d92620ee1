"""What the cells of the organisation's workbook mean; what a cell does not say stays as it is, and is a problem."""

from collections.abc import Mapping
from datetime import datetime

from engine.documents.office_columns import ENDED, EVERYTHING, PROCESS, UNIT_MATTERS
from engine.documents.office_moments import read_moment
from engine.documents.office_rows import OfficeRow
from engine.domain.errors import Problem
from engine.people.names import Ambiguous, Names, Unknown

BREAKS = "，,;；/"


class Cells:
    """Reads the cells of one workbook and keeps what is wrong with them."""

    def __init__(self, units: Names, people: Names, processes: Names) -> None:
        self._units = units
        self._people = people
        self._processes = processes
        self.problems: list[Problem] = []

    def text(self, row: OfficeRow, name: str, now: str) -> str:
        """As it is written; as it is now, where the sheet has no such column."""
        return row.words(name) if row.has(name) else now

    def needed(self, row: OfficeRow, name: str) -> str | None:
        """As it is written; a problem where nothing is."""
        if word := row.words(name):
            return word
        self.problems.append(row.problem("sheet.needed", name))
        return None

    def unit(self, row: OfficeRow, name: str, now: str | None = None) -> str | None:
        """The code of a unit that is named by code or name."""
        return self._named(row, name, now, self._units, "unit")

    def person(self, row: OfficeRow, name: str, now: str | None = None) -> str | None:
        """The username of somebody who is named by username or name."""
        return self._named(row, name, now, self._people, "person")

    def number(self, row: OfficeRow, name: str, now: int) -> int:
        word = row.words(name)
        if not row.has(name):
            return now
        if word and not (word.isascii() and word.isdecimal() and len(word) <= 5):
            self.problems.append(row.problem("sheet.number_wrong", name, word=word))
            return now
        return int(word or 0)

    def choice(self, row: OfficeRow, name: str, choices: Mapping[str, str], now: str) -> str:
        """The code of one word out of several; as it is now, where nothing is written."""
        word = row.words(name)
        found = _code_of(word, choices) if word else now
        return found if found is not None else self._no_choice(row, name, word, choices, now)

    def choices(self, row: OfficeRow, name: str, choices: Mapping[str, str], now: frozenset[str]) -> frozenset[str]:
        """The codes of several words."""
        if not row.has(name):
            return now
        words = row.words(name).translate({ord(sign): "、" for sign in BREAKS}).split("、")
        found = set()
        for word in filter(None, (word.strip() for word in words)):
            code = _code_of(word, choices)
            if code is None:
                self._no_choice(row, name, word, choices, "")
            else:
                found.add(code)
        return frozenset(found)

    def ends(self, row: OfficeRow) -> bool:
        """Does the row say that it is no more?"""
        word, ended = row.words("ends"), ENDED[row.sheet.kind]
        if word not in {"", ended, "在用", "在岗"}:
            self.problems.append(row.problem("sheet.ends_wrong", "ends", word=word, ended=ended))
        return word == ended

    def moment(self, row: OfficeRow, name: str, *, is_end: bool) -> datetime | None:
        """The instant; a problem where there is none."""
        if not row.words(name):
            self.problems.append(row.problem("sheet.needed", name))
            return None
        try:
            return read_moment(row.cell(name), is_end=is_end)
        except ValueError:
            self.problems.append(row.problem("sheet.moment_wrong", name, word=row.words(name)))
            return None

    def scope(self, row: OfficeRow) -> tuple[str | None, str | None]:
        """The process's key and the unit's code to which an absence is limited."""
        key: str | None = None
        code: str | None = None
        for part in filter(None, (part.strip() for part in row.words("scope").replace(";", "；").split("；"))):
            kind, _, name = (word.strip() for word in part.replace(":", "：").partition("："))
            if kind == PROCESS and name:
                key = self._find(row, "scope", name, self._processes, "process")
            elif kind == UNIT_MATTERS and name:
                code = self._find(row, "scope", name, self._units, "unit")
            elif part != EVERYTHING:
                self.problems.append(row.problem("sheet.scope_wrong", "scope", word=part))
        return key, code

    def _named(self, row: OfficeRow, name: str, now: str | None, names: Names, kind: str) -> str | None:
        if not row.has(name):
            return now
        word = row.words(name)
        return self._find(row, name, word, names, kind) if word else None

    def _find(self, row: OfficeRow, name: str, word: str, names: Names, kind: str) -> str | None:
        try:
            return names.code(word)
        except Unknown:
            self.problems.append(row.problem(f"sheet.{kind}_unknown", name, word=word))
        except Ambiguous:
            self.problems.append(row.problem(f"sheet.{kind}_ambiguous", name, word=word))
        return None

    def _no_choice(self, row: OfficeRow, name: str, word: str, choices: Mapping[str, str], now: str) -> str:
        self.problems.append(row.problem("sheet.no_choice", name, word=word, choices="、".join(choices.values())))
        return now


def _code_of(word: str, choices: Mapping[str, str]) -> str | None:
    codes: dict[str, str] = {said: code for code, said in choices.items()}
    return word if word in choices else codes.get(word)
