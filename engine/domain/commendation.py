"""总结表彰: the rules of a cycle, who is shortlisted, who has a seat, who moves up. Pure.

Scores and marks are tenths of a point. Where those at the last seat are equal, none of them has it: nothing is drawn
by lot.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any, Self

from engine.domain.ballot import is_bound
from engine.domain.errors import Invalid, Problem
from engine.domain.public_notice import EFFECTS

KINDS = ("annual", "special")
SUBJECTS = ("unit", "person")
OPINIONS = ("agree", "object", "none")
TIES = ("second_round", "none")
OPEN = ("checking", "recommending", "unit_notice")  # not at rest yet
BEFORE_NOTICE = ("checking", "recommending")  # stood on no notice yet
WAITING = ("recommended", "shortlisted", "elected", "reserve")  # of which the cycle says how they end
ENDS = (
    "not_qualified",
    "not_recommended",
    "not_shortlisted",
    "not_elected",
    "struck",
    "withdrawn",
    "cancelled",
    "awarded",
)
BEFORE_PANEL = ("nominating", "examining")  # the states of a cycle in which a nomination may be withdrawn


@dataclass(frozen=True)
class CycleRule:
    """What `rules.dmn` answers for a kind of cycle. Days are working days; bounds are written `>=2/3`.

    `repeats`: how often a vote without its quorum is held again. `bodies`: whose opinions are wanted, by commas.
    What has a default need not be answered: cycles opened before it was asked, and older tables, go on without it.
    `unit_notice_days`: how long a nominee stands on notice in the unit, 0: not at all. `most_units`, `most_persons`: of
    all categories together; `most_a_year`: cycles of the kind; 0: as many as one likes. `heads_percent`: of a quota.
    """

    notice_days: int
    objection: str
    anonymous: bool
    publish: bool
    recommend_days: int
    recommend_quorum: str
    recommend_majority: str
    repeats: int
    secret: bool
    sit_days: int
    shortlist_percent: int
    ballot: bool
    ballot_days: int
    ballot_quorum: str
    ballot_majority: str
    tie: str
    bodies: str
    opinion_months: int
    unit_notice_days: int = 0
    most_units: int = 0
    most_persons: int = 0
    heads_percent: int = 100
    most_a_year: int = 0

    @classmethod
    def read(cls, data: Mapping[str, Any] | None) -> Self:
        """From the answer of the table; Invalid with everything that is missing or does not hold."""
        given = {name: value for name, value in (data or {}).items() if value is not None}
        wanted = {one.name: one.type for one in fields(cls)}
        needed = {one.name for one in fields(cls) if one.default is MISSING}
        faults = [name for name in wanted if name in needed - given.keys()]
        faults += [name for name in wanted if name in given and not _is_of(wanted[name], given[name])]
        faults += [name for name in given if name not in wanted]
        if not faults:
            faults = _faults(given)
        if faults:
            raise Invalid([Problem("commendation.rule", {"names": "、".join(faults)})])
        return cls(**given)

    @property
    def shape(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @property
    def body_list(self) -> list[str]:
        return [one for one in (part.strip() for part in self.bodies.replace("，", ",").split(",")) if one]


def _is_of(kind: Any, value: Any) -> bool:
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, bool if kind is bool else str)


def _faults(given: Mapping[str, Any]) -> list[str]:
    bounds = ("recommend_quorum", "recommend_majority", "ballot_quorum", "ballot_majority")
    found = [name for name in bounds if not is_bound(given[name])]
    found += [name for name, known in (("objection", EFFECTS), ("tie", TIES)) if given[name] not in known]
    least_one = ("notice_days", "recommend_days", "sit_days", "ballot_days", "opinion_months")
    found += [name for name in least_one if given[name] < 1]
    found += ["heads_percent"] if given.get("heads_percent", 100) > 100 else []
    return [*found, *(["shortlist_percent"] if given["shortlist_percent"] < 100 else [])]


@dataclass(frozen=True)
class Candidate:
    """A nominee in their category: `votes` are 0 where there was no ballot."""

    id: int
    score: int
    votes: int = 0
    is_head: bool = False

    @property
    def standing(self) -> tuple[int, int]:
        """By votes, then by score."""
        return self.votes, self.score


def heads_most(quota: int, percent: int | None) -> int | None:
    """How many of those awarded may be heads, cut to a whole number; None: as many as there are."""
    return None if percent is None else quota * percent // 100


def shortlisted(candidates: Sequence[Candidate], quota: int, percent: int) -> set[int]:
    """The best by score, up to the percentage of the quota (cut); who is equal to the last of them goes on, too."""
    places = max(quota, quota * percent // 100)
    scores = sorted((one.score for one in candidates), reverse=True)
    limit = scores[places - 1] if len(scores) > places else None
    return {one.id for one in candidates if limit is None or one.score >= limit}


def above(candidates: Collection[Candidate], seats: int, by: Callable[[Candidate], Any]) -> list[Candidate]:
    """Those who have one of the seats for certain: who is equal to the first without a seat has none."""
    ordered = sorted(candidates, key=by, reverse=True)
    if len(ordered) <= seats:
        return ordered
    return [one for one in ordered[:seats] if by(one) > by(ordered[seats])]


def level(candidates: Collection[Candidate], seats: int, by: Callable[[Candidate], Any]) -> list[Candidate]:
    """Those who are equal at the last seat where not all of them find one."""
    ordered = sorted(candidates, key=by, reverse=True)
    if len(ordered) <= seats or seats == 0 or by(ordered[seats - 1]) != by(ordered[seats]):
        return []
    return [one for one in ordered if by(one) == by(ordered[seats])]


def within_heads(elected: Collection[Candidate], most: int | None) -> list[Candidate]:
    """Of those elected, not more heads than may be: the best of them stay."""
    if most is None:
        return list(elected)
    kept = {one.id for one in above([one for one in elected if one.is_head], most, lambda one: one.standing)}
    return [one for one in elected if not one.is_head or one.id in kept]


def next_up(reserve: Collection[Candidate], heads: int, most: int | None) -> Candidate | None:
    """Who moves up: the best of the reserve; None where nobody is left or two are equal. `heads` have seats already."""
    able = [one for one in reserve if not (one.is_head and most is not None and heads >= most)]
    best = above(able, 1, lambda one: one.standing)
    return best[0] if best else None


def tenths_of_average(marks: Sequence[int]) -> int:
    """The average of whole marks in tenths of a point, cut; 0 of none."""
    return sum(marks) * 10 // len(marks) if marks else 0


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


def whole_months(since: date, until: date) -> int:
    """Months that are over between two days."""
    return (until.year - since.year) * 12 + until.month - since.month - (1 if until.day < since.day else 0)
