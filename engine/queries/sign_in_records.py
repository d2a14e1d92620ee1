"""The record of signing in: everybody's, narrowed, page by page or whole; and what concerns oneself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engine.domain import messages
from engine.people.devices import device_name
from engine.people.sign_in_record import FAILED
from engine.people.situation import Situation
from engine.queries.narrowing import Span
from engine.store.models import Person, SignIn, SignInRecord

PAGE, OWN, BLOCK = 50, 10, 1000
FAILURES = "failed"
COLUMNS = (
    ("at", 20),
    ("last", 20),
    ("times", 6),
    ("person", 12),
    ("username", 16),
    ("result", 24),
    ("way", 14),
    ("address", 18),
    ("device", 20),
    ("by", 12),
)
"""Of the workbook: names in the catalogue `people`, and how wide in characters."""


@dataclass(frozen=True)
class SignInFilter:
    """`result` is one of RESULTS, or FAILURES for all that were refused."""

    person_id: int | None
    result: str | None
    span: Span


@dataclass(frozen=True)
class OwnSignIns:
    """`last` is the sign-in before the present one; `failures` were refused since then."""

    last: SignInRecord | None
    failures: int
    rows: list[SignInRecord]


def list_sign_ins(session: Session, wanted: SignInFilter, before: int) -> tuple[list[SignInRecord], int | None]:
    """Newest first, and where the next page begins."""
    query = _narrowed(wanted)
    if before:
        query = query.where(SignInRecord.id < before)
    found = list(session.scalars(query.limit(PAGE + 1)))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def sign_in_rows(
    session: Session, situation: Situation, zone: ZoneInfo, wanted: SignInFilter
) -> Iterator[list[str | int | None]]:
    """As the workbook has them, in the office's time; never all at once in memory."""
    usernames = {row.id: row.username for row in session.execute(select(Person.id, Person.username))}
    for row in session.scalars(_narrowed(wanted).execution_options(yield_per=BLOCK)):
        yield [
            _moment(row.at, zone),
            _moment(row.last_at, zone) if row.times > 1 else None,
            row.times,
            None if row.person_id is None else situation.name_of(row.person_id),
            row.name if row.person_id is None else usernames.get(row.person_id),
            messages.text(f"words.sign_in_{row.result}"),
            messages.text(f"words.sign_in_way_{row.way}") if row.way else None,
            row.address,
            device_name(row.device),
            None if row.by_id is None else situation.name_of(row.by_id),
        ]
        session.expunge(row)


def own_sign_ins(session: Session, person_id: int, session_id: int | None) -> OwnSignIns:
    """The latest of one's own lines, and the sign-in before that of this session."""
    own = select(SignInRecord).where(SignInRecord.person_id == person_id).order_by(SignInRecord.id.desc())
    present = session.scalar(select(SignIn.opened_at).where(SignIn.id == session_id))
    opened = own.where(SignInRecord.result == "opened")
    if present is not None:
        opened = opened.where(SignInRecord.at <= present).offset(1)
    last = session.scalars(opened.limit(1)).first()
    failed = select(func.sum(SignInRecord.times)).where(
        SignInRecord.person_id == person_id, SignInRecord.result.in_(FAILED)
    )
    if last is not None:
        failed = failed.where(SignInRecord.last_at > last.at)
    return OwnSignIns(last, session.scalar(failed) or 0, list(session.scalars(own.limit(OWN))))


def _narrowed(wanted: SignInFilter) -> Select[SignInRecord]:
    query = select(SignInRecord).order_by(SignInRecord.id.desc())
    if wanted.person_id is not None:
        query = query.where(SignInRecord.person_id == wanted.person_id)
    if wanted.result is not None:
        results = FAILED if wanted.result == FAILURES else (wanted.result,)
        query = query.where(SignInRecord.result.in_(results))
    if wanted.span.since is not None:
        query = query.where(SignInRecord.last_at >= wanted.span.since)
    if wanted.span.until is not None:
        query = query.where(SignInRecord.at < wanted.span.until)
    return query


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"
