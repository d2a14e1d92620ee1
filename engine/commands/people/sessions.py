"""Ending sessions: one's own, and all of somebody's by an administrator."""

from datetime import datetime

from engine.act import Act
from engine.commands.people.sign_in_records import record_sign_in
from engine.domain.errors import NotAllowed, NotFound
from engine.people.policy import may_administer
from engine.people.sign_in_record import Entry
from engine.store import Session
from engine.store.sign_ins import end_session, end_sessions


def end_own_session(session: Session, person_id: int, session_id: int, entry: Entry, now: datetime) -> None:
    """NotFound for one that is not this person's."""
    way = end_session(session, person_id, session_id)
    record_sign_in(session, "ended", person_id, entry, now, way=way)


def end_own_others(session: Session, person_id: int, but: int | None, entry: Entry, now: datetime) -> None:
    """All but the one that asks."""
    if end_sessions(session, person_id, but=but):
        record_sign_in(session, "ended", person_id, entry, now)


def end_somebodys(act: Act, roles: frozenset[str], person_id: int, entry: Entry, now: datetime) -> int:
    """Answers how many ended. Who signs in at the provider or the directory has no password here to be reset."""
    if not may_administer(roles):
        raise NotAllowed
    if not act.situation.works_here(person_id):
        raise NotFound
    ended = end_sessions(act.session, person_id)
    if ended:
        record_sign_in(act.session, "ended_by_administrator", person_id, entry, now, by_id=act.actor_id)
    return ended
