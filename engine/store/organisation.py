"""The organisation's rows as facts, and the count of its changes by which a copy is known to be old."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session, UOWTransaction

from engine.people.facts import (
    Absence,
    Facts,
    Holding,
    Member,
    Membership,
    PostFacts,
    RoleGrant,
    Span,
    UnitFacts,
)
from engine.store import models
from engine.store.models.organisation import ORGANISATION, AbsenceRow
from engine.store.native import fetch

CHANGED = "organisation_changed"
VERSION = "SELECT version FROM organisation"


def version_of(session: Session) -> int:
    """How often the organisation has changed, as far as this transaction sees."""
    version: int = fetch(session, VERSION, {})[0][0]
    return version


def has_changed_it(session: Session) -> bool:
    """Has this very transaction changed the organisation?"""
    return CHANGED in session.info


def read_facts(session: Session) -> Facts:
    """All that was ever so, in eight statements."""
    units = {unit.id: unit for unit in _all(session, models.Unit)}
    return Facts(
        members=tuple(
            Member(one.id, one.username, one.name, one.title, one.successor_id, _span(one))
            for one in _all(session, models.Person)
        ),
        units=tuple(_unit(units[one.unit_id], one) for one in _all(session, models.UnitVersion)),
        posts=tuple(
            PostFacts(one.id, one.unit_id, one.kind, one.title, one.both_absent, _span(one))
            for one in _all(session, models.Post)
        ),
        holdings=tuple(
            Holding(one.post_id, "A" if one.part == "A" else "B", one.person_id, _span(one))
            for one in _all(session, models.PostHolding)
        ),
        memberships=tuple(
            Membership(one.person_id, one.unit_id, _span(one)) for one in _all(session, models.Membership)
        ),
        grants=tuple(RoleGrant(one.person_id, one.role, _span(one)) for one in _all(session, models.PersonRole)),
        absences=tuple(
            Absence(one.id, one.person_id, _span(one), one.process, one.unit_id, one.third_id)
            for one in _all(session, AbsenceRow)
        ),
    )


def _all(session: Session, model: type[models.Base]) -> Iterable[Any]:
    """Plain rows: nothing of the session is written before and nothing is kept in it."""
    table = model.__table__
    return session.connection().execute(select(table).order_by(table.c.id))


def _span(row: Any) -> Span:
    return Span(row.starts_at, row.ends_at)


def _unit(unit: models.Unit, one: models.UnitVersion) -> UnitFacts:
    return UnitFacts(
        unit.id,
        unit.code,
        one.name,
        one.line,
        one.position,
        one.parent_id,
        one.partner_id,
        one.leader_post_id,
        unit.successor_id,
        _span(one),
    )


def note_organisation(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Before a flush: what changes the organisation counts its version up, so that every process reads it again."""
    changed = any(isinstance(one, ORGANISATION) for one in (*session.new, *session.deleted)) or any(
        isinstance(one, ORGANISATION) and session.is_modified(one) for one in session.dirty
    )
    if changed:
        session.info[CHANGED] = session.info.get(CHANGED, 0) + 1
        session.connection().execute(text("UPDATE organisation SET version = version + 1"))
