"""How often and when something that leaves the house is tried again; the same for mails and for calls."""

from datetime import datetime, timedelta

MAX_ATTEMPTS = 10
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)


def next_attempt(now: datetime, attempts: int) -> datetime:
    """After so many failed attempts: one minute, then twice as long each time, never longer than six hours."""
    doubled: timedelta = FIRST_PAUSE * 2 ** (attempts - 1)
    return now + min(doubled, LONGEST_PAUSE)


def is_last(attempts: int) -> bool:
    """Whether nothing is tried any more after so many attempts; a person may still resend it."""
    return attempts >= MAX_ATTEMPTS
