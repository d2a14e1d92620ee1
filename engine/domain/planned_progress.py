"""Planned progress: how far an item should be at a moment, in percent, between points in working time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

Worked = Callable[[datetime, datetime], timedelta]


@dataclass(frozen=True, order=True)
class Point:
    """What is planned to be done at a moment: a milestone, the dispatch (0), the due date (100)."""

    at: datetime
    percent: int


def planned_points(begun_at: datetime | None, due_at: datetime | None, milestones: Iterable[Point] = ()) -> list[Point]:
    """From nothing at the dispatch over the milestones to everything at the due date; empty without both dates."""
    if begun_at is None or due_at is None or due_at <= begun_at:
        return []
    between = [one for one in milestones if begun_at < one.at < due_at]
    return [Point(begun_at, 0), *sorted(between), Point(due_at, 100)]


def planned_percent(points: Sequence[Point], moment: datetime, worked: Worked) -> float:
    """Linear in working time from point to point; flat before the first and after the last of at least one point."""
    earlier = [one for one in points if one.at <= moment]
    later = [one for one in points if one.at > moment]
    if not earlier or not later:
        return float((earlier[-1] if earlier else later[0]).percent)
    start, end = earlier[-1], later[0]
    whole = worked(start.at, end.at)
    share = worked(start.at, moment) / whole if whole > timedelta() else 0.0
    return start.percent + share * (end.percent - start.percent)


def measured_at(moment: datetime, reported_at: datetime | None, milestones: Iterable[Point]) -> datetime | None:
    """When progress was last to be seen: at the last report, or at a milestone since then; None where neither was.

    Between two reports nobody has to say how far it is, so nobody is behind for not having said it.
    """
    seen = [one.at for one in milestones if one.at <= moment]
    return max([*seen, *([reported_at] if reported_at and reported_at <= moment else [])], default=None)


def points_behind(points: Sequence[Point], progress: int, moment: datetime | None, worked: Worked) -> int | None:
    """By how many whole percentage points the progress is behind the plan; None where nothing was to be seen yet."""
    if moment is None or not points:
        return None
    return max(0, int(planned_percent(points, moment, worked) - progress))
