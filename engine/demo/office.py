"""Writing the demo office into an empty database."""

from engine.commands.people.sign_in import PASSWORDS
from engine.demo.accounts import DEMO_PASSWORD
from engine.demo.people import ADMINISTRATORS, DESIGNERS, LEADERS, OFFICERS, PARTY_COMMITTEE, UNITS, DemoUnit
from engine.store import Session
from engine.store.models import Person, PersonRole, Post, Unit
from engine.store.people import find_by_username, handling_post, units

HEAD_TITLES = {"jgdw": "专职副书记", "dcs": "主任"}


def is_empty(session: Session) -> bool:
    """Nobody works here yet (the bootstrap administrator does not count)."""
    return not units(session)


def load_office(session: Session) -> None:
    """Units, people, posts and roles; every account has the demo password."""
    password_hash = PASSWORDS.hash(DEMO_PASSWORD)
    leaders = [_person(session, username, name, title, None, password_hash) for username, name, title in LEADERS]
    for leader in leaders:
        session.add(PersonRole(person_id=leader.id, role="leader"))
    for position, unit in enumerate(UNITS):
        _unit(session, position, unit, leaders[unit.leader], password_hash)
    for role, usernames in (
        ("officer", OFFICERS),
        ("designer", DESIGNERS),
        ("administrator", ADMINISTRATORS),
        ("party_committee", PARTY_COMMITTEE),
    ):
        people = [find_by_username(session, username) for username in usernames]
        session.add_all([PersonRole(person_id=person.id, role=role) for person in people if person])
    session.flush()


def let_heads_stand_in(session: Session) -> None:
    """Where A and B are both away the head does it: a second post in every unit, held by B with the head behind."""
    for unit in units(session):
        post = handling_post(session, unit.id)
        if post and post.b_id:
            session.add(Post(unit_id=unit.id, title="承办岗（AB岗均外出时）", a_id=post.b_id, b_id=unit.head_id))
    session.flush()


def _unit(session: Session, position: int, demo: DemoUnit, leader: Person, password_hash: str) -> None:
    unit = Unit(code=demo.code, name=demo.name, position=position, leader_id=leader.id)
    session.add(unit)
    session.flush()
    titles = (HEAD_TITLES.get(demo.code, "处长"), "主任科员", "科员")
    head, first, second = (
        _person(session, username, name, title, unit.id, password_hash)
        for (username, name), title in zip(demo.people, titles, strict=True)
    )
    unit.head_id, unit.liaison_id = head.id, second.id
    session.add(Post(unit_id=unit.id, title="承办岗", a_id=first.id, b_id=second.id))
    session.flush()


def _person(session: Session, username: str, name: str, title: str, unit_id: int | None, password_hash: str) -> Person:
    person = Person(
        username=username,
        name=name,
        title=title,
        unit_id=unit_id,
        email=f"{username}@duban.example",
        password_hash=password_hash,
        is_active=True,
    )
    session.add(person)
    session.flush()
    return person
