"""One's own password, sessions and tokens, and passwords that an administrator gives."""

from datetime import datetime
from typing import Literal

import structlog
from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request

from api.edge import Reading, Visit, Writing, entry_of, site_of, visiting
from api.schemas.common import Key, Page, Shape
from api.scopes import needs
from engine.commands.people.passwords import change_password, reset_password
from engine.commands.people.sessions import end_own_others, end_own_session, end_somebodys
from engine.commands.people.sign_in import attempt_sign_in, forget_attempt
from engine.commands.people.sign_in_records import record_failure
from engine.commands.people.tokens import LONGEST_DAYS, LONGEST_LABEL, create_token, revoke_token
from engine.domain.errors import Invalid, TooManyAttempts
from engine.people.devices import device_name
from engine.people.passwords import LONGEST
from engine.people.scopes import ACCOUNT, ADMINISTER
from engine.people.sign_in_record import Entry
from engine.store.models import ApiToken
from engine.store.sign_ins import sessions_of, tokens_of

router = APIRouter(tags=["account"])
log = structlog.get_logger()
Scope = Literal["read", "tasks", "register", "design", "operate", "administer"]
LONGEST_SENT = 4 * LONGEST  # what is longer than a password may be is said by the rules, all at once


class PasswordBody(BaseModel):
    old: str = Field(max_length=LONGEST_SENT)
    new: str = Field(max_length=LONGEST_SENT)


class PasswordState(Shape):
    """`kept_here` is false for somebody whose password the directory or the provider knows."""

    kept_here: bool


class OneTimePasswordShape(Shape):
    """Shown once; it must be changed at the next sign-in, until then."""

    password: str
    until: datetime


class SessionShape(Shape):
    """`device` is empty where nothing is known of it; `way` is password, directory or provider.

    `is_current` is the one that asks.
    """

    id: int
    device: str
    address: str
    way: str
    opened_at: datetime
    seen_at: datetime
    expires_at: datetime
    is_current: bool


class EndedShape(Shape):
    """How many sessions have ended."""

    count: int


class TokenBody(BaseModel):
    label: str = Field(max_length=LONGEST_LABEL)
    scopes: list[Scope] = Field(max_length=20)
    days: int = Field(ge=1, le=LONGEST_DAYS)


class TokenShape(Shape):
    """`scopes` is null for a token without bounds, `expires_at` for one that never ends: only older ones are so."""

    id: int
    label: str
    scopes: list[str] | None
    created_at: datetime | None
    expires_at: datetime | None


class CreatedTokenShape(Shape):
    """`secret` is the token itself, shown once."""

    secret: str
    token: TokenShape


@router.get("/account/password")
@needs(ACCOUNT, before_change=True)
def get_password_state(visit: Reading) -> PasswordState:
    """Whether one's password can be changed here."""
    return PasswordState(kept_here=visit.person.password_hash is not None)


@router.put("/account/password", status_code=204)
@needs(ACCOUNT, before_change=True)
def put_password(request: Request, body: PasswordBody) -> None:
    """Change one's own password; all other sessions end. Wrong guesses at the old one count as failed sign-ins."""
    site, entry = site_of(request), entry_of(request)
    now = site.machine_clock.now()
    try:
        with visiting(request) as visit:
            situation, username = visit.act.situation, visit.person.username
            attempt = attempt_sign_in(visit.session, situation, username, entry, site.terms, now)
        with visiting(request) as visit:
            change_password(visit.session, visit.person_id, visit.badge.session_id, body.old, body.new, entry, now)
            forget_attempt(visit.session, attempt, now)
    except (Invalid, TooManyAttempts) as refused:
        if result := _refusal(refused):
            with site.writing() as session:
                record_failure(session, result, entry, now, person_id=visit.person_id, way="password")
        raise
    log.info("password.changed", person_id=visit.person_id)


