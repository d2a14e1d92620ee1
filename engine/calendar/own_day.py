"""The office's own word on a day, as it is entered."""

from dataclasses import dataclass
from datetime import date, time

OFF, OPEN, HOURS, USUAL = "off", "open", "hours", "usual"
KINDS = (OFF, OPEN, HOURS, USUAL)


@dataclass(frozen=True)
class OwnDay:
    """Off, open, open at other hours; usual takes back what was said before."""

    day: date
    kind: str
    reason: str = ""
    hours: tuple[tuple[time, time], ...] = ()
