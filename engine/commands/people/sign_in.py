"""Signing in and out: throttled, argon2id passwords, server-side sessions, bearer tokens; only hashes are kept.

It takes two transactions (decision 0022): the first counts the attempt as failed before anything is looked at, so that
guesses at the same moment count one by one; then the password is verified in none, for that takes long on purpose; the
second opens the session and takes the count back.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import ceil
from typing import Protocol

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from engine.commands.people.sign_in_records import LONGEST_ADDRESS, LONGEST_DEVICE, record_sign_in
from engine.domain.errors import TooManyAttempts, Unauthenticated
from engine.people.sign_in_record import Entry
from engine.people.situation import Situation
from engine.people.terms import SignInTerms, address_as_counted
from engine.store import Session
from engine.store.models import ApiToken, Person, SignIn
from engine.store.people import find_by_username
from engine.store.sign_in_failures import hold_failure
from engine.store.sign_ins import Ended, end_session_with, find_token_row
from engine.store.visitors import Visitor, find_by_cookie, find_by_token

PASSWORDS = PasswordHash((Argon2Hasher(),))


class Directory(Protocol):
    """Knows the passwords of people who have none with us. Raises DirectoryAway where it does not answer."""

    def is_right(self, username: str, password: str) -> bool: ...


@dataclass(frozen=True)
class Attempt:
    """Counted as failed until it succeeds. `password_hash` is None where none of ours can be right.

    `blocks` is until when account and address wait because of this attempt.
    """

    username: str
    subjects: tuple[str, str]
    blocks: tuple[datetime | None, ...]
    person_id: int | None
    password_hash: str | None
    is_local: bool


@dataclass(frozen=True)
class OpenedSession:
    """`secret` goes into the cookie and is kept nowhere."""

    secret: str
    csrf_token: str
    person_id: int
    must_change_password: bool


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def attempt_sign_in(
    session: Session, situation: Situation, username: str, entry: Entry, terms: SignInTerms, now: datetime
) -> Attempt:
    """Count one attempt of this account from this address; TooManyAttempts where either must wait."""
    subjects = _subjects(username, entry.address)
    held = [hold_failure(session, subject, now) for subject in subjects]
    waits = [row.blocked_until for row in held if row.blocked_until is not None and row.blocked_until > now]
    if waits:
        raise TooManyAttempts(ceil((max(waits) - now).total_seconds()))
    for row, throttle in zip(held, (terms.of_account, terms.of_address), strict=True):
        row.count, row.last_at = throttle.count_with(row.count, row.last_at, now), now
        row.blocked_until = throttle.blocked_until(row.count, now)
    person = find_present(session, situation, username)
    is_local = person is not None and person.password_hash is not None
    return Attempt(
        username=username,
        subjects=subjects,
        blocks=tuple(row.blocked_until for row in held),
        person_id=person.id if person else None,
        password_hash=_usable_hash(person, now),
        is_local=is_local,
    )


def verify_attempt(attempt: Attempt, password: str, directory: Directory | None) -> str:
    """The way it was verified; Unauthenticated does not tell whether the name or the password was wrong.

    The same work is done for every name: one argon2id, and the directory asked for everybody who has no password here.
    """
    is_right = PASSWORDS.verify(password, attempt.password_hash or _nobody())
    if attempt.is_local:
        way, is_right = "password", is_right and attempt.password_hash is not None
    else:
        way, is_right = "directory", directory is not None and directory.is_right(attempt.username, password)
    if attempt.person_id is None or not is_right:
        raise Unauthenticated
    return way


def finish_sign_in(
    session: Session,
    situation: Situation,
    attempt: Attempt,
    way: str,
    entry: Entry,
    terms: SignInTerms,
    now: datetime,
) -> OpenedSession:
    """Open the session and forget the failures; Unauthenticated where the account changed while it was verified."""
    person = find_present(session, situation, attempt.username)
    if person is None or (way == "password" and person.password_hash != attempt.password_hash):
        raise Unauthenticated
    forget_attempt(session, attempt, now)
    return open_session(session, person, way, entry, terms, now)


def forget_attempt(session: Session, attempt: Attempt, now: datetime) -> None:
    """It was none, or it succeeded: the account starts anew, the address is given back this one and no other."""
    account, address = (hold_failure(session, subject, now) for subject in attempt.subjects)
    account.count, account.blocked_until = 0, None
    address.count = max(0, address.count - 1)
    if address.blocked_until == attempt.blocks[1]:
        address.blocked_until = None


def open_session(
    session: Session,
    person: Person,
    way: str,
    entry: Entry,
    terms: SignInTerms,
    now: datetime,
    *,
    id_token: str | None = None,
) -> OpenedSession:
    """A new session with a secret of its own, for somebody whose identity is proved."""
    secret, csrf_token = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    session.add(
        SignIn(
            secret_hash=hash_of(secret),
            person_id=person.id,
            csrf_token=csrf_token,
            way=way,
            address=entry.address[:LONGEST_ADDRESS],
            device=entry.device[:LONGEST_DEVICE],
            opened_at=now,
            seen_at=now,
            expires_at=now + terms.longest,
            id_token=id_token,
        )
    )
    record_sign_in(session, "opened", person.id, entry, now, way=way)
    return OpenedSession(secret, csrf_token, person.id, way == "password" and person.one_time_until is not None)


def find_present(session: Session, situation: Situation, username: str) -> Person | None:
    """Somebody by their username, who works here now."""
    person = find_by_username(session, username)
    return person if person is not None and situation.works_here(person.id) else None


def sign_out(session: Session, secret: str, entry: Entry, now: datetime) -> Ended | None:
    """None where there was no such session."""
    ended = end_session_with(session, hash_of(secret))
    if ended is not None:
        record_sign_in(session, "signed_out", ended.person_id, entry, now, way=ended.way)
    return ended


def _subjects(username: str, address: str) -> tuple[str, str]:
    """Account and address, always locked in this order. The name is hashed: it may be anything, even a password."""
    return f"account:{hash_of(username.strip().casefold())}", f"address:{address_as_counted(address)}"


def _usable_hash(person: Person | None, now: datetime) -> str | None:
    if person is None or (person.one_time_until is not None and person.one_time_until <= now):
        return None
    return person.password_hash


@cache
def _nobody() -> str:
    """Verified against when there is no password of ours, so that the same time passes; made when first needed."""
    return PASSWORDS.hash(secrets.token_hex())


def find_sign_in(session: Session, secret: str, terms: SignInTerms, now: datetime) -> Visitor | None:
    """Who this cookie belongs to; None when it is unknown or has expired."""
    return find_by_cookie(session, hash_of(secret), now, terms.idle)


def keep_token(session: Session, person_id: int, secret: str, label: str) -> None:
    """Make a bearer token without bounds valid; again is no harm."""
    if find_token_row(session, hash_of(secret)) is None:
        session.add(ApiToken(secret_hash=hash_of(secret), person_id=person_id, label=label))


def find_token(session: Session, secret: str, now: datetime) -> Visitor | None:
    """Who this bearer token belongs to; None when it is unknown or has expired."""
    return find_by_token(session, hash_of(secret), now)
