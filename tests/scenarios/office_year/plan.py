"""The year as it is drawn from a seed: the office, its absences, the matters with their items, and how each is handled.

What somebody does at a task follows from the item's course and the day alone, so that driver and model ask the same.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.scenarios.office_year import almanac

SOURCES = ("领导批示", "会议议定", "上级文件", "群众来信", "自行立项")
URGENCIES = ("特急", "加急", "平急", "平件", "平件", "平件")
CADENCES = ("none", "none", "weekly", "half_monthly", "monthly")
LENGTHS = (5, 8, 10, 12, 15, 20, 30, 40, 60, 90)  # working days given
FIRST_DAY, LAST_DISPATCH = date(2026, 1, 6), date(2026, 8, 31)
LAST_DUE = date(2026, 10, 30)
LEADERS, OFFICERS = 4, 3
CAPPED_LINE = "减负战线"


@dataclass(frozen=True)
class Size:
    """How big the year is."""

    matters: int
    items: int
    units: int = 40
    absences: int = 60


@dataclass(frozen=True)
class Unit:
    """People by username. `partner` is the number of the unit next to it, `leader` that of the leader in charge."""

    number: int
    head: str
    a: str
    b: str
    partner: int
    leader: int

    @property
    def code(self) -> str:
        return f"y{self.number:02}"

    @property
    def is_capped(self) -> bool:
        """Whether every urge of the table comes in a note with the others of the moment (减负)."""
        return self.number % 5 == 0

    @property
    def line(self) -> str:
        return CAPPED_LINE if self.is_capped else ""


@dataclass(frozen=True)
class Away:
    """Somebody is away from the morning of the first day to the evening of the last."""

    username: str
    first: date
    last: date

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.first, time(8))

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.last, time(20))


@dataclass(frozen=True)
class Course:
    """How an item is handled. Days are working days: after the dispatch (`signs_on`), after the due date (`hands_in`,
    negative before it), after the task came (`again`, `verifies`, `confirms`, `replies`).
    """

    seed: str
    signs_on: int
    hands_in: int
    returns: str = ""  # insist or reassign: what the officer answers
    new_unit: int = 0
    answers: float = 1.0  # how many urges, notices and requests are answered
    reports: float = 1.0
    pace: float = 1.0  # progress reported for the time that is gone
    rejections: int = 0
    reopenings: int = 0
    again: int = 2
    verifies: int = 0
    confirms: int = 0
    extends: int = 0  # by how many working days a later date is asked for, near the due date
    is_extended: bool = False
    rests_on: int = 0
    rests_for: int = 0
    pushed: str = ""  # the step that the officer takes by hand, so many working days after the dispatch
    pushed_on: int = 0
    instructed_on: int = 0  # so many working days after the dispatch the leader instructs again
    passes_on: int = 0  # the handler proposes to hand the item over to the unit `passes_to`
    passes_to: int = 0
    gives: bool = True
    takes: bool = True
    consults_on: int = 0
    consulted: int = 0  # the unit that is asked
    consulted_for: int = 0  # working days it is given
    cancels_on: int = 0
    is_cancelled: bool = False
    splits_on: int = 0  # so many working days after the dispatch the officer splits it in two
    withdraws_on: int = 0  # the officer withdraws the highest step that stands
    reopens_on: int = 0  # working days after the closing
    reopened_for: int = 0  # working days it is given then
    merges_on: int = 0  # so many working days after the dispatch it goes on in the matter's first item
    follows_on: int = 0  # so many working days after the closing the leader instructs on it again
    followed_for: int = 0  # working days that the new item is given

    def chance(self, *about: object) -> float:
        """The same number whenever the same is asked."""
        return random.Random(f"{self.seed}/{'/'.join(map(str, about))}").random()


@dataclass(frozen=True)
class Milestone:
    """So many percent are planned by the close of the day; reached so many working days after it, negative before."""

    title: str
    due_on: date
    percent: int
    reached_after: int


@dataclass(frozen=True)
class Item:
    """`due_days` working days, or the date `due_on`."""

    ordinal: int
    unit: int
    co_units: tuple[int, ...]
    cadence: str
    due_days: int | None
    due_on: date | None
    course: Course
    milestones: tuple[Milestone, ...] = ()  # of an item that is reported on by stage


@dataclass(frozen=True)
class Matter:
    number: int
    day: date
    source: str
    urgency: str
    special: bool
    officer: str
    items: tuple[Item, ...]

    def key(self, item: Item) -> tuple[int, int]:
        return self.number, item.ordinal


@dataclass(frozen=True)
class Year:
    """All that happens because somebody decides it."""

    seed: int
    units: tuple[Unit, ...]
    away: tuple[Away, ...]
    matters: tuple[Matter, ...]


def draw_year(seed: int, size: Size) -> Year:
    """A year from its seed; the same seed and size give the same year."""
    dice = random.Random(seed)
    units = tuple(_unit(number, size.units) for number in range(size.units))
    return Year(seed, units, tuple(_absences(dice, units, size)), tuple(_matters(dice, size, seed)))


def _unit(number: int, count: int) -> Unit:
    head, a, b = (f"{part}{number:02}" for part in ("head", "first", "second"))
    partner = number ^ 1 if number ^ 1 < count else number - 1
    return Unit(number, head, a, b, partner, number % LEADERS)


def _absences(dice: random.Random, units: tuple[Unit, ...], size: Size) -> Iterator[Away]:
    """Never two of a unit or of its partner at once."""
    taken: list[tuple[int, date, date]] = []
    for _ in range(size.absences):
        unit = dice.choice(units)
        first = almanac.on_or_after(FIRST_DAY + timedelta(days=dice.randrange(300)))
        last = almanac.workdays_on(first, dice.randint(1, 6))
        pair = unit.number // 2
        if all(other != pair or last < begins or first > ends for other, begins, ends in taken):
            taken.append((pair, first, last))
            yield Away(dice.choice((unit.a, unit.a, unit.b, unit.head)), first, last)


def _matters(dice: random.Random, size: Size, seed: int) -> Iterator[Matter]:
    days = sorted(_a_day(dice) for _ in range(size.matters))
    counts = [1] * size.matters
    for _ in range(size.items - size.matters):
        counts[dice.randrange(size.matters)] += 1
    for number, (day, count) in enumerate(zip(days, counts, strict=True), 1):
        items = tuple(_item(dice, size, f"{seed}/{number}/{n}", n, day) for n in range(1, count + 1))
        officer = f"officer{dice.randrange(OFFICERS)}"
        yield Matter(number, day, dice.choice(SOURCES), dice.choice(URGENCIES), dice.random() < 0.1, officer, items)


def _a_day(dice: random.Random) -> date:
    return almanac.on_or_after(FIRST_DAY + timedelta(days=dice.randrange((LAST_DISPATCH - FIRST_DAY).days)))


def _item(dice: random.Random, size: Size, seed: str, ordinal: int, day: date) -> Item:
    unit, *others = dice.sample(range(size.units), 4)
    length = dice.choice([one for one in LENGTHS if almanac.workdays_on(day, one) <= LAST_DUE])
    by_date = dice.random() < 0.25
    co_units = tuple(others[: dice.choice((0, 0, 0, 1, 2))])
    cadence = dice.choice(CADENCES) if length > 8 else "none"
    milestones = _milestones(seed, day, length)
    return Item(
        ordinal=ordinal,
        unit=unit,
        co_units=co_units,
        milestones=milestones,
        cadence="milestone" if milestones else cadence,
        due_days=None if by_date else length,
        due_on=day + timedelta(days=int(length * 1.4)) if by_date else None,
        course=_course(dice, seed, others[-1], _more(seed, size, unit, others[-1])),
    )


def _milestones(seed: str, day: date, length: int) -> tuple[Milestone, ...]:
    """Two, of some of the longer items."""
    dice = random.Random(f"{seed}/milestones")
    if length < 12 or dice.random() > 0.2:
        return ()
    stages = ((0.35, (20, 50)), (0.7, (55, 90)))
    return tuple(
        Milestone(f"节点{number}", almanac.workdays_on(day, int(share * length)), dice.randint(*percents), after)
        for number, (share, percents) in enumerate(stages, 1)
        for after in (dice.choice((-3, -1, 0, 0, 1, 3, 8)),)
    )


def _more(seed: str, size: Size, unit: int, new_unit: int) -> dict[str, Any]:
    """What happens in few items, drawn apart, so that the rest of a seed's year stays."""
    dice = random.Random(f"{seed}/more")
    happens = [dice.random() < share for share in (0.15, 0.1, 0.12, 0.07, 0.06)]
    days = [dice.randint(1, most) if one else 0 for one, most in zip(happens, (12, 8, 6, 15, 9), strict=True)]
    others = [one for one in range(size.units) if one not in (unit, new_unit)]
    return {
        "instructed_on": days[0],
        "passes_on": days[1],
        "passes_to": dice.choice(others),
        "gives": dice.random() < 0.85,
        "takes": dice.random() < 0.85,
        "consults_on": days[2],
        "consulted": dice.choice(others),
        "consulted_for": dice.randint(1, 4),
        "cancels_on": days[3],
        "is_cancelled": dice.random() < 0.6,
        "reopens_on": days[4],
        "reopened_for": dice.randint(6, 25),
        "splits_on": dice.randint(1, 10) if dice.random() < 0.06 else 0,
        "withdraws_on": dice.randint(3, 40) if dice.random() < 0.15 else 0,
        **_later(seed),
    }


