"""Writing the demo office into an empty database."""

from datetime import datetime, timedelta

from engine.commands.people.sign_in import PASSWORDS
from engine.demo.accounts import DEMO_PASSWORD
from engine.demo.people import ADMINISTRATORS, DESIGNERS, LEADERS, OFFICERS, PARTY_COMMITTEE, UNITS, DemoUnit
from engine.domain.errors import NotFound
from engine.store import Session
from engine.store.models import (
    AbsenceRow,
    Membership,
    Person,
    PersonRole,
    Post,
    PostHolding,
    Unit,
    UnitVersion,
)
from engine.store.organisation import read_facts
from engine.store.people import find_by_username

HEAD_TITLES = {"jgdw": "专职副书记", "dcs": "主任"}
ON_LEAVE, LEAVE = "hanbing", timedelta(days=7)


def is_empty(session: Session) -> bool:
    """Nobody works here yet (the bootstrap administrator does not count)."""
    return not read_facts(session).units


def load_office(session: Session) -> None:
    """Units, people, posts and roles; every account has the demo password."""
    password_hash = PASSWORDS.hash(DEMO_PASSWORD)
    leaders = [_person(session, username, name, title, password_hash) for username, name, title in LEADERS]
    posts = [
        _post(session, None, "leader", title, leader) for leader, (_, _, title) in zip(leaders, LEADERS, strict=True)
    ]
    session.add_all(PersonRole(person_id=leader.id, role="leader") for leader in leaders)
    units = [_unit(session, demo, password_hash) for demo in UNITS]
    for position, (unit, demo) in enumerate(zip(units, UNITS, strict=True)):
        partner = units[position ^ 1]  # two by two
        session.add(
            UnitVersion(
                unit_id=unit.id,
                name=demo.name,
                position=position,
                partner_id=partner.id,
                leader_post_id=posts[demo.leader].id,
            )
        )
    for role, usernames in (
        ("officer", OFFICERS),
        ("designer", DESIGNERS),
        ("administrator", ADMINISTRATORS),
        ("party_committee", PARTY_COMMITTEE),
    ):
        session.add_all(PersonRole(person_id=_known(session, username).id, role=role) for username in usernames)
    session.flush()


def send_on_leave(session: Session, now: datetime) -> None:
    """One handler is away, so that a B post has something to do."""
    person_id = _known(session, ON_LEAVE).id
    session.add(AbsenceRow(person_id=person_id, starts_at=now, ends_at=now + LEAVE, reason="年休假", entered_at=now))
    session.flush()


def _known(session: Session, username: str) -> Person:
    person = find_by_username(session, username)
    if person is None:
        raise NotFound
    return person


def _unit(session: Session, demo: DemoUnit, password_hash: str) -> Unit:
    unit = Unit(code=demo.code)
    session.add(unit)
    session.flush()
    titles = (HEAD_TITLES.get(demo.code, "处长"), "主任科员", "科员")
    people = [
        _person(session, username, name, title, password_hash)
        for (username, name), title in zip(demo.people, titles, strict=True)
    ]
    session.add_all(Membership(person_id=person.id, unit_id=unit.id) for person in people)
    head, first, second = people
    _post(session, unit, "handler", "承办岗", first, second)
    _post(session, unit, "head", "负责人岗", head)
    _post(session, unit, "liaison", "联络员岗", second)
    return unit


def _post(session: Session, unit: Unit | None, kind: str, title: str, a: Person, b: Person | None = None) -> Post:
    post = Post(unit_id=unit.id if unit else None, kind=kind, title=title, both_absent="head")
    session.add(post)
    session.flush()
    session.add_all(
        PostHolding(post_id=post.id, part=part, person_id=person.id)
        for part, person in (("A", a), ("B", b))
        if person is not None
    )
    session.flush()
    return post


def _person(session: Session, username: str, name: str, title: str, password_hash: str) -> Person:
    person = Person(
        username=username,
        name=name,
        title=title,
        email=f"{username}@duban.example",
        password_hash=password_hash,
    )
    session.add(person)
    session.flush()
    return person
