"""A year is reckoned by the newest table: first rehearsed, then done: load – allow – validate – advance – record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from engine.act import Act
from engine.actions.points_table import newest_digest
from engine.actions.reckoning import Difference, changes_wanted, differences_of, reckon
from engine.domain.errors import Conflict, Invalid, NotAllowed, Problem
from engine.people.policy import may_run_performance
from engine.store.performance import all_entries_of, find_performance_year


@dataclass(frozen=True)
class Rehearsal:
    """What reckoning a year by a bundle's table changes, for whom; `is_new`: the year goes by another one now."""

    digest: str
    is_new: bool
    differences: Sequence[Difference]


def rehearse(act: Act, roles: Collection[str], year: int) -> Rehearsal:
    """Nothing is written."""
    _allow(act, roles, year)
    digest = newest_digest(act)
    bound = find_performance_year(act.session, year)
    changes = changes_wanted(act, year, digest)
    found = list(differences_of(all_entries_of(act.session, year), changes))
    return Rehearsal(digest, bound is not None and bound.digest != digest, found)


def reckon_year(act: Act, roles: Collection[str], year: int, digest: str) -> int:
    """By the table that was rehearsed; Conflict where another one came since. Answers how many lines changed."""
    _allow(act, roles, year)
    if digest != newest_digest(act):
        raise Conflict([Problem("performance.table_changed")])
    return len(reckon(act, year, digest))


def _allow(act: Act, roles: Collection[str], year: int) -> None:
    if not may_run_performance(roles):
        raise NotAllowed
    if year > act.calendar.local_date(act.now).year:
        raise Invalid([Problem("performance.year_to_come", {"year": year}, field="/year")])