def _later(seed: str) -> dict[str, Any]:
    """Drawn apart again: merging, and an instruction on what is closed."""
    dice = random.Random(f"{seed}/later")
    return {
        "merges_on": dice.randint(1, 6) if dice.random() < 0.35 else 0,
        "follows_on": dice.randint(1, 12) if dice.random() < 0.12 else 0,
        "followed_for": dice.randint(6, 25),
    }


ONCE = (
    "instructed_on",
    "passes_on",
    "consults_on",
    "cancels_on",
    "reopens_on",
    "splits_on",
    "merges_on",
    "follows_on",
)


def _plain(course: Course, ordinal: int) -> Course:
    """Of an item that comes of another one: nothing but its own handling happens to it."""
    return replace(course, **dict.fromkeys(ONCE, 0), returns="", seed=f"{course.seed}/{ordinal}")  # type: ignore[arg-type]


def parts_of(item: Item, ordinals: Sequence[int], due_on: date) -> tuple[Item, ...]:
    """Two parts for two other units, due when the whole was; each is handled plainly."""
    course = item.course
    units = course.passes_to, course.passes_to ^ 1
    return tuple(
        Item(ordinal, unit, (), "none", None, due_on, _plain(course, ordinal))
        for ordinal, unit in zip(ordinals, units, strict=True)
    )


