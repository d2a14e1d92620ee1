"""How somebody wants to be told: what they chose themselves, over what the office has for everybody."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from engine.calendar import WorkingCalendar
from engine.calendar.quiet import NO_QUIET, Quiet, digest_at, release_at
from engine.notify.kinds import ALWAYS_AT_ONCE, APP, AT_ONCE, DIGEST
from engine.store import Session
from engine.store.models import NoticePreference
from engine.store.telling import office_preference, preferences_of


@dataclass(frozen=True)
class Preference:
    """`modes` by kind; a kind that is not named is told at once."""

    modes: Mapping[str, str]
    quiet: Quiet = NO_QUIET

    def mode_of(self, kind: str) -> str:
        return AT_ONCE if kind in ALWAYS_AT_ONCE else self.modes.get(kind, AT_ONCE)

    def leaves_at(self, kind: str, calendar: WorkingCalendar, now: datetime) -> tuple[str, datetime] | None:
        """In which state a mail of this kind begins, and when it may leave; None where there is to be none."""
        if kind in ALWAYS_AT_ONCE:
            return "waiting", now
        mode = self.mode_of(kind)
        if mode == APP:
            return None
        if mode == DIGEST:
            return "gathered", digest_at(calendar, self.quiet, now)
        return "waiting", release_at(calendar, self.quiet, now)


def preferences_for(session: Session, people: Collection[int]) -> dict[int, Preference]:
    """Everybody's, each as it is in force."""
    office, own = office_preference(session), preferences_of(session, people)
    return {person_id: in_force(office, own.get(person_id)) for person_id in people}


def in_force(office: Mapping[str, Any], own: NoticePreference | None) -> Preference:
    modes, quiet = dict(office.get("modes", {})), office.get("quiet")
    if own is not None:
        modes.update(own.modes)
        quiet = quiet if own.quiet is None else own.quiet
    return Preference(modes, quiet_of(quiet))


def quiet_of(stored: Mapping[str, Any] | None) -> Quiet:
    if not stored:
        return NO_QUIET
    starts, ends = time.fromisoformat(stored["starts"]), time.fromisoformat(stored["ends"])
    return Quiet(starts, ends, bool(stored["days_off"]))


def stored_quiet(quiet: Quiet) -> dict[str, Any]:
    return {"starts": f"{quiet.starts:%H:%M}", "ends": f"{quiet.ends:%H:%M}", "days_off": quiet.days_off}
