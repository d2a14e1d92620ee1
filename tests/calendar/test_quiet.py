"""Quiet times end when the office says: overnight, over weekends, over the whole of Spring Festival."""

from datetime import datetime, time

import pytest

from engine.calendar import WorkingCalendar
from engine.calendar.quiet import NO_QUIET, Quiet, digest_at, release_at

CALENDAR = WorkingCalendar()
NIGHT = Quiet(time(20), time(8))
NIGHT_AND_DAYS_OFF = Quiet(time(20), time(8), days_off=True)
NOON = Quiet(time(12), time(13, 30))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize(
    ("quiet", "now", "released"),
    [
        (NO_QUIET, "2026-01-05T03:00", "2026-01-05T03:00"),
        (NIGHT, "2026-01-05T19:59", "2026-01-05T19:59"),
        (NIGHT, "2026-01-05T20:00", "2026-01-06T08:00"),
        (NIGHT, "2026-01-06T07:59", "2026-01-06T08:00"),
        (NIGHT, "2026-01-06T08:00", "2026-01-06T08:00"),
        (NIGHT, "2026-01-10T10:00", "2026-01-10T10:00"),  # a Saturday is no matter to somebody who said nothing of it
        (NOON, "2026-01-05T12:30", "2026-01-05T13:30"),
        (NIGHT_AND_DAYS_OFF, "2026-01-10T10:00", "2026-01-12T09:00"),
        (NIGHT_AND_DAYS_OFF, "2026-01-09T21:00", "2026-01-12T09:00"),  # Friday night runs into the weekend
        (NIGHT_AND_DAYS_OFF, "2026-02-14T10:00", "2026-02-14T10:00"),  # a Saturday that is worked
        (NIGHT_AND_DAYS_OFF, "2026-02-14T22:00", "2026-02-24T09:00"),  # Spring Festival, 15 to 23 February
        (NIGHT_AND_DAYS_OFF, "2026-02-18T10:00", "2026-02-24T09:00"),
    ],
)
def test_a_mail_is_held_until_the_quiet_ends(quiet: Quiet, now: str, released: str) -> None:
    assert release_at(CALENDAR, quiet, at(now)) == at(released)


@pytest.mark.parametrize(
    ("quiet", "now", "due"),
    [
        (NO_QUIET, "2026-01-05T08:59", "2026-01-05T09:00"),
        (NO_QUIET, "2026-01-05T09:00", "2026-01-06T09:00"),
        (NO_QUIET, "2026-02-14T17:00", "2026-02-24T09:00"),
        (Quiet(time(18), time(10)), "2026-01-05T15:00", "2026-01-06T10:00"),
    ],
)
def test_a_digest_is_due_when_the_office_opens_or_the_quiet_ends(quiet: Quiet, now: str, due: str) -> None:
    assert digest_at(CALENDAR, quiet, at(now)) == at(due)


def test_a_whole_day_of_quiet_still_ends() -> None:
    """From a minute past until the same minute: nothing but quiet, which nobody may enter, and which must not hang."""
    quiet = Quiet(time(0, 1), time(0), days_off=True)
    assert release_at(CALENDAR, quiet, at("2026-01-05T10:00")) >= at("2026-01-06T00:00")
