"""What becomes a line of the record of signing in, and who it is about."""

from datetime import datetime

from engine.people.sign_in_record import CONSOLE, Entry, masked, proved_name
from engine.people.situation import Situation
from engine.people.terms import address_as_counted
from engine.store import Session
from engine.store.people import find_by_username
from engine.store.sign_in_records import add_sign_in, count_failure

LONGEST_ADDRESS, LONGEST_DEVICE = 64, 200


def record_sign_in(
    session: Session,
    result: str,
    person_id: int,
    entry: Entry,
    now: datetime,
    *,
    way: str = "",
    by_id: int | None = None,
) -> None:
    """What was done, in the transaction that does it; `by_id` is who did it to somebody else."""
    add_sign_in(
        session,
        at=now,
        result=result,
        way="console" if entry is CONSOLE else way,
        person_id=person_id,
        by_id=by_id,
        name="",
        address=entry.address[:LONGEST_ADDRESS],
        device=entry.device[:LONGEST_DEVICE],
    )


def record_failure(
    session: Session,
    result: str,
    entry: Entry,
    now: datetime,
    *,
    person_id: int | None = None,
    way: str = "",
    name: str = "",
) -> None:
    """What was refused, in a transaction of its own: the one that refuses keeps nothing."""
    count_failure(
        session,
        address_as_counted(entry.address),
        at=now,
        result=result,
        way=way,
        person_id=person_id,
        name=name,
        address=entry.address[:LONGEST_ADDRESS],
        device=entry.device[:LONGEST_DEVICE],
    )


def record_refused(
    session: Session, situation: Situation, username: str, entry: Entry, now: datetime, *, waits: bool = False
) -> None:
    """Somebody was not let in with a name and a password; `waits`: the password was not looked at."""
    person = find_by_username(session, username)
    if person is None:
        result = "waiting" if waits else "unknown"
        record_failure(session, result, entry, now, way="password", name=masked(username))
        return
    refused = "wrong" if situation.works_here(person.id) else "left"
    way = "directory" if person.password_hash is None else "password"
    record_failure(session, "waiting" if waits else refused, entry, now, person_id=person.id, way=way)


def record_unknown(session: Session, username: str, entry: Entry, now: datetime) -> None:
    """The provider has named somebody who is not let in here."""
    person = find_by_username(session, username)
    if person is None:
        record_failure(session, "unknown", entry, now, way="provider", name=proved_name(username))
    else:
        record_failure(session, "left", entry, now, way="provider", person_id=person.id)
