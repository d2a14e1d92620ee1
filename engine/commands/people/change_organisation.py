"""Units, people and posts change from a moment on: one act for one change of a page or for a whole sheet."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import singledispatch
from typing import Any

from engine.act import Act
from engine.domain.errors import Invalid, NotAllowed, NotFound, Problem
from engine.people.changes import (
    ORDER,
    Change,
    EndPost,
    EndUnit,
    LeavePerson,
    SetPerson,
    SetPost,
    SetUnit,
)
from engine.people.checking import problems_of_changes
from engine.people.policy import may_change_organisation
from engine.store import Session
from engine.store.events import append_event
from engine.store.models import (
    Membership,
    Person,
    PersonRole,
    Post,
    PostHolding,
    Unit,
    UnitVersion,
)
from engine.store.office_record import lock_office_record
from engine.store.organisation_writing import (
    absences_of,
    end_rows,
    find_post,
    find_unit,
    grants_of,
    holders_of,
    holding,
    holdings_of,
    members_of,
    memberships_of,
    posts_of,
    versions_of,
)
from engine.store.people import find_by_username


def change_organisation(
    act: Act, roles: Collection[str], changes: Sequence[Change], starts_at: datetime | None = None
) -> int:
    """Make the changes from the moment on (now, where none is given); answers how many.

    NotAllowed for whoever is no administrator; Invalid with every problem of every change, and then nothing is changed.
    """
    if not may_change_organisation(roles):
        raise NotAllowed
    moment = starts_at or act.now
    problems = problems_of_changes(changes, act.situation_at(moment))
    if moment < act.now:
        problems.insert(0, Problem("people.backdated", field="starts_at"))
    if problems:
        raise Invalid(problems)
    record = lock_office_record(act.session, act.now)
    for change in _in_order(changes):
        _apply(change, act.session, moment)
        act.session.flush()
        append_event(record, "organisation.changed", act.origin, name=_name(change), data=_told(change, moment))
    return len(changes)


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """New units before what names them: those without a parent first, the others as often as it takes."""
    ordered = sorted(changes, key=lambda change: ORDER.index(type(change)))
    new = {change.code: change for change in ordered if isinstance(change, SetUnit)}
    placed: dict[str, Change] = {}

    def place(code: str | None) -> None:
        change = new.get(code or "")
        if change is not None and change.code not in placed:
            place(change.parent)
            placed[change.code] = change

    for code in new:
        place(code)
    return [*placed.values(), *(change for change in ordered if not isinstance(change, SetUnit))]


def _name(change: Change) -> str:
    match change:
        case SetUnit(code=name) | EndUnit(code=name) | SetPerson(username=name) | LeavePerson(username=name):
            return name
        case SetPost(unit=unit, title=title) | EndPost(unit=unit, title=title):
            return f"{unit or ''}{title}"


def _told(change: Change, moment: datetime) -> dict[str, Any]:
    plain = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in asdict(change).items()}
    return {"change": type(change).__name__, "starts_at": moment.isoformat(), **plain}


@singledispatch
def _apply(change: Change, session: Session, moment: datetime) -> None:
    raise TypeError(f"Expected a change of the organisation, but got {change!r}")


@_apply.register
def _(change: SetUnit, session: Session, moment: datetime) -> None:
    unit = find_unit(session, change.code)
    if unit is None:
        unit = Unit(code=change.code)
        session.add(unit)
        session.flush()
    end_rows(session, versions_of(session, unit.id), moment)
    partner = find_unit(session, change.partner) if change.partner else None
    if change.partner and partner is None:  # of the same sheet, further down
        partner = Unit(code=change.partner)
        session.add(partner)
        session.flush()
    parent = find_unit(session, change.parent) if change.parent else None
    session.add(
        UnitVersion(
            unit_id=unit.id,
            name=change.name.strip(),
            line=change.line.strip(),
            position=change.position,
            parent_id=parent.id if parent else None,
            partner_id=partner.id if partner else None,
            leader_post_id=_leaders_post(session, change.leader, moment),
            starts_at=moment,
        )
    )


def _leaders_post(session: Session, username: str | None, moment: datetime) -> int | None:
    """The leader's post of somebody; made where they have none yet."""
    if username is None:
        return None
    person = find_by_username(session, username)
    if person is None:  # of the same sheet: people come after units
        person = Person(username=username, name=username, email="", title="", starts_at=moment)
        session.add(person)
        session.flush()
    own = {held.post_id for held in holding(holdings_of(session, person.id), moment) if held.part == "A"}
    post = next((post for post in holding(posts_of(session, None), moment) if post.id in own), None)
    if post is None:
        post = Post(unit_id=None, kind="leader", title=person.title or "分管领导", both_absent="head", starts_at=moment)
        session.add(post)
        session.flush()
        session.add(PostHolding(post_id=post.id, part="A", person_id=person.id, starts_at=moment))
    return post.id


