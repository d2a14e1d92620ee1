"""公示: how long a notice runs, what an objection does to its clock, and when it has ended. Pure over a calendar.

Civil Code, 201: the day of publication does not count. 203: where there are hours of business, the last day ends when
business ends. A day on which an objection is open counts neither, where the rule lets the clock stop.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol, Self

from engine.domain.errors import Invalid, Problem

DEFAULT_DAYS = 5
LONGEST = 250
EFFECTS = ("none", "pause", "restart")


class Days(Protocol):
    """What is asked of the office's calendar."""

    def working_days_between(self, start: date, end: date) -> int: ...

    def add_working_days(self, day: date, count: int, from_next_day: bool = True) -> "HasDueDate": ...


class HasDueDate(Protocol):
    @property
    def due_on(self) -> date: ...


@dataclass(frozen=True)
class NoticeRule:
    """`days`: working days from the day after publication. `objection`: what one does to the clock.

    `anonymous`: an objection may come without a name. `public`: also from the page without sign-in.
    """

    days: int = DEFAULT_DAYS
    objection: str = "pause"
    anonymous: bool = False
    public: bool = True

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """From the answer of a decision table or a form; Invalid with everything that does not hold."""
        fields = cls.__dataclass_fields__
        problems = [Problem("notice.rule_unknown", {"name": name}, field=f"/{name}") for name in data.keys() - fields]
        rule = cls(**{name: value for name, value in data.items() if name in fields and value is not None})
        if not isinstance(rule.days, int) or isinstance(rule.days, bool) or not 1 <= rule.days <= LONGEST:
            problems.append(Problem("notice.days", {"most": LONGEST}, field="/days"))
        if rule.objection not in EFFECTS:
            problems.append(Problem("notice.effect", field="/objection"))
        for name in ("anonymous", "public"):
            if not isinstance(getattr(rule, name), bool):
                problems.append(Problem("notice.yes_or_no", field=f"/{name}"))
        if problems:
            raise Invalid(problems)
        return rule

    @property
    def shape(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


class Run(NamedTuple):
    """The clock goes from the day after `start`; `stop` is the first day that no longer counts, None while it goes.

    `anew`: the days begin again from the first.
    """

    start: date
    stop: date | None = None
    anew: bool = False

    @property
    def shape(self) -> dict[str, Any]:
        return {
            "from": self.start.isoformat(),
            "stop": self.stop.isoformat() if self.stop else None,
            "anew": self.anew,
        }


def read_runs(stored: Sequence[Mapping[str, Any]]) -> list[Run]:
    return [
        Run(date.fromisoformat(one["from"]), date.fromisoformat(one["stop"]) if one["stop"] else None, one["anew"])
        for one in stored
    ]


def days_left(rule: NoticeRule, runs: Sequence[Run], calendar: Days, until: date | None = None) -> int:
    """Working days that are still to be run after those that have run before `until` (before the last stop)."""
    left = rule.days
    for run in runs:
        left = rule.days if run.anew else left
        stop = run.stop or until
        if stop is not None:
            left -= _ran(run.start, stop, calendar)
    return max(left, 0)


def _ran(start: date, stop: date, calendar: Days) -> int:
    """Working days after `start` and before `stop`."""
    if stop <= start:
        return 0
    return calendar.working_days_between(start, date.fromordinal(stop.toordinal() - 1))


def last_day(rule: NoticeRule, runs: Sequence[Run], calendar: Days) -> date | None:
    """The last day of the notice; None while the clock stands."""
    run = runs[-1]
    if run.stop is not None:
        return None
    before = rule.days if run.anew else days_left(rule, runs[:-1], calendar)
    return calendar.add_working_days(run.start, max(before, 1)).due_on


def stopped(rule: NoticeRule, runs: Sequence[Run], day: date) -> list[Run]:
    """An objection came in on the day."""
    last = runs[-1]
    if rule.objection == "none" or last.stop is not None:
        return list(runs)
    return [*runs[:-1], last._replace(stop=day)]


def resumed(rule: NoticeRule, runs: Sequence[Run], day: date) -> list[Run]:
    """The last open objection was answered on the day: the clock goes on from the next."""
    if runs[-1].stop is None:
        return list(runs)
    return [*runs, Run(day, anew=rule.objection == "restart")]