def _refusal(error: Invalid | TooManyAttempts) -> str | None:
    """What it is in the record of signing in; a new password that will not do is nothing there."""
    if isinstance(error, TooManyAttempts):
        return "waiting"
    is_wrong = any(problem.code == "people.password_wrong" for problem in error.problems)
    return "old_wrong" if is_wrong else None


@router.post("/people/{person_id}/password")
@needs(ADMINISTER)
def give_password(visit: Writing, person_id: Key) -> OneTimePasswordShape:
    """Give somebody a one-time password, shown once; all their sessions end."""
    now = visit.site.machine_clock.now()
    given = reset_password(visit.act, visit.roles, person_id, entry_of(visit.request), now)
    log.info("password.given", person_id=person_id, by=visit.person_id)
    return OneTimePasswordShape(password=given.password, until=given.until)


@router.get("/account/sessions")
@needs(ACCOUNT)
def list_sessions(visit: Reading) -> Page[SessionShape]:
    """Where one is signed in, the session used last at the top."""
    rows = sessions_of(visit.session, visit.person_id, visit.site.machine_clock.now(), visit.site.terms.idle)
    shapes = [
        SessionShape(
            id=row.id,
            device=device_name(row.device),
            address=row.address,
            way=row.way,
            opened_at=row.opened_at,
            seen_at=row.seen_at,
            expires_at=row.expires_at,
            is_current=row.id == visit.badge.session_id,
        )
        for row in rows
    ]
    return Page[SessionShape](items=shapes)


@router.delete("/account/sessions/{session_id}", status_code=204)
@needs(ACCOUNT)
def end_one_session(visit: Writing, session_id: Key) -> None:
    """End one of one's own sessions."""
    end_own_session(visit.session, visit.person_id, session_id, *_here(visit))


@router.delete("/account/sessions", status_code=204)
@needs(ACCOUNT)
def end_other_sessions(visit: Writing) -> None:
    """End all of one's own sessions but the one that asks."""
    end_own_others(visit.session, visit.person_id, visit.badge.session_id, *_here(visit))


@router.delete("/people/{person_id}/sessions")
@needs(ADMINISTER)
def end_sessions_of(visit: Writing, person_id: Key) -> EndedShape:
    """End all sessions of somebody, whose device is lost or who signs in elsewhere than with a password of ours."""
    ended = end_somebodys(visit.act, visit.roles, person_id, *_here(visit))
    log.info("sessions.ended", person_id=person_id, by=visit.person_id, count=ended)
    return EndedShape(count=ended)


def _here(visit: Visit) -> tuple[Entry, datetime]:
    return entry_of(visit.request), visit.site.machine_clock.now()


@router.get("/account/tokens")
@needs(ACCOUNT)
def list_tokens(visit: Reading) -> Page[TokenShape]:
    """One's own tokens; what they are is shown when they are made, and never again."""
    return Page[TokenShape](items=[_token(row) for row in tokens_of(visit.session, visit.person_id)])


@router.post("/account/tokens", status_code=201)
@needs(ACCOUNT)
def make_token(visit: Writing, body: TokenBody) -> CreatedTokenShape:
    """Make a token for a program; it is shown once."""
    entry, now = _here(visit)
    created = create_token(visit.session, visit.person_id, body.label, body.scopes, body.days, now, entry)
    log.info("token.created", person_id=visit.person_id, id=created.row.id, scopes=created.row.scopes)
    return CreatedTokenShape(secret=created.secret, token=_token(created.row))


@router.delete("/account/tokens/{token_id}", status_code=204)
@needs(ACCOUNT)
def revoke_one_token(visit: Writing, token_id: Key) -> None:
    """Revoke one of one's own tokens, at once and for good."""
    entry, now = _here(visit)
    revoke_token(visit.session, visit.person_id, token_id, now, entry)
    log.info("token.revoked", person_id=visit.person_id, id=token_id)


def _token(row: ApiToken) -> TokenShape:
    return TokenShape(
        id=row.id,
        label=row.label,
        scopes=None if row.scopes is None else row.scopes.split(),
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
