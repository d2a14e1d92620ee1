"""Who asks: the person behind a token or a session, in one statement, for every request has it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engine.store.native import as_instant, fetch
from engine.store.runtime import runtime_of

VERSIONS = "(SELECT version FROM organisation), (SELECT version FROM working_calendar)"
BY_TOKEN = f"SELECT {VERSIONS}, person_id, scopes, expires_at FROM api_token WHERE secret_hash = :hash"
BY_COOKIE = (
    f"SELECT {VERSIONS}, s.person_id, s.csrf_token, s.expires_at, s.seen_at, s.id, "
    "(p.one_time_until IS NOT NULL AND s.way = 'password') "
    "FROM sign_in s JOIN person p ON p.id = s.person_id WHERE s.secret_hash = :hash"
)


@dataclass(frozen=True)
class Badge:
    """What a visitor showed: the cookie of a session, or a bearer token; its `scopes` are None where it has no bounds.

    `must_change_password`: the password is one that an administrator gave.
    """

    session_id: int | None = None
    csrf_token: str = ""
    seen_at: datetime | None = None
    must_change_password: bool = False
    scopes: frozenset[str] | None = None


@dataclass(frozen=True)
class Visitor:
    """What else is to be known of the person, the organisation says."""

    person_id: int
    badge: Badge = Badge()


def find_by_token(session: Session, secret_hash: str, now: datetime) -> Visitor | None:
    """None for a token that has expired."""
    for organisation, calendar, person_id, scopes, expires in fetch(session, BY_TOKEN, {"hash": secret_hash}):
        expires_at = as_instant(expires)
        if expires_at is None or now < expires_at:
            _keep_versions(session, organisation, calendar)
            return Visitor(person_id, Badge(scopes=None if scopes is None else frozenset(scopes.split())))
    return None


def find_by_cookie(session: Session, secret_hash: str, now: datetime, idle: timedelta) -> Visitor | None:
    """None for a session that has expired, or that nobody used for longer than `idle`."""
    for organisation, calendar, person_id, csrf_token, expires, seen, session_id, must in fetch(
        session, BY_COOKIE, {"hash": secret_hash}
    ):
        expires_at, seen_at = as_instant(expires), as_instant(seen)
        if expires_at is not None and seen_at is not None and now < min(expires_at, seen_at + idle):
            _keep_versions(session, organisation, calendar)
            return Visitor(person_id, Badge(session_id, csrf_token, seen_at, bool(must)))
    return None


def _keep_versions(session: Session, organisation: int, calendar: int) -> None:
    runtime = runtime_of(session)
    runtime.organisation_version, runtime.calendar_version = organisation, calendar
