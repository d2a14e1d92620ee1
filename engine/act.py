"""One act: who does something, at which moment, in which transaction, in which house."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from engine.calendar import WorkingCalendar
from engine.calendars import Calendars
from engine.catalog import BundleCatalog
from engine.domain.wording import Wording
from engine.live_instances import LiveInstances
from engine.organisations import Organisations
from engine.people.situation import Situation
from engine.secret_file import secret_in
from engine.store import Session
from engine.store.rows import Origin


@dataclass(frozen=True)
class House:
    """What all acts share: the calendar, compiled definitions, live instances, the office's name, address and words."""

    calendars: Calendars
    bundles: BundleCatalog
    office_name: str
    base_url: str
    live: LiveInstances
    receivers: frozenset[str] = frozenset()
    organisations: Organisations = field(default_factory=Organisations)
    urge_minutes: int = 60
    ballot_key_file: Path = Path("ballot.key")

    @cached_property
    def ballot_key(self) -> bytes:
        """Seals the votes of open ballots; lies outside the database."""
        return secret_in(self.ballot_key_file)

    wording: Wording = field(default_factory=Wording)

    @property
    def calendar(self) -> WorkingCalendar:
        """The calendar in force, as this process last saw it; an act asks for its own."""
        return self.calendars.in_force.calendar


@dataclass(frozen=True)
class Act:
    """`actor_id` is None when a timer or the system itself acts.

    `post` names the actor's posts, or the one in which the act is done.
    """

    session: Session
    now: datetime
    house: House
    actor_id: int | None = None
    post: str | None = None
    behalf_of_id: int | None = None
    request_id: str | None = None
    cause: dict[str, Any] | None = None

    @property
    def calendar(self) -> WorkingCalendar:
        """The office's calendar as the act's transaction sees it."""
        return self.house.calendars.get(self.session)

    @property
    def situation(self) -> Situation:
        """The organisation at the moment of the act."""
        return self.situation_at(self.now)

    def situation_at(self, moment: datetime) -> Situation:
        """The organisation as it was, or is to be, at another moment."""
        return self.house.organisations.get(self.session).at(moment)

    @property
    def origin(self) -> Origin:
        """What the events of this act say about where they come from."""
        return Origin(self.now, self.actor_id, self.post, self.behalf_of_id, self.cause, self.request_id)

    def because(self, kind: str, **facts: Any) -> Self:
        """The same act, as far as this led to it."""
        return replace(self, cause={"kind": kind, **facts})
