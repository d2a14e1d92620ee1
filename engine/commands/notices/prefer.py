"""How somebody, or the office for everybody, wants to be told."""

from collections.abc import Collection, Mapping
from typing import Any

from engine.act import Act
from engine.calendar.quiet import Quiet
from engine.domain.errors import Invalid, NotAllowed, Problem
from engine.notify.kinds import ALWAYS_AT_ONCE, AT_ONCE, MODES, kinds, label_of
from engine.notify.preferences import stored_quiet
from engine.people.policy import may_change_channels
from engine.store.events import append_event
from engine.store.models import NoticePreference
from engine.store.office_record import lock_office_record
from engine.store.telling import office_preference, put_office_preference


def prefer(act: Act, modes: Mapping[str, str], quiet: Quiet | None) -> NoticePreference:
    """One's own, in place of what was before; a kind that is not named is as the office has it. Invalid for all wrong.

    What is gathered or held already leaves when it was to leave.
    """
    assert act.actor_id is not None  # noqa: S101 - a preference is a person's
    _require_valid(modes, quiet)
    kept = None if quiet is None else stored_quiet(quiet)
    return act.session.merge(
        NoticePreference(person_id=act.actor_id, modes=dict(modes), quiet=kept, changed_at=act.now)
    )


def prefer_for_office(act: Act, roles: Collection[str], modes: Mapping[str, str], quiet: Quiet) -> None:
    """For everybody who has not chosen for themselves, on the office's record."""
    if not may_change_channels(roles):
        raise NotAllowed
    _require_valid(modes, quiet)
    value: dict[str, Any] = {"modes": dict(modes), "quiet": stored_quiet(quiet)}
    record, before = lock_office_record(act.session, act.now), dict(office_preference(act.session))
    put_office_preference(act.session, value)
    append_event(record, "telling.changed", act.origin, before=before, after=value)


def _require_valid(modes: Mapping[str, str], quiet: Quiet | None) -> None:
    problems = []
    for kind, mode in modes.items():
        if kind not in kinds():
            problems.append(Problem("telling.unknown_kind", {"kind": kind}, field=f"/modes/{kind}"))
        elif mode not in MODES:
            problems.append(Problem("telling.unknown_mode", {"mode": mode}, field=f"/modes/{kind}"))
        elif kind in ALWAYS_AT_ONCE and mode != AT_ONCE:
            problems.append(Problem("telling.always_at_once", {"label": label_of(kind)}, field=f"/modes/{kind}"))
    if quiet is not None and (quiet.starts.second or quiet.ends.second):
        problems.append(Problem("telling.whole_minutes", field="/quiet"))
    if problems:
        raise Invalid(problems)
