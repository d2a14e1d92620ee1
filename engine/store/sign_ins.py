"""Sessions and bearer tokens: found, listed, ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import ApiToken, ProviderVisit, SignIn

BATCH = 500


def sessions_of(session: Session, person_id: int, now: datetime, idle: timedelta) -> list[SignIn]:
    """Those that still hold, the one used last at the top."""
    query = select(SignIn).where(SignIn.person_id == person_id, SignIn.expires_at > now, SignIn.seen_at > now - idle)
    return list(session.scalars(query.order_by(SignIn.seen_at.desc(), SignIn.id.desc())))


def note_seen(session: Session, session_id: int, now: datetime) -> None:
    session.execute(update(SignIn).where(SignIn.id == session_id, SignIn.seen_at < now).values(seen_at=now))


@dataclass(frozen=True)
class Ended:
    """A session that has just ended; `id_token` is what the provider said of its person, where it is kept."""

    person_id: int
    way: str
    id_token: str | None


def end_session(session: Session, person_id: int, session_id: int) -> str:
    """Answers by which way it was opened; NotFound for one that is not this person's."""
    row = session.get(SignIn, session_id)
    if row is None or row.person_id != person_id:
        raise NotFound
    session.delete(row)
    return row.way


def end_session_with(session: Session, secret_hash: str) -> Ended | None:
    """None where there is none."""
    ending = delete(SignIn).where(SignIn.secret_hash == secret_hash)
    row = session.execute(ending.returning(SignIn.person_id, SignIn.way, SignIn.id_token)).first()
    return None if row is None else Ended(*row)


def end_sessions(session: Session, person_id: int, but: int | None = None) -> int:
    """All sessions of a person, or all but one; answers how many."""
    ended = session.execute(delete(SignIn).where(SignIn.person_id == person_id, SignIn.id != (but or 0)))
    count: int = ended.rowcount  # type: ignore[attr-defined]
    return count


def forget_ended(session: Session, now: datetime, idle: timedelta) -> None:
    """Sessions that hold no more and sign-ins that never came back from the provider, at most a batch of each."""
    ended = select(SignIn.id).where(or_(SignIn.expires_at <= now, SignIn.seen_at <= now - idle)).limit(BATCH)
    session.execute(delete(SignIn).where(SignIn.id.in_(ended)))
    lost = select(ProviderVisit.state_hash).where(ProviderVisit.expires_at <= now).limit(BATCH)
    session.execute(delete(ProviderVisit).where(ProviderVisit.state_hash.in_(lost)))


def find_token_row(session: Session, secret_hash: str) -> ApiToken | None:
    return session.scalars(select(ApiToken).where(ApiToken.secret_hash == secret_hash)).first()


def tokens_of(session: Session, person_id: int) -> list[ApiToken]:
    return list(session.scalars(select(ApiToken).where(ApiToken.person_id == person_id).order_by(ApiToken.id)))


def get_token_of(session: Session, person_id: int, token_id: int) -> ApiToken:
    """NotFound for one that is not this person's."""
    row = session.get(ApiToken, token_id)
    if row is None or row.person_id != person_id:
        raise NotFound
    return row


def take_provider_visit(session: Session, state_hash: str) -> ProviderVisit | None:
    """The visit of this state, gone from the table: it is answered once."""
    row = session.get(ProviderVisit, state_hash, with_for_update=True)
    if row is not None:
        session.delete(row)
    return row
