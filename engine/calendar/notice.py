"""A year's official notice as it was understood: each festival with its days off and the weekends worked for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.calendar.years import SATURDAY
from engine.domain.errors import Problem

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
PLACE = "/text"


@dataclass(frozen=True)
class Festival:
    """`name` is one of the seven, or two of them joined by 、 in a year in which they meet."""

    name: str
    off: tuple[date, ...] = ()
    worked: tuple[date, ...] = ()


@dataclass(frozen=True)
class Notice:
    """What the State Council announced for a year. `text`: its words, or the name of the file it came in."""

    year: int
    festivals: tuple[Festival, ...]
    text: str = ""


def problems_of_notice(notice: Notice) -> list[Problem]:
    """What cannot be right: a festival missing or without days, a day at once off and worked, or far from its year."""
    return [*_missing(notice), *_contradictions(notice), *_unlikely(notice)]


def _missing(notice: Notice) -> Iterator[Problem]:
    named = {name for festival in notice.festivals if festival.off for name in festival.name.split("、")}
    missing = [name for name in FESTIVALS if name not in named]
    if missing:
        names = "、".join(missing)
        yield Problem("calendar.festivals_missing", {"year": notice.year, "names": names}, field=PLACE)


def _contradictions(notice: Notice) -> Iterator[Problem]:
    off = {day for festival in notice.festivals for day in festival.off}
    worked = {day for festival in notice.festivals for day in festival.worked}
    for day in sorted(off & worked):
        yield Problem("calendar.off_and_worked", {"day": day.isoformat()}, field=PLACE)


def _unlikely(notice: Notice) -> Iterator[Problem]:
    for festival in notice.festivals:
        for day in (*festival.off, *festival.worked):
            if not date(notice.year - 1, 12, 1) <= day <= date(notice.year + 1, 1, 31):
                yield Problem("calendar.other_year", {"day": day.isoformat(), "year": notice.year}, field=PLACE)
        for day in festival.worked:
            if day.weekday() < SATURDAY:
                yield Problem("calendar.worked_weekday", {"day": day.isoformat()}, field=PLACE)
