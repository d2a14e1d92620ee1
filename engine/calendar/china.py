"""The public holidays of China and the weekends worked in exchange, one year at a time.

Both come from `holidays`: the days off are its entries, the weekends worked (调休上班日) its `weekend_workdays`.
A year is official when the State Council's notice for it is in the package: those are the years of its table of
exchanged days. Later years hold only what the law fixes, and are provisional.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import holidays

from engine.calendar.reason import Reason

EXCHANGED = "休息日"
OBSERVED = "（补假）"
ESTIMATED = "（推定）"
OBSERVED_ESTIMATED = "（补假，推定）"
LONGEST_HOLIDAY = 10


@dataclass(frozen=True, slots=True)
class StatutoryYear:
    """What the law and the year's notice say: the days off with their reason, and the weekends worked."""

    off: Mapping[date, Reason]
    worked_weekends: frozenset[date]
    is_official: bool


@cache
def china() -> ModuleType:
    """The module `holidays.countries.china` alone: imported by its name it brings 250 other countries, and 20 MB."""
    file = Path(holidays.__file__).parent / "countries" / "china.py"
    spec = spec_from_file_location("holidays.countries.china", file)
    if spec is None or spec.loader is None:
        raise ImportError(str(file))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def statutory_year(year: int) -> StatutoryYear:
    # The neighbours are read too: the exchange for New Year's Day may lie in December.
    table = china().China(years=range(year - 1, year + 2), language="zh_CN")
    return StatutoryYear(
        off={day: _reason(day, table) for day in table if day.year == year},
        worked_weekends=frozenset(day for day in table.weekend_workdays if day.year == year),
        is_official=year in china().ChinaStaticHolidays.special_public_holidays,
    )


def _reason(day: date, table: Mapping[date, str]) -> Reason:
    label = table[day]
    if label.startswith(EXCHANGED):
        return Reason("calendar.exchanged", _festivals_near(day, table))
    code = "calendar.observed" if "补假" in label else "calendar.holiday"
    return Reason(code, _festivals(label))


def _festivals(label: str) -> tuple[str, ...]:
    bare = label.replace(OBSERVED_ESTIMATED, "").replace(OBSERVED, "").replace(ESTIMATED, "")
    return tuple(sorted(set(bare.split("; "))))


def _festivals_near(day: date, table: Mapping[date, str]) -> tuple[str, ...]:
    """An exchanged day lengthens a festival without naming it: it is the nearest one."""
    for distance in range(1, LONGEST_HOLIDAY):
        for neighbour in (day - timedelta(distance), day + timedelta(distance)):
            label = table.get(neighbour)
            if label is not None and not label.startswith(EXCHANGED):
                return _festivals(label)
    return ()
