"""How far an item should be and is behind: its milestones and reports, in working time in which it did not rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.act import Act
from engine.calendar import WorkingCalendar
from engine.domain.planned_progress import Point, measured_at, planned_points, points_behind
from engine.store.items import TOLD, marks_of, milestone_points
from engine.store.models import Item


@dataclass(frozen=True)
class ProgressPlan:
    """`begun_at`: since when time is given: the dispatch, or when it was taken up again after its closing.

    `reported_at`: when the handler last told how far it is; `rests`: from when to when the item was suspended.
    """

    item: Item
    calendar: WorkingCalendar
    begun_at: datetime | None
    milestones: tuple[Point, ...] = ()
    reported_at: datetime | None = None
    rests: tuple[tuple[datetime, datetime], ...] = ()

    def behind_at(self, moment: datetime) -> int | None:
        """Points behind the plan when progress was last to be seen before the moment; None where nothing was."""
        points = planned_points(self.begun_at, self.item.due_at, self.milestones)
        return points_behind(points, self.item.progress, self._seen_before(moment), self._worked)

    def behind_from(self, now: datetime) -> Iterator[tuple[datetime, int]]:
        """From when on it is or will be behind by how much, as long as nobody tells of more progress."""
        for moment in (self._seen_before(now), *(one.at for one in self.milestones if one.at > now)):
            behind = self.behind_at(moment) if moment else None
            if moment is not None and behind is not None:
                yield moment, behind

    def time_used(self, moment: datetime) -> int | None:
        """Percent of the working time given that is used; over 100 when it is overdue."""
        start, due = self.begun_at, self.item.due_at
        if start is None or due is None:
            return None
        given = self._worked(start, due)
        return int(100 * (self._worked(start, moment) / given)) if given else 100

    def days_since(self, start: datetime, moment: datetime) -> int:
        """Working days, without those of a rest."""
        days = self.calendar.working_days_left
        rested = (days(max(start, a), min(moment, b)) for a, b in self.rests)
        return days(start, moment) - sum(max(one, 0) for one in rested)

    def _seen_before(self, moment: datetime) -> datetime | None:
        return measured_at(moment, self.reported_at, self.milestones)

    def _worked(self, start: datetime, end: datetime) -> timedelta:
        rested = (self.calendar.working_time_between(max(start, a), min(end, b)) for a, b in self.rests)
        return self.calendar.working_time_between(start, end) - sum((max(one, ZERO) for one in rested), ZERO)


ZERO = timedelta()
RESTED = ("suspension", "resumption")


def progress_plan_of(act: Act, item: Item, since: datetime | None = None) -> ProgressPlan:
    """Everything that is asked about an item's progress, read once; of one taken up again only what was `since`."""
    marks = marks_of(act.session, item.id, (*TOLD, *RESTED))
    milestones = milestone_points(act.session, item.id, act.calendar)
    return ProgressPlan(
        item,
        act.calendar,
        since or item.dispatched_at,
        tuple(Point(at, percent) for at, percent in milestones if since is None or at > since),
        max((at for kind, at in marks if kind in TOLD and (since is None or at >= since)), default=None),
        tuple(_rests(marks)),
    )


def _rests(marks: Sequence[tuple[str, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """From when to when it was suspended, each time that is over, oldest first."""
    since = None
    for kind, at in marks:
        if kind == "resumption" and since is not None:
            yield since, at
        if kind in RESTED:
            since = at if kind == "suspension" else None
