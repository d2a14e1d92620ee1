"""The calendar as one process knows it: read once, and again when its version has gone on."""

from engine.calendar import InForce, WorkingCalendar
from engine.store import Session
from engine.store.calendar import calendar_version, read_calendar
from engine.store.runtime import runtime_of

OWN = "own_calendar"


class Calendars:
    """One per process; safe to ask from many threads, for a calendar is replaced, never changed."""

    def __init__(self) -> None:
        self.in_force = InForce(WorkingCalendar())

    def get(self, session: Session) -> WorkingCalendar:
        """As this transaction sees it; what it has changed is seen by it alone until it is committed."""
        own: WorkingCalendar | None = session.info.get(OWN)
        if own is not None:
            return own
        runtime = runtime_of(session)
        if runtime.calendar_version is None:
            runtime.calendar_version = calendar_version(session)
        kept = self.in_force.calendar
        if kept.version < runtime.calendar_version:
            kept = self.in_force.calendar = read_calendar(session, runtime.calendar_version)
        return kept

    def change(self, session: Session, version: int) -> WorkingCalendar:
        """The calendar that this transaction has just made; for others it holds from the commit on."""
        session.flush()
        changed = session.info[OWN] = read_calendar(session, version)
        return changed
