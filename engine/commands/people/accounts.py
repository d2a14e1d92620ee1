"""Accounts made from the command line, and the administrator that the first start may bring."""

from engine.commands.people.sign_in import PASSWORDS, keep_token
from engine.domain.errors import Invalid, Problem
from engine.people.passwords import password_problems
from engine.store import Session
from engine.store.models import Person, PersonRole
from engine.store.people import find_by_username

BOOTSTRAP = "administrator"
ROLES = ("officer", "leader", "party_committee", "designer", "auditor", "administrator")


def add_account(
    session: Session, username: str, name: str, email: str, password: str, roles: tuple[str, ...]
) -> Person:
    """A new account; Invalid for a taken name, an unknown role or a short password, all at once."""
    problems = [Problem("people.role_unknown", {"role": role}, field="role") for role in roles if role not in ROLES]
    if find_by_username(session, username):
        problems.append(Problem("people.username_taken", {"username": username}, field="username"))
    problems += password_problems(password, username)
    if problems:
        raise Invalid(problems)
    person = Person(username=username, name=name, email=email, title="", password_hash=PASSWORDS.hash(password))
    session.add(person)
    session.flush()
    session.add_all(PersonRole(person_id=person.id, role=role) for role in roles)
    return person


def ensure_bootstrap(session: Session, token: str) -> None:
    """The administrator of the first start, reachable by a bearer token only."""
    person = find_by_username(session, BOOTSTRAP)
    if person is None:
        person = Person(username=BOOTSTRAP, name="系统管理员", email="administrator@localhost", title="系统管理员")
        session.add(person)
        session.flush()
        session.add(PersonRole(person_id=person.id, role="administrator"))
    keep_token(session, person.id, token, "bootstrap")
