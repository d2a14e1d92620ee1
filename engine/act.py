"""One act: who does something, at which moment, in which transaction, in which house."""

from dataclasses import dataclass
from datetime import datetime

from engine.calendar import WorkingCalendar
from engine.catalog import BundleCatalog
from engine.live_instances import LiveInstances
from engine.store import Session


@dataclass(frozen=True)
class House:
    """What all acts share: the calendar, compiled definitions, live instances, the office's name and address."""

    calendar: WorkingCalendar
    bundles: BundleCatalog
    office_name: str
    base_url: str
    live: LiveInstances
    receivers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Act:
    """`actor_id` is None when a timer or the system itself acts."""

    session: Session
    now: datetime
    house: House
    actor_id: int | None = None