@_apply.register
def _(change: EndUnit, session: Session, moment: datetime) -> None:
    unit = _unit(session, change.code)
    successor = _unit(session, change.successor) if change.successor else None
    unit.successor_id = successor.id if successor else None
    members = holding(members_of(session, unit.id), moment)
    end_rows(session, versions_of(session, unit.id), moment)
    end_rows(session, members, moment)
    if successor is not None:
        session.add_all(Membership(person_id=one.person_id, unit_id=successor.id, starts_at=moment) for one in members)
    for post in holding(posts_of(session, unit.id), moment):
        end_rows(session, holders_of(session, post.id), moment)
        end_rows(session, [post], moment)


@_apply.register
def _(change: SetPerson, session: Session, moment: datetime) -> None:
    person = find_by_username(session, change.username)
    if person is None:
        person = Person(username=change.username, name="", email="", starts_at=moment)
        session.add(person)
    elif person.ends_at is not None:
        person.ends_at, person.successor_id = None, None  # comes back
    person.name, person.email, person.title = change.name.strip(), change.email, change.title.strip()
    session.flush()
    unit = _unit(session, change.unit) if change.unit else None
    memberships = holding(memberships_of(session, person.id), moment)
    if {one.unit_id for one in memberships} != ({unit.id} if unit else set()):
        end_rows(session, memberships, moment)
        if unit is not None:
            session.add(Membership(person_id=person.id, unit_id=unit.id, starts_at=moment))
    _grant(session, person.id, change.roles, moment)


def _grant(session: Session, person_id: int, roles: frozenset[str], moment: datetime) -> None:
    grants = holding(grants_of(session, person_id), moment)
    end_rows(session, [grant for grant in grants if grant.role not in roles], moment)
    missing = roles - {grant.role for grant in grants}
    session.add_all(PersonRole(person_id=person_id, role=role, starts_at=moment) for role in sorted(missing))


@_apply.register
def _(change: LeavePerson, session: Session, moment: datetime) -> None:
    person = _person(session, change.username)
    successor = _person(session, change.successor) if change.successor else None
    held = holding(holdings_of(session, person.id), moment)
    person.ends_at, person.successor_id = moment, successor.id if successor else None
    end_rows(session, held, moment)
    end_rows(session, memberships_of(session, person.id), moment)
    end_rows(session, grants_of(session, person.id), moment)
    end_rows(session, absences_of(session, person.id), moment)
    if successor is not None:
        for one in held:
            if one.part == "A":
                _hold(session, one.post_id, "A", successor.id, moment)


@_apply.register
def _(change: SetPost, session: Session, moment: datetime) -> None:
    unit = _unit(session, change.unit) if change.unit else None
    post = find_post(session, unit.id if unit else None, change.title, moment)
    if post is None:
        post = Post(unit_id=unit.id if unit else None, title=change.title.strip(), starts_at=moment)
        session.add(post)
    post.kind, post.both_absent = change.kind, change.both_absent
    session.flush()
    for part, username in (("A", change.a), ("B", change.b)):
        person = _person(session, username) if username else None
        _hold(session, post.id, part, person.id if person else None, moment)


def _hold(session: Session, post_id: int, part: str, person_id: int | None, moment: datetime) -> None:
    """Somebody holds a part of a post from the moment on; who becomes A is no longer B of it."""
    session.flush()
    now = holding(holders_of(session, post_id), moment)
    own = [one for one in now if one.part == part]
    if [one.person_id for one in own] == ([person_id] if person_id else []):
        return
    end_rows(session, own, moment)
    end_rows(session, [one for one in now if one.part != part and one.person_id == person_id], moment)
    if person_id is not None:
        session.add(PostHolding(post_id=post_id, part=part, person_id=person_id, starts_at=moment))
    session.flush()


@_apply.register
def _(change: EndPost, session: Session, moment: datetime) -> None:
    unit = _unit(session, change.unit) if change.unit else None
    post = find_post(session, unit.id if unit else None, change.title, moment)
    if post is None:
        raise NotFound
    end_rows(session, holders_of(session, post.id), moment)
    end_rows(session, [post], moment)


def _unit(session: Session, code: str) -> Unit:
    unit = find_unit(session, code)
    if unit is None:
        raise NotFound
    return unit


def _person(session: Session, username: str) -> Person:
    person = find_by_username(session, username)
    if person is None:
        raise NotFound
    return person