def follow_up_of(item: Item, ordinal: int, unit: int, co_units: Sequence[int]) -> Item:
    """What an instruction on a closed item opens, for the units that it had in the end; it has no stages of its own."""
    return Item(
        ordinal, unit, tuple(co_units), item.cadence, item.course.followed_for, None, _plain(item.course, ordinal)
    )


def _course(dice: random.Random, seed: str, new_unit: int, more: dict[str, Any]) -> Course:
    returns = dice.choice(("insist", "reassign")) if dice.random() < 0.08 else ""
    return Course(
        seed=seed,
        signs_on=dice.choice((0, 0, 0, 0, 0, 0, 1, 2, 3, 5)) if dice.random() < 0.97 else dice.randint(8, 30),
        hands_in=dice.choice((-20, -10, -6, -4, -3, -2, -1, 0, 0, 1, 2, 4, 6, 9, 14, 22)),
        returns=returns,
        new_unit=new_unit,
        answers=dice.choice((1.0, 0.9, 0.5, 0.0)),
        reports=dice.choice((1.0, 1.0, 0.8, 0.4, 0.0)),
        pace=dice.choice((1.1, 1.0, 0.9, 0.8, 0.5, 0.2)),
        rejections=dice.choice((0, 0, 0, 0, 1, 1, 2)),
        reopenings=dice.choice((0, 0, 0, 0, 0, 1)),
        again=dice.randint(0, 6),
        verifies=dice.choice((0, 0, 1, 1, 2, 4)),
        confirms=dice.choice((0, 0, 1, 2)),
        extends=dice.choice((0, 0, 0, 0, 2, 5)),
        is_extended=dice.random() < 0.7,
        rests_on=dice.choice((0, 0, 0, 0, 0, 0, 0, 2, 5, 9)),
        rests_for=dice.choice((1, 4, 12)),
        pushed=dice.choice(("urge", "watch", "supervise")) if dice.random() < 0.1 else "",
        pushed_on=dice.randint(0, 8),
        **more,
    )
