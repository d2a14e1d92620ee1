"""Passwords: changed by oneself, given once by an administrator, taken away where the directory knows them."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.act import Act
from engine.commands.people.sign_in import PASSWORDS, hash_of
from engine.commands.people.sign_in_records import record_sign_in
from engine.domain.errors import Invalid, NotAllowed, NotFound, Problem
from engine.people.passwords import password_problems
from engine.people.policy import may_administer
from engine.people.sign_in_record import CONSOLE, Entry
from engine.store import Session
from engine.store.models import Person
from engine.store.people import get_person
from engine.store.sign_in_failures import forget_failures_of
from engine.store.sign_ins import end_sessions

ONE_TIME = timedelta(hours=72)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look like another
GROUPS, GROUP = 4, 4


@dataclass(frozen=True)
class OneTimePassword:
    """Shown once; it opens one thing, the page where it is changed."""

    password: str
    until: datetime


def change_password(
    session: Session, person_id: int, session_id: int | None, old: str, new: str, entry: Entry, now: datetime
) -> None:
    """Change one's own; all other sessions end. Invalid names everything that is wrong with the old and the new one."""
    person = get_person(session, person_id)
    if person.password_hash is None:
        raise Invalid([Problem("people.password_elsewhere")])
    problems = password_problems(new, person.username, field="/new")
    if not PASSWORDS.verify(old, person.password_hash):
        problems.append(Problem("people.password_wrong", field="/old"))
    elif old == new:
        problems.append(Problem("people.password_same", field="/new"))
    if problems:
        raise Invalid(problems)
    person.password_hash, person.one_time_until = PASSWORDS.hash(new), None
    end_sessions(session, person.id, but=session_id)
    record_sign_in(session, "password_changed", person.id, entry, now, way="password")


def reset_password(act: Act, roles: frozenset[str], person_id: int, entry: Entry, now: datetime) -> OneTimePassword:
    """Give somebody who works here a password that holds for three days and must be changed; their sessions end."""
    if not may_administer(roles):
        raise NotAllowed
    person = get_person(act.session, person_id)
    if not act.situation.works_here(person_id):
        raise NotFound
    return give_one_time_password(act.session, person, now, entry, act.actor_id)


def give_one_time_password(
    session: Session, person: Person, now: datetime, entry: Entry = CONSOLE, by_id: int | None = None
) -> OneTimePassword:
    """As `reset_password`, for whoever may: the command line is the machine's administrator."""
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    given = OneTimePassword(password, now + ONE_TIME)
    person.password_hash, person.one_time_until = PASSWORDS.hash(given.password), given.until
    end_sessions(session, person.id)
    forget_failures_of(session, f"account:{hash_of(person.username.casefold())}")
    record_sign_in(session, "password_given", person.id, entry, now, by_id=by_id)
    return given


def remove_password(session: Session, person: Person, now: datetime) -> None:
    """From now on the directory or the provider knows this person's password; all their sessions end."""
    person.password_hash, person.one_time_until = None, None
    end_sessions(session, person.id)
    record_sign_in(session, "password_removed", person.id, CONSOLE, now)
