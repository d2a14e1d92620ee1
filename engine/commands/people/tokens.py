"""Bearer tokens for programs: made with a scope and an end, shown once, revoked."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.commands.people.sign_in import hash_of
from engine.commands.people.sign_in_records import record_sign_in
from engine.domain.errors import Invalid, Problem
from engine.people.scopes import SCOPES
from engine.people.sign_in_record import CONSOLE, Entry
from engine.store import Session
from engine.store.models import ApiToken
from engine.store.sign_ins import get_token_of, tokens_of

PREFIX = "duban_"  # so that whoever finds one lying about knows what it is
LONGEST_LABEL, LONGEST_DAYS, MOST = 60, 366, 50


@dataclass(frozen=True)
class CreatedToken:
    """`secret` is shown once and kept nowhere."""

    secret: str
    row: ApiToken


def create_token(
    session: Session,
    person_id: int,
    label: str,
    scopes: Collection[str] | None,
    days: int,
    now: datetime,
    entry: Entry = CONSOLE,
) -> CreatedToken:
    """A new token of a person; `scopes` None: without bounds. Invalid names everything that is wrong, at once."""
    unknown = sorted(set(scopes or ()) - set(SCOPES))
    known = "、".join(SCOPES)
    problems = [Problem("people.scope_unknown", {"scope": one, "known": known}, field="/scopes") for one in unknown]
    if scopes is not None and not scopes:
        problems.append(Problem("people.scope_missing", {"known": known}, field="/scopes"))
    if not 1 <= days <= LONGEST_DAYS:
        problems.append(Problem("people.token_days", {"longest": LONGEST_DAYS}, field="/days"))
    if not 0 < len(label.strip()) <= LONGEST_LABEL:
        problems.append(Problem("people.token_label", {"longest": LONGEST_LABEL}, field="/label"))
    if len(tokens_of(session, person_id)) >= MOST:
        problems.append(Problem("people.token_many", {"most": MOST}))
    if problems:
        raise Invalid(problems)
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        secret_hash=hash_of(secret),
        person_id=person_id,
        label=label.strip(),
        scopes=None if scopes is None else " ".join(one for one in SCOPES if one in scopes),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    record_sign_in(session, "token_created", person_id, entry, now, way="token")
    return CreatedToken(secret, row)


def revoke_token(session: Session, person_id: int, token_id: int, now: datetime, entry: Entry = CONSOLE) -> None:
    """At once and for good; NotFound for one that is not this person's."""
    session.delete(get_token_of(session, person_id, token_id))
    record_sign_in(session, "token_revoked", person_id, entry, now, way="token")
