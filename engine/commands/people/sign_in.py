"""Signing in and out: argon2id passwords, server-side sessions, bearer tokens of which only hashes are kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from engine.domain.errors import Unauthenticated
from engine.people.situation import Situation
from engine.store import Session
from engine.store.models import ApiToken, SignIn
from engine.store.people import find_by_username
from engine.store.visitors import Visitor, find_by_cookie, find_by_token

PASSWORDS = PasswordHash((Argon2Hasher(),))
SESSION_LENGTH = timedelta(hours=12)


@dataclass(frozen=True)
class OpenedSession:
    """`secret` goes into the cookie and is kept nowhere."""

    secret: str
    csrf_token: str
    person_id: int


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def sign_in(session: Session, situation: Situation, username: str, password: str, now: datetime) -> OpenedSession:
    """Open a session; Unauthenticated does not tell whether the name or the password was wrong."""
    person = find_by_username(session, username)
    right = PASSWORDS.verify(password, (person.password_hash if person else None) or _nobody())
    if person is None or not right or not situation.works_here(person.id):
        raise Unauthenticated
    secret, csrf_token = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    session.add(
        SignIn(secret_hash=hash_of(secret), person_id=person.id, csrf_token=csrf_token, expires_at=now + SESSION_LENGTH)
    )
    return OpenedSession(secret, csrf_token, person.id)


@cache
def _nobody() -> str:
    """Verified against when there is no such person, so that the same time passes; made when first needed."""
    return PASSWORDS.hash(secrets.token_hex())


def sign_out(session: Session, secret: str) -> None:
    row = session.get(SignIn, hash_of(secret))
    if row is not None:
        session.delete(row)


def find_sign_in(session: Session, secret: str, now: datetime) -> Visitor | None:
    """Who this cookie belongs to; None when it is unknown or has expired."""
    return find_by_cookie(session, hash_of(secret), now)


def keep_token(session: Session, person_id: int, secret: str, label: str) -> None:
    """Make a bearer token valid; again is no harm."""
    if session.get(ApiToken, hash_of(secret)) is None:
        session.add(ApiToken(secret_hash=hash_of(secret), person_id=person_id, label=label))


def find_token(session: Session, secret: str) -> Visitor | None:
    """Who this bearer token belongs to."""
    return find_by_token(session, hash_of(secret))
