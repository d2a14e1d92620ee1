"""The rows of the organisation's workbook, made from what would have to be said to make the office so."""

import datetime as dt
from dataclasses import dataclass

from engine.documents.office_columns import BOTH_ABSENT, EVERYTHING, KINDS, PROCESS, ROLES, UNIT_MATTERS
from engine.documents.office_moments import words_of_moment
from engine.people.changes import SetPerson, SetPost, SetUnit
from engine.people.names import Names


@dataclass(frozen=True)
class Words:
    """How units, people and processes are called in this workbook."""

    units: Names
    people: Names
    processes: Names

    def row(self, thing: SetUnit | SetPerson | SetPost) -> dict[str, str]:
        """By column the words; columns that only end something are left out."""
        match thing:
            case SetUnit():
                return {
                    "code": thing.code,
                    "name": thing.name,
                    "parent": self.units.word(thing.parent),
                    "partner": self.units.word(thing.partner),
                    "leader": self.people.word(thing.leader),
                    "line": thing.line,
                    "position": str(thing.position),
                }
            case SetPerson():
                return {
                    "username": thing.username,
                    "name": thing.name,
                    "email": thing.email,
                    "title": thing.title,
                    "unit": self.units.word(thing.unit),
                    "roles": "、".join(word for role, word in ROLES.items() if role in thing.roles),
                }
            case SetPost():
                return {
                    "unit": self.units.word(thing.unit),
                    "title": thing.title,
                    "kind": KINDS[thing.kind],
                    "a": self.people.word(thing.a),
                    "b": self.people.word(thing.b),
                    "both_absent": BOTH_ABSENT[thing.both_absent],
                }

    def absence(
        self,
        username: str,
        starts_at: dt.datetime,
        ends_at: dt.datetime,
        process: str | None,
        unit: str | None,
        third: str | None,
        reason: str,
    ) -> dict[str, str]:
        """The row of an absence; `unit` is a code, people are usernames."""
        return {
            "person_id": self.people.word(username),
            "starts_at": words_of_moment(starts_at, is_end=False),
            "ends_at": words_of_moment(ends_at, is_end=True),
            "scope": self.scope(process, unit),
            "third_id": self.people.word(third),
            "reason": reason,
        }

    def scope(self, process: str | None, unit: str | None) -> str:
        parts = [f"{PROCESS}：{self.processes.word(process)}"] if process else []
        parts += [f"{UNIT_MATTERS}：{self.units.word(unit)}"] if unit else []
        return "；".join(parts) or EVERYTHING
