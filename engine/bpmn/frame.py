"""What a definition runs within, besides its own bundle: the limits of the settings and the office's calendar."""

from dataclasses import dataclass, field

from engine.calendar import WorkingCalendar
from engine.domain.limits import DEFAULT_LIMITS, Limits


@dataclass(frozen=True)
class Frame:
    """Handed to the compiler by whoever knows the settings; bundles carry it to their runners."""

    limits: Limits = DEFAULT_LIMITS
    calendar: WorkingCalendar | None = field(default=None, compare=False)


DEFAULT_FRAME = Frame()
