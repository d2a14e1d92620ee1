"""What a package of evidence holds of a cycle of awards beside its events: for reading, outside the chain of hashes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.attachments import files_of_nominations
from engine.store.commendation import awards_of, categories_of, get_cycle, nominations_of, opinions_of
from engine.store.models import AwardRevocation, Ballot, Nomination, Objection, PublicNotice, Qualification
from engine.store.models.base import Base

PRIVATE = ("name", "contact", "person_id", "code")
"""Of an objection: who raised it is told to those who investigate it, and leaves with no package."""


def cycle_files(session: Session, cycle_id: int, instances: Sequence[int]) -> dict[str, Any]:
    """By name: the cycle with its categories, nominations, checks, opinions, ballots, notices, awards."""
    nominations = nominations_of(session, cycle_id)
    ids = [one.id for one in nominations]
    files = _files(session, nominations)
    checks = select(Qualification).where(Qualification.nomination_id.in_(ids)).order_by(Qualification.id)
    notices = list(session.scalars(select(PublicNotice).where(PublicNotice.instance_id.in_(instances))))
    objections = select(Objection).where(Objection.notice_id.in_([one.id for one in notices])).order_by(Objection.id)
    awards = awards_of(session, cycle_id)
    revocations = select(AwardRevocation).where(AwardRevocation.award_id.in_([one.id for one in awards]))
    ballots = select(Ballot).where(Ballot.instance_id.in_(instances)).order_by(Ballot.id)
    return {
        "cycle.json": {
            **fields_of(get_cycle(session, cycle_id)),
            "categories": [fields_of(one) for one in categories_of(session, cycle_id)],
        },
        "nominations.json": [fields_of(one) | {"files": files[one.instance_id]} for one in nominations],
        "qualifications.json": [fields_of(one) for one in session.scalars(checks)],
        "opinions.json": [fields_of(one) for one in opinions_of(session, ids)],
        "ballots.json": [fields_of(one) for one in session.scalars(ballots)],
        "notices.json": [fields_of(one) for one in notices],
        "objections.json": [_without_who(one) for one in session.scalars(objections)],
        "awards.json": [fields_of(one) for one in awards],
        "revocations.json": [fields_of(one) for one in session.scalars(revocations.order_by(AwardRevocation.id))],
    }


def _files(session: Session, nominations: Sequence[Nomination]) -> dict[int | None, list[dict[str, Any]]]:
    """证明材料 by instance; `path` is where they lie in the package."""
    found: dict[int | None, list[dict[str, Any]]] = {one.instance_id: [] for one in nominations}
    for one in files_of_nominations(session, list(found)):
        told = {"path": f"attachments/{one.id}", "name": one.name, "size": one.size, "sha256": one.sha256}
        found[one.instance_id].append(told)
    return found


def _without_who(objection: Objection) -> dict[str, Any]:
    return {name: value for name, value in fields_of(objection).items() if name not in PRIVATE}


def fields_of(row: Base) -> dict[str, Any]:
    """A row as JSON takes it."""
    values = {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
