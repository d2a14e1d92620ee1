"""One act: who does something, at which moment, in which transaction, in which house."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from engine.calendar import WorkingCalendar
from engine.catalog import BundleCatalog
from engine.live_instances import LiveInstances
from engine.store import Session
from engine.store.rows import Origin


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
    """`actor_id` is None when a timer or the system itself acts.

    `post` names the actor's posts, `stands_in_for` has the A holders of the posts of which the actor is the B holder.
    """

    session: Session
    now: datetime
    house: House
    actor_id: int | None = None
    post: str | None = None
    stands_in_for: frozenset[int] = frozenset()
    behalf_of_id: int | None = None
    request_id: str | None = None
    cause: dict[str, Any] | None = None

    @property
    def origin(self) -> Origin:
        """What the events of this act say about where they come from."""
        return Origin(self.now, self.actor_id, self.post, self.behalf_of_id, self.cause, self.request_id)

    def because(self, kind: str, **facts: Any) -> Self:
        """The same act, as far as this led to it."""
        return replace(self, cause={"kind": kind, **facts})
