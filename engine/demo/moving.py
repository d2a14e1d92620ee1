"""The office on a clock that only goes on: who acts, acts now, and what falls due on the way is fired at its moment."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from engine.act import Act, House
from engine.commands.tasks.complete import Completion, complete_task
from engine.commands.tasks.doers import doers_of
from engine.commands.timers.fire import fire_due
from engine.commands.timers.start import start_scheduled
from engine.domain.errors import NotFound
from engine.people.situation import Situation
from engine.store import Session
from engine.store.people import find_by_username
from engine.store.rows import HeldTask
from engine.store.scheduled_starts import claim_due_start
from engine.store.timers import next_due

SETTLING_IN = 0.5  # office hours
BETWEEN_ACTS = 0.1


class MovingOffice:
    """Days are counted in working days from the last one that was over at `now`, which is 0."""

    def __init__(self, session: Session, house: House, now: datetime) -> None:
        self.session = session
        self._house = house
        self._calendar = house.calendar
        self._last_day = self._last_day_over(now)
        self._moment = self._calendar.opening(self._last_day)

    def date_of(self, day: int) -> date:
        return self._calendar.add_working_days(self._last_day, day).due_on if day else self._last_day

    def closing_of(self, day: int) -> datetime:
        return self._calendar.closing(self.date_of(day))

    def open_on(self, day: int) -> None:
        """Go on to a little after the opening of that day."""
        self._moment = self._calendar.opening(self.date_of(day))
        self._wait(SETTLING_IN)

    def until(self, moment: datetime) -> None:
        """Go on to a moment; every timer on the way is fired when it is due, every start made."""
        while (due := next_due(self.session)) is not None and due <= moment:
            act = Act(self.session, due, self._house)
            start = claim_due_start(self.session, due)
            if start is None:
                fire_due(act, most=1)
            else:
                start_scheduled(act, start)
        self._moment = moment

    def act(self, person_id: int) -> Act:
        """The next act, some minutes after the one before."""
        self._wait(BETWEEN_ACTS)
        return Act(self.session, self._moment, self._house, person_id)

    def complete(self, person_id: int, task: HeldTask, variables: Mapping[str, Any]) -> None:
        act = self.act(person_id)
        complete_task(act, self.roles(person_id), Completion(task.id, variables))

    def roles(self, person_id: int) -> set[str]:
        return set(self.situation.roles(person_id))

    @property
    def situation(self) -> Situation:
        """The office now."""
        return Act(self.session, self._moment, self._house).situation

    def doers(self, task: HeldTask) -> frozenset[int]:
        return doers_of(Act(self.session, self._moment, self._house), task)

    def id_of(self, username: str) -> int:
        person = find_by_username(self.session, username)
        if person is None:
            raise NotFound
        return person.id

    def _wait(self, hours: float) -> None:
        self.until(self._calendar.add_working_time(self._moment, hours))

    def _last_day_over(self, now: datetime) -> date:
        today = self._calendar.local_date(now)
        if self._calendar.is_working_day(today) and now >= self._calendar.closing(today):
            return today
        return self._calendar.add_working_days(today, -1).due_on
