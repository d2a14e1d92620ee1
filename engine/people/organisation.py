"""The organisation over time: what holds at a moment, and when something changes."""

from bisect import bisect_right
from dataclasses import fields
from datetime import datetime
from functools import cached_property

from engine.people.facts import Facts
from engine.people.situation import Situation


class Organisation:
    """All facts there are. `version` counts the changes of the organisation, so that a copy is known to be old."""

    def __init__(self, facts: Facts, version: int = 0) -> None:
        self.facts = facts
        self.version = version
        self._known: dict[int, Situation] = {}

    @cached_property
    def turns(self) -> tuple[datetime, ...]:
        """The moments at which something begins or ends, in order; between two of them nothing changes."""
        spans = [fact.span for group in fields(Facts) for fact in getattr(self.facts, group.name)]
        return tuple(sorted({end for span in spans for end in (span.starts_at, span.ends_at) if end is not None}))

    def at(self, moment: datetime) -> Situation:
        """What holds at the moment; made once for the time between two turns."""
        turn = bisect_right(self.turns, moment)
        found = self._known.get(turn)
        if found is None:
            found = self._known[turn] = Situation(self._as_of(moment), self.facts)
        return found

    def _as_of(self, moment: datetime) -> Facts:
        holding = {
            group.name: tuple(fact for fact in getattr(self.facts, group.name) if fact.span.holds(moment))
            for group in fields(Facts)
        }
        return Facts(**holding)
