"""The model's own answer to who is told and who does it: the posts' lines, and who is away."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from tests.scenarios.office_year.plan import Year


class People:
    """Whose turn it is, as the office agreed it: A, B, the head, the partner's head, the leader in charge."""

    def __init__(self, year: Year) -> None:
        self._units = year.units
        self._away = year.away

    def is_here(self, username: str, now: datetime) -> bool:
        return not any(one.username == username and one.starts_at <= now < one.ends_at for one in self._away)

    def handler(self, unit: int, now: datetime) -> str:
        of = self._units[unit]
        return self._first_of([of.a, of.b, *self._heads(unit)], now)

    def told(self, unit: int, co_units: Iterable[int], officer: str, roles: Iterable[str], now: datetime) -> list[str]:
        """Each once, in the order of the roles, nobody who is away."""
        found = [one for role in roles for one in self._in_role(unit, co_units, officer, role, now)]
        return [one for one in dict.fromkeys(found) if self.is_here(one, now)]

    def _in_role(self, unit: int, co_units: Iterable[int], officer: str, role: str, now: datetime) -> Iterator[str]:
        match role:
            case "handler":
                yield self.handler(unit, now)
            case "substitute":
                yield self._units[unit].b
            case "unit_head":
                yield self.head(unit, now)
            case "officer":
                yield officer
            case "leader":
                yield self.leader(unit)
            case "co_handlers":
                yield from (self.handler(one, now) for one in co_units)
            case _ if role.startswith(("handler_of:", "liaison_of:")):
                part, _, number = role.partition(":")
                yield self.handler(int(number), now) if part == "handler_of" else self.liaison(int(number), now)
            case _ if role.startswith("head_of:"):
                yield self.head(int(role.removeprefix("head_of:")), now)
            case _:
                raise ValueError(role)

    def head(self, unit: int, now: datetime) -> str:
        return self._first_of(self._heads(unit), now)

    def liaison(self, unit: int, now: datetime) -> str:
        return self._first_of([self._units[unit].b, *self._heads(unit)], now)

    def leader(self, unit: int) -> str:
        return f"leader{self._units[unit].leader}"

    def _heads(self, unit: int) -> list[str]:
        of = self._units[unit]
        return [of.head, self._units[of.partner].head, self.leader(unit)]

    def _first_of(self, line: list[str], now: datetime) -> str:
        return next(one for one in line if self.is_here(one, now))
