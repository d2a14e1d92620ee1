"""Do changes of the organisation hold together? All problems at once, each with the place of its change."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import singledispatchmethod

from engine.domain.errors import Problem
from engine.people.changes import (
    BOTH_ABSENT,
    GIVEN_ROLES,
    POST_KINDS,
    Change,
    EndPost,
    EndUnit,
    LeavePerson,
    SetPerson,
    SetPost,
    SetUnit,
)
from engine.people.situation import Situation

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,59}")
EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+")


def problems_of_changes(changes: Sequence[Change], situation: Situation) -> list[Problem]:
    """`situation` is the office at the moment from which the changes are to hold; fields are /changes/N/name."""
    checking = _Checking(changes, situation)
    return [problem for number, change in enumerate(changes) for problem in checking.problems_of(change, number)]


class _Checking:
    def __init__(self, changes: Sequence[Change], situation: Situation) -> None:
        self._situation = situation
        self._units = {unit.code for unit in situation.units()} | {c.code for c in changes if isinstance(c, SetUnit)}
        self._units -= {c.code for c in changes if isinstance(c, EndUnit)}
        self._people = {one.username for one in situation.everybody()}
        self._people |= {c.username for c in changes if isinstance(c, SetPerson)}
        self._people -= {c.username for c in changes if isinstance(c, LeavePerson)}
        self._parents = {unit.code: self._code_of(unit.parent_id) for unit in situation.units()}
        self._parents |= {c.code: c.parent for c in changes if isinstance(c, SetUnit)}
        self._times = Counter(_identity(change) for change in changes)

    def _code_of(self, unit_id: int | None) -> str | None:
        unit = self._situation.find_unit(unit_id)
        return unit.code if unit else None

    def problems_of(self, change: Change, number: int) -> Iterator[Problem]:
        if self._times[_identity(change)] > 1:
            yield Problem("people.twice", {"name": _identity(change)[1]}, field=f"/changes/{number}")
        for code, parameters, name in self._faults(change):
            yield Problem(f"people.{code}", parameters, field=f"/changes/{number}/{name}")

    @singledispatchmethod
    def _faults(self, change: Change) -> Iterator[tuple[str, dict[str, object], str]]:
        raise TypeError(f"Expected a change of the organisation, but got {change!r}")

    @_faults.register
    def _(self, change: SetUnit) -> Iterator[tuple[str, dict[str, object], str]]:
        yield from _code(change.code, "code")
        if not change.name.strip():
            yield "name_missing", {}, "name"
        yield from self._unit(change.parent, "parent")
        yield from self._unit(change.partner, "partner")
        yield from self._person(change.leader, "leader")
        if change.partner == change.code:
            yield "partner_itself", {"code": change.code}, "partner"
        if change.code in self._above(change.code):
            yield "parents_circle", {"code": change.code}, "parent"

    @_faults.register
    def _(self, change: EndUnit) -> Iterator[tuple[str, dict[str, object], str]]:
        if change.code not in {unit.code for unit in self._situation.units()}:
            yield "unit_unknown", {"code": change.code}, "code"
        yield from self._unit(change.successor, "successor")
        if change.successor is None and self._is_in_use(change.code):
            yield "unit_in_use", {"code": change.code}, "successor"

    @_faults.register
    def _(self, change: SetPerson) -> Iterator[tuple[str, dict[str, object], str]]:
        yield from _code(change.username, "username")
        if not change.name.strip():
            yield "name_missing", {}, "name"
        if not EMAIL.fullmatch(change.email):
            yield "email_wrong", {"email": change.email}, "email"
        yield from self._unit(change.unit, "unit")
        for role in sorted(change.roles - set(GIVEN_ROLES)):
            yield "role_unknown", {"role": role}, "roles"

    @_faults.register
    def _(self, change: LeavePerson) -> Iterator[tuple[str, dict[str, object], str]]:
        if change.username not in {one.username for one in self._situation.everybody()}:
            yield "person_unknown", {"username": change.username}, "username"
        yield from self._person(change.successor, "successor")

    @_faults.register
    def _(self, change: SetPost) -> Iterator[tuple[str, dict[str, object], str]]:
        if not change.title.strip():
            yield "title_missing", {}, "title"
        if change.kind not in POST_KINDS:
            yield "kind_unknown", {"kind": change.kind}, "kind"
        if change.both_absent not in BOTH_ABSENT:
            yield "both_absent_unknown", {"value": change.both_absent}, "both_absent"
        if change.unit is None and change.kind != "leader":
            yield "post_without_unit", {"title": change.title}, "unit"
        yield from self._unit(change.unit, "unit")
        yield from self._person(change.a, "a")
        yield from self._person(change.b, "b")
        if change.a is not None and change.a == change.b:
            yield "a_is_b", {"title": change.title}, "b"
        if change.a is None and change.b is not None:
            yield "b_without_a", {"title": change.title}, "a"

    @_faults.register
    def _(self, change: EndPost) -> Iterator[tuple[str, dict[str, object], str]]:
        if not any(
            post.title == change.title and self._code_of(post.unit_id) == change.unit
            for post in self._situation.posts()
        ):
            yield "post_unknown", {"title": change.title}, "title"

    def _unit(self, code: str | None, name: str) -> Iterator[tuple[str, dict[str, object], str]]:
        if code is not None and code not in self._units:
            yield "unit_unknown", {"code": code}, name

    def _person(self, username: str | None, name: str) -> Iterator[tuple[str, dict[str, object], str]]:
        if username is not None and username not in self._people:
            yield "person_unknown", {"username": username}, name

    def _above(self, code: str) -> list[str]:
        """The codes above a unit; with the unit itself in it where they go round."""
        found: list[str] = []
        above = self._parents.get(code)
        while above is not None and above not in found:
            found.append(above)
            above = self._parents.get(above)
        return found

    def _is_in_use(self, code: str) -> bool:
        """Does somebody belong to it?"""
        unit_id = next((unit.id for unit in self._situation.units() if unit.code == code), None)
        return unit_id is not None and any(
            self._situation.unit_of(one.id) == unit_id for one in self._situation.everybody()
        )


def _identity(change: Change) -> tuple[str, str]:
    kind = type(change).__name__.removeprefix("Set").removeprefix("End").removeprefix("Leave")
    match change:
        case SetUnit(code=code) | EndUnit(code=code):
            return kind, code
        case SetPerson(username=username) | LeavePerson(username=username):
            return kind, username
        case SetPost(unit=unit, title=title) | EndPost(unit=unit, title=title):
            return kind, f"{unit or ''}{title}"


def _code(code: str, name: str) -> Iterator[tuple[str, dict[str, object], str]]:
    if not CODE.fullmatch(code):
        yield "code_wrong", {"code": code}, name
