"""How far an item should be and is behind: its milestones and reports, in working time in which it did not rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.act import Act
from engine.calendar import WorkingCalendar
from engine.domain.planned_progress import Point, measured_at, planned_points, points_behind
from engine.store.items import moments_of
from engine.store.models import Item, Milestone

TOLD = ("report", "milestone_reached")
RESTED = ("suspension", "resumption")


@dataclass(frozen=True)
class ProgressPlan:
    """`reported_at`: when the handler last told how far it is; `rests`: from when to when the item was suspended."""

    item: Item
    calendar: WorkingCalendar
    milestones: tuple[Point, ...] = ()
    reported_at: datetime | None = None
    rests: tuple[tuple[datetime, datetime], ...] = ()

    def behind_at(self, moment: datetime) -> int | None:
        """Points behind the plan when progress was last to be seen before the moment; None where nothing was."""
        points = planned_points(self.item.dispatched_at, self.item.due_at, self.milestones)
        return points_behind(points, self.item.progress, self._seen_before(moment), self._worked)

    def behind_from(self, now: datetime) -> Iterator[tuple[datetime, int]]:
        """From when on it is or will be behind by how much, as long as nobody tells of more progress."""
        for moment in (self._seen_before(now), *(one.at for one in self.milestones if one.at > now)):
            behind = self.behind_at(moment) if moment else None
            if moment is not None and behind is not None:
                yield moment, behind

    def _seen_before(self, moment: datetime) -> datetime | None:
        return measured_at(moment, self.reported_at, self.milestones)

    def _worked(self, start: datetime, end: datetime) -> timedelta:
        rested = (self.calendar.working_time_between(max(start, a), min(end, b)) for a, b in self.rests)
        return self.calendar.working_time_between(start, end) - sum((max(one, ZERO) for one in rested), ZERO)


ZERO = timedelta()


def progress_plan_of(act: Act, item: Item, milestones: Iterable[Milestone]) -> ProgressPlan:
    """Everything that is asked about an item's progress, read once."""
    moments = moments_of(act.session, item.id, (*TOLD, *RESTED))
    return ProgressPlan(
        item,
        act.calendar,
        tuple(Point(act.calendar.due_instant(one.due_on), one.percent) for one in milestones),
        max((at for kind, at in moments if kind in TOLD), default=None),
        tuple(_rests((kind, at) for kind, at in moments if kind in RESTED)),
    )


def _rests(moments: Iterable[tuple[str, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """From when to when it was suspended, each time that is over, oldest first."""
    since = None
    for kind, at in moments:
        if kind == "resumption" and since is not None:
            yield since, at
        since = at if kind == "suspension" else None
