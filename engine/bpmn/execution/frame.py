"""What a definition runs within, besides its own bundle: the limits of the settings and the office's calendar."""

from dataclasses import dataclass, field

from engine.calendar import InForce, WorkingCalendar
from engine.domain.limits import DEFAULT_LIMITS, Limits


@dataclass(frozen=True)
class Frame:
    """Handed to the compiler by whoever knows the settings; bundles carry it to their runners."""

    limits: Limits = DEFAULT_LIMITS
    in_force: InForce | None = field(default=None, compare=False)

    @property
    def calendar(self) -> WorkingCalendar | None:
        """As it is now: a bundle is kept longer than a calendar holds."""
        return self.in_force.calendar if self.in_force else None


DEFAULT_FRAME = Frame()
