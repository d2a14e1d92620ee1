"""The ground that the model stands on: what is written down, who is told, what lies open, and the timers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from tests.scenarios.office_year import almanac
from tests.scenarios.office_year.lights import has_missed
from tests.scenarios.office_year.people import People
from tests.scenarios.office_year.plan import Year
from tests.scenarios.office_year.state import Activity, Entry, Expected, Held, Mail
from tests.scenarios.office_year.table import Row

BOTH = ("handler", "substitute")


class Tables(NamedTuple):
    """The ladder, what colours an item, and steps by hand."""

    ladder: Sequence[Row]
    lights: Sequence[Row]
    by_hand: Sequence[Row]


class Ground:
    """`looks` are evenings at which every light is noted, and what must be said of it."""

    def __init__(self, year: Year, tables: Tables, looks: Iterable[date]) -> None:
        self._year, self._table, self._lights, self._by_hand = year, tables.ladder, tables.lights, tables.by_hand
        self._people = People(year)
        self._looks = set(looks)
        self.found = Expected()
        self.now = almanac.opening(almanac.FIRST)
        self._together: dict[int, list[Held]] = defaultdict(list)
        self._timers: list[tuple[datetime, Held, Activity]] = []

    def _mark(self, item: Held) -> None:
        """What has been red stays marked."""
        item.missed_at = item.missed_at or has_missed(self._lights, item, self.now)

    def _open_items(self) -> list[Held]:
        return [one for one in self.found.items.values() if one.closed is None]

    def _moving_items(self) -> list[Held]:
        return [one for one in self._open_items() if one.resting_since is None]

    def _handler(self, item: Held) -> str:
        return self._people.handler(item.unit, self.now)

    def _open(self, item: Held, task: Activity) -> None:
        item.open.append(task)

    def _in_days(self, count: int | None) -> datetime | None:
        return None if count is None else almanac.closing(almanac.workdays_on(self.now.date(), count))

    def _enter(
        self, item: Held, kind: str, *, by: str | None = None, rule: str | None = None, due: datetime | None = None
    ) -> None:
        self.found.entries.append(Entry(item.key, kind, self.now, by, rule, due))

    def _mail(self, item: Held, kind: str, roles: Sequence[str]) -> None:
        told = self._people.told(item.unit, item.co_units, item.matter.officer, roles, self.now)
        self.found.mails += [Mail(item.key, kind, self.now, username) for username in told]

    def _move_due(self, item: Held, due: datetime) -> None:
        item.original, item.due, item.moved = item.original or item.due, due, item.moved + 1
        for task in item.open:
            if task.element == "handle":
                task.due = due

    def _ring_in(self, days: int, item: Held, task: Activity) -> None:
        """After so many calendar days those above are told, if the task still lies there."""
        self._timers.append((self.now + timedelta(days=days), item, task))
