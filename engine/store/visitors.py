"""Who asks: the person behind a token or a session, in one statement, for every request has it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.store.native import as_instant, fetch
from engine.store.runtime import runtime_of

VERSION = "(SELECT version FROM organisation)"
BY_TOKEN = f"SELECT {VERSION}, person_id FROM api_token WHERE secret_hash = :hash"
BY_COOKIE = f"SELECT {VERSION}, person_id, csrf_token, expires_at FROM sign_in WHERE secret_hash = :hash"


@dataclass(frozen=True)
class Visitor:
    """What else is to be known of the person, the organisation says."""

    person_id: int
    csrf_token: str = ""


def find_by_token(session: Session, secret_hash: str) -> Visitor | None:
    for version, person_id in fetch(session, BY_TOKEN, {"hash": secret_hash}):
        runtime_of(session).organisation_version = version
        return Visitor(person_id)
    return None


def find_by_cookie(session: Session, secret_hash: str, now: datetime) -> Visitor | None:
    """None for a session that has expired."""
    for version, person_id, csrf_token, expires in fetch(session, BY_COOKIE, {"hash": secret_hash}):
        expires_at = as_instant(expires)
        if expires_at is not None and expires_at > now:
            runtime_of(session).organisation_version = version
            return Visitor(person_id, csrf_token)
    return None
