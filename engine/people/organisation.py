"""The organisation over time: what holds at a moment, and when something changes."""

from bisect import bisect_right
from dataclasses import fields
from datetime import datetime
from functools import cached_property

from engine.people.facts import Facts
from engine.people.situation import Situation

AWAY = "absences"
LASTING = tuple(group.name for group in fields(Facts) if group.name != AWAY)


class Organisation:
    """All facts there are. `version` counts the changes of the organisation, so that a copy is known to be old."""

    def __init__(self, facts: Facts, version: int = 0) -> None:
        self.facts = facts
        self.version = version
        self._known: dict[int, Situation] = {}
        self._with_everybody: dict[int, Situation] = {}

    @cached_property
    def turns(self) -> tuple[datetime, ...]:
        """The moments at which something begins or ends, in order; between two of them nothing changes."""
        return self._turns_of((*LASTING, AWAY))

    @cached_property
    def _lasting_turns(self) -> tuple[datetime, ...]:
        """Those at which something changes but that somebody goes away or comes back."""
        return self._turns_of(LASTING)

    def _turns_of(self, groups: tuple[str, ...]) -> tuple[datetime, ...]:
        spans = [fact.span for name in groups for fact in getattr(self.facts, name)]
        return tuple(sorted({end for span in spans for end in (span.starts_at, span.ends_at) if end is not None}))

    def at(self, moment: datetime) -> Situation:
        """What holds at the moment; made once for the time between two turns."""
        turn = bisect_right(self.turns, moment)
        found = self._known.get(turn)
        if found is None:
            away = tuple(absence for absence in self.facts.absences if absence.span.holds(moment))
            found = self._known[turn] = self._of_everybody(moment).while_away(away)
        return found

    def _of_everybody(self, moment: datetime) -> Situation:
        """As if nobody were away: an office has thousands of absences a year, and seldom changes otherwise."""
        turn = bisect_right(self._lasting_turns, moment)
        found = self._with_everybody.get(turn)
        if found is None:
            facts = {
                name: tuple(fact for fact in getattr(self.facts, name) if fact.span.holds(moment)) for name in LASTING
            }
            found = self._with_everybody[turn] = Situation(Facts(**facts), self.facts)
        return found
