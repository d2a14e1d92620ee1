"""Planned progress runs in working time from the dispatch over the milestones to the due date."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.calendar import WorkingCalendar
from engine.domain.planned_progress import Point, measured_at, planned_percent, planned_points, points_behind

CALENDAR = WorkingCalendar()
WORKED = CALENDAR.working_time_between
BEGUN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday, nine o'clock in Beijing
DUE = CALENDAR.due_instant(CALENDAR.add_working_days(CALENDAR.local_date(BEGUN), 9).due_on)


def test_without_milestones_it_is_linear_and_a_weekend_plans_nothing() -> None:
    points = planned_points(BEGUN, DUE)
    friday, monday = BEGUN + timedelta(days=4, hours=12), BEGUN + timedelta(days=7)
    assert planned_percent(points, friday, WORKED) == planned_percent(points, monday, WORKED) == 50
    assert planned_percent(points, BEGUN - timedelta(days=9), WORKED) == 0
    assert planned_percent(points, DUE + timedelta(days=9), WORKED) == 100


def test_milestones_bend_the_plan() -> None:
    wednesday = BEGUN + timedelta(days=2)
    points = planned_points(BEGUN, DUE, [Point(wednesday, 60)])
    assert planned_percent(points, wednesday, WORKED) == 60
    assert planned_percent(points, BEGUN + timedelta(days=1), WORKED) == 30
    assert planned_percent(points, DUE, WORKED) == 100


@pytest.mark.parametrize(("progress", "behind"), [(50, 0), (80, 0), (41, 9), (40, 10), (0, 50)])
def test_how_far_behind_is_counted_in_whole_points(progress: int, behind: int) -> None:
    assert points_behind(planned_points(BEGUN, DUE), progress, BEGUN + timedelta(days=7), WORKED) == behind


def test_nobody_is_behind_before_progress_was_to_be_seen() -> None:
    week, milestone = BEGUN + timedelta(days=7), Point(BEGUN + timedelta(days=5), 50)
    assert measured_at(week, None, ()) is None
    assert points_behind(planned_points(BEGUN, DUE), 0, None, WORKED) is None
    assert points_behind(planned_points(None, DUE), 0, week, WORKED) is None
    assert measured_at(week, BEGUN, ()) == BEGUN
    assert measured_at(week, BEGUN, [milestone]) == milestone.at
    assert measured_at(BEGUN, None, [milestone]) is None
