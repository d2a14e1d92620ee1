"""Whose turn a task is, told from the demo office and what happened to its people; nothing of it asks the product."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from engine.demo.people import ADMINISTRATORS, LEADERS, OFFICERS, UNITS

Kind = Literal["post", "leader", "person"]
PROCESS = "supervision-item"


@dataclass(frozen=True)
class Owner:
    """To whom a task belongs: the handling post of a unit, the leader in charge of it, or a person."""

    kind: Kind
    name: str  # a unit's code, or a username
    but_of: str | None = None  # a unit whose handlers do not do it, and
    but: frozenset[str] = frozenset()  # people who do not


@dataclass(frozen=True)
class Away:
    """From the first instant to before the second; None is without limit."""

    username: str
    starts_at: datetime
    ends_at: datetime
    unit: str | None = None
    process: str | None = None
    third: str | None = None

    def applies(self, moment: datetime, unit: str | None, process: str) -> bool:
        if not self.starts_at <= moment < self.ends_at:
            return False
        return self.unit in (None, unit) and self.process in (None, process)


@dataclass
class PeopleModel:
    """The office: who holds what, who is away, who has left."""

    holders: dict[str, list[str | None]] = field(
        default_factory=lambda: {unit.code: [unit.people[1][0], unit.people[2][0]] for unit in UNITS}
    )
    heads: dict[str, str | None] = field(default_factory=lambda: {unit.code: unit.people[0][0] for unit in UNITS})
    leaders: dict[str, str | None] = field(
        default_factory=lambda: {unit.code: LEADERS[unit.leader][0] for unit in UNITS}
    )
    units: dict[str, str] = field(
        default_factory=lambda: {person[0]: unit.code for unit in UNITS for person in unit.people}
    )
    away: list[Away] = field(default_factory=list)
    left: dict[str, str | None] = field(default_factory=dict)

    def doers(self, owner: Owner, moment: datetime, unit: str | None, process: str) -> set[str]:
        """The first in the line who is here for this work; all administrators where it is nobody else."""
        barred = {*owner.but, *(self.holders[owner.but_of] if owner.but_of else ())}
        for group in self._line(owner, moment, unit, process):
            able = {one for one in group if one is not None and one not in barred}
            here = {one for one in able if self.is_here(one, moment, unit, process)}
            if here:
                return here
        return set()

    def is_here(self, username: str, moment: datetime, unit: str | None, process: str) -> bool:
        if username in self.left:
            return False
        return not any(one.username == username and one.applies(moment, unit, process) for one in self.away)

    def leave(self, username: str, successor: str | None) -> None:
        self.left[username] = successor
        for code, holders in self.holders.items():
            if holders[0] == username:
                holders[0] = successor
                if successor is not None and holders[1] == successor:
                    holders[1] = None
            elif holders[1] == username:
                holders[1] = None
            if self.heads[code] == username:
                self.heads[code] = successor
            if self.leaders[code] == username:
                self.leaders[code] = successor

    def _line(self, owner: Owner, moment: datetime, unit: str | None, process: str) -> Iterator[set[str | None]]:
        if owner.kind == "post":
            own, code = list(self.holders[owner.name]), owner.name
        elif owner.kind == "leader":
            own, code = [self.leaders[owner.name]], None
        else:
            own, code = self._of_person(owner.name)
        yield from ({one} for one in own)
        for one in own:
            yield {a.third for a in self.away if a.username == one and a.applies(moment, unit, process) and a.third}
        if code is not None:
            yield {self.heads[code]}
            yield {self.heads[_partner(code)]}
            yield {self.leaders[code]}
        yield set(ADMINISTRATORS)
        if owner.but_of:
            yield set(OFFICERS)
            yield {one for one in self.leaders.values() if one is not None}

    def verifiers(self, officer: str, unit: str, handled: frozenset[str]) -> set[Owner]:
        """核查: the officer's; else the other officers'; else the leader's; never done by who handled it."""
        holders = self.holders[unit]
        officers = [self.now(officer)] if self.now(officer) not in self.left else []
        apart = [one for one in officers if one not in holders]
        apart = apart or [one for one in OFFICERS if one not in self.left and one not in holders]
        if apart:
            return {Owner("person", one, unit, handled) for one in apart}
        return {Owner("leader", unit, unit, handled)}

    def now(self, username: str) -> str:
        """The person, or who took over from them; the last of them where nobody did."""
        while (successor := self.left.get(username)) is not None:
            username = successor
        return username

    def _of_person(self, username: str) -> tuple[list[str | None], str | None]:
        now = self.now(username)
        stand_ins = [held[1] for held in self.holders.values() if held[0] == now]
        return [now, *stand_ins], self.units.get(now)


def _partner(code: str) -> str:
    codes = [unit.code for unit in UNITS]
    return codes[codes.index(code) ^ 1]
