"""What must come of a planned cycle of awards, by the rules as the README of the family tells them.

It knows nothing of the product: it counts votes, marks, quorums, seats and working days by itself.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

NOTICE_DAYS, SHORTLIST_PERCENT, MOST_ROUNDS = 5, 120, 2
LEAST_AWARDS = 6  # so that some are left when others are revoked
# The notice of the State Council for 2026, as far as the scenario lasts: Spring Festival, Qingming, Labour Day.
HOLIDAYS = ((date(2026, 2, 15), 9), (date(2026, 4, 4), 3), (date(2026, 5, 1), 5))
OFF = {start + timedelta(days=n) for start, days in HOLIDAYS for n in range(days)}
ON = {date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9)}


@dataclass(frozen=True)
class Category:
    name: str
    subject: str
    quota: int
    heads_percent: int | None = None
    criteria: tuple[tuple[str, int], ...] = (("综合评价", 100),)  # with the most points of each


@dataclass(frozen=True)
class Nominee:
    """`rounds`: how many vote in the unit, and how many of them yes, each time. `points`: tenths from the record.

    `marks`: by member of the panel, the points given for each criterion.
    """

    key: int
    category: int
    unit: str
    who: str | None
    is_head: bool
    people: int  # of the unit
    points: int
    opinion: str
    is_old: bool  # the opinion runs out before the decision
    renewed: str
    rounds: tuple[tuple[int, int], ...]
    marks: dict[str, tuple[int, ...]]
    aside: tuple[frozenset[str], ...]  # by sitting, who declares an interest


@dataclass(frozen=True)
class Plan:
    """What everybody will do. `panel`: members and the unit each belongs to. `taste`: the higher, the sooner chosen."""

    categories: tuple[Category, ...]
    nominees: tuple[Nominee, ...]
    panel: dict[str, str]
    negative: tuple[tuple[str, str | None, str], ...]  # unit, person, early or late
    absent: tuple[frozenset[str], ...]  # by sitting
    not_voting: dict[tuple[int, int], frozenset[str]]  # by category and round
    taste: dict[str, dict[int, float]]
    objections: tuple[tuple[int, bool], ...]  # against which of those on the first notice, founded or not
    strike: int | None  # which of those to be decided the leader strikes
    in_units: dict[int, tuple[str, bool]]  # by nominee, an objection in the unit: on the first or last day, founded


@dataclass
class Expected:
    """`lines`: tenths by criterion. `sittings`: state and who was present. `ballots`: category, outcome.

    `notices`: who stood on each. `unit_notices`: by nominee how the notice in the unit ended.
    """

    states: dict[int, str] = field(default_factory=dict)
    marks: dict[int, int] = field(default_factory=dict)
    lines: dict[int, list[int]] = field(default_factory=dict)
    scores: dict[int, int] = field(default_factory=dict)
    votes: dict[int, int] = field(default_factory=dict)
    sittings: list[tuple[str, int]] = field(default_factory=list)
    ballots: list[tuple[int, str]] = field(default_factory=list)
    notices: list[list[int]] = field(default_factory=list)
    unit_notices: dict[int, str] = field(default_factory=dict)


def is_working(day: date) -> bool:
    return day in ON or (day.weekday() < 5 and day not in OFF)


def last_day(published: date, stopped: Iterable[tuple[date, date]]) -> date:
    """The fifth working day after publication; days from an objection to its answer do not count."""
    day, left, pauses = published, NOTICE_DAYS, list(stopped)
    while left:
        day += timedelta(days=1)
        left -= is_working(day) and not any(start <= day <= end for start, end in pauses)
    return day


def two_thirds(entitled: int) -> int:
    return (2 * entitled + 2) // 3


def chosen(plan: Plan, member: str, options: Sequence[int], seats: int) -> list[int]:
    """Whom a member of the panel votes for: those they like best, as many as there are seats."""
    return sorted(options, key=lambda key: -plan.taste[member][key])[:seats]


def expected(plan: Plan) -> Expected:
    found = Expected()
    for one in plan.nominees:
        found.states[one.key] = _settled(plan, one)
        if found.states[one.key] == "recommended":
            _stand_in_unit(plan, found, one.key)
    _review(plan, found)
    seats = {}
    for place, _ in enumerate(plan.categories):
        seats[place] = _elect(plan, found, place)
    _decide(plan, found, seats)
    return found


def meets_every_edge(plan: Plan) -> bool:
    """Whether it has what a whole cycle must show; four awards and a person who is no head, for what is revoked."""
    found = expected(plan)
    states, outcomes = set(found.states.values()), {outcome for _, outcome in found.ballots}
    awarded = [one for one in plan.nominees if found.states[one.key] == "awarded"]
    sat = {member for member in plan.panel if member not in plan.absent[len(found.sittings) - 1]}
    aside = [one for one in plan.nominees if one.key in found.scores and sat & one.aside[len(found.sittings) - 1]]
    return (
        {"struck", "not_qualified", "not_recommended"} <= states
        and {"no_quorum", "tied", "decided"} <= outcomes
        and [state for state, _ in found.sittings] == ["missed", "held"]
        and len(found.notices) > 1
        and bool(aside)
        and len(awarded) >= LEAST_AWARDS
        and any(one.who and not one.is_head for one in awarded)
    )


def is_bad(plan: Plan, one: Nominee, *, late: bool) -> bool:
    """Against a person their own entries count, against a unit those of all its people."""
    return any(
        (person == one.who if one.who else unit == one.unit) and (late or when == "early")
        for unit, person, when in plan.negative
    )


def _settled(plan: Plan, one: Nominee) -> str:
    if is_bad(plan, one, late=False) or one.opinion == "object":
        return "not_qualified"
    voters = one.people - (1 if one.who else 0)
    for cast, yes in one.rounds[:MOST_ROUNDS]:
        if 3 * cast >= 2 * voters:
            return "recommended" if 2 * yes > cast else "not_recommended"
    return "not_recommended"


def _stand_in_unit(plan: Plan, found: Expected, key: int) -> None:
    """The notice within the unit: only who comes through it without a founded objection goes to the panel."""
    _, is_founded = plan.in_units.get(key, ("", False))
    found.unit_notices[key] = "withdrawn" if is_founded else "ended"
    if is_founded:
        found.states[key] = "not_recommended"


def _review(plan: Plan, found: Expected) -> None:
    going = [one for one in plan.nominees if found.states[one.key] == "recommended"]
    for number, absent in enumerate(plan.absent):
        present = [member for member in plan.panel if member not in absent]
        held = len(present) >= two_thirds(len(plan.panel))
        for one in going:
            able = [
                m for m in plan.panel if plan.panel[m] != one.unit and not (m in present and m in one.aside[number])
            ]
            given = [one.marks[member] for member in able if member in present]
            held = held and len(given) >= max(2, two_thirds(len(able)))
            found.marks[one.key] = 10 * sum(sum(points) for points in given) // len(given) if given else 0
            found.lines[one.key] = _lines(given, found.marks[one.key])
        found.sittings.append(("held" if held else "missed", len(present)))
        if held:
            break
    for one in going:
        record = min(400, max(0, 200 + one.points))
        found.scores[one.key] = (6 * found.marks[one.key] + 5) // 10 + record


def _lines(given: list[tuple[int, ...]], mark: int) -> list[int]:
    """The averages by criterion add up to the mark: tenth by tenth to the one that is furthest below its own."""
    if not given:
        return []
    exact = [Fraction(10 * sum(one), len(given)) for one in zip(*given, strict=True)]
    lines = [int(one) for one in exact]
    while sum(lines) < mark:
        lines[max(range(len(lines)), key=lambda place: exact[place] - lines[place])] += 1
    return lines


def _elect(plan: Plan, found: Expected, place: int) -> int:
    """Shortlist, ballots, heads; answers how many seats were filled."""
    category = plan.categories[place]
    going = [one.key for one in plan.nominees if one.category == place and found.states[one.key] == "recommended"]
    scores = sorted((found.scores[key] for key in going), reverse=True)
    places = max(category.quota, category.quota * SHORTLIST_PERCENT // 100)
    limit = scores[places - 1] if len(scores) > places else 0
    for key in going:
        found.states[key] = "shortlisted" if found.scores[key] >= limit else "not_shortlisted"
    options = [key for key in going if found.states[key] == "shortlisted"]
    if options:
        _vote(plan, found, place, options, min(category.quota, len(options)))
    return _seat_heads(plan, found, place)


def _vote(plan: Plan, found: Expected, place: int, options: list[int], seats: int) -> None:
    number, misses, is_runoff = 0, 0, False
    while options:
        number += 1
        voters = [one for one in plan.panel if one not in plan.not_voting.get((place, number), frozenset())]
        if 3 * len(voters) < 2 * len(plan.panel):
            found.ballots.append((place, "no_quorum"))
            misses += 1
            if misses == MOST_ROUNDS:
                found.states.update(dict.fromkeys(options, "reserve" if is_runoff else "not_elected"))
                return
            continue
        counts = Counter(key for member in voters for key in chosen(plan, member, options, seats))
        if not is_runoff:
            found.votes.update({key: counts[key] for key in options})
        passing = [key for key in options if 2 * counts[key] > len(voters)]
        lost = {key: "reserve" if key in passing or is_runoff else "not_elected" for key in options}
        won, tied = _seated(passing, counts, seats)
        found.states.update(lost | dict.fromkeys(won, "elected"))
        goes_on = bool(tied) and not is_runoff
        found.ballots.append((place, "tied" if goes_on else "decided"))
        options, seats, is_runoff = [key for key in options if key in tied and goes_on], seats - len(won), True


def _seated(passing: list[int], counts: Counter[int], seats: int) -> tuple[list[int], list[int]]:
    """Who has a seat, and who is equal at the last one."""
    order = sorted(passing, key=lambda key: -counts[key])
    if len(order) <= seats or counts[order[seats - 1]] != counts[order[seats]]:
        return order[:seats], []
    edge = counts[order[seats]]
    return [key for key in order if counts[key] > edge], [key for key in order if counts[key] == edge]


def _standing(found: Expected, key: int) -> tuple[int, int]:
    return found.votes.get(key, 0), found.scores[key]


def _heads(plan: Plan, place: int) -> int | None:
    category = plan.categories[place]
    return None if category.heads_percent is None else category.quota * category.heads_percent // 100


def _seat_heads(plan: Plan, found: Expected, place: int) -> int:
    elected = _in(plan, found, place, "elected")
    most = _heads(plan, place)
    heads = sorted((key for key in elected if plan.nominees[key].is_head), key=lambda key: _standing(found, key))
    if most is not None and len(heads) > most:
        heads.reverse()
        first_out = _standing(found, heads[most])
        for rank, key in enumerate(heads):
            if rank >= most or _standing(found, key) == first_out:
                found.states[key] = "reserve"
        _fill(plan, found, place, len(elected))
    return len(elected)


def _in(plan: Plan, found: Expected, place: int, state: str) -> list[int]:
    return [one.key for one in plan.nominees if one.category == place and found.states[one.key] == state]


def _fill(plan: Plan, found: Expected, place: int, seats: int) -> None:
    """Free seats go to the best of the reserve; where the best two are equal, to nobody."""
    most = _heads(plan, place)
    while len(elected := _in(plan, found, place, "elected")) < seats:
        full = most is not None and sum(plan.nominees[key].is_head for key in elected) >= most
        able = [key for key in _in(plan, found, place, "reserve") if not (full and plan.nominees[key].is_head)]
        able.sort(key=lambda key: _standing(found, key), reverse=True)
        if not able or (len(able) > 1 and _standing(found, able[0]) == _standing(found, able[1])):
            return
        found.states[able[0]] = "elected"


def _decide(plan: Plan, found: Expected, seats: dict[int, int]) -> None:
    shown: set[int] = set()
    while new := [key for key in _elected(found) if key not in shown]:
        shown |= set(new)
        found.notices.append(new)
        if len(found.notices) == 1:
            named = [new[index % len(new)] for index, founded in plan.objections if founded]
            found.states.update(dict.fromkeys(named, "struck"))
        failing = [key for key in _elected(found) if _fails(plan, plan.nominees[key])]
        found.states.update(dict.fromkeys(failing, "struck"))
        for place, filled in seats.items():
            _fill(plan, found, place, filled)
    left = _elected(found)
    if plan.strike is not None and left:
        found.states[left[plan.strike % len(left)]] = "struck"
    ends = {"elected": "awarded", "reserve": "not_elected", "shortlisted": "not_elected"}
    found.states = {key: ends.get(state, state) for key, state in found.states.items()}


def _elected(found: Expected) -> list[int]:
    return [key for key, state in found.states.items() if state == "elected"]


def _fails(plan: Plan, one: Nominee) -> bool:
    """Before the decision everything is checked again; an opinion that has run out is asked for again."""
    return is_bad(plan, one, late=True) or (one.is_old and one.renewed == "object")
