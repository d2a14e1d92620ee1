"""Signing in at a provider: sent there with secrets that are kept here, taken back once, known people only."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from engine.commands.people.sign_in import OpenedSession, find_present, hash_of, open_session
from engine.domain.errors import NotProved, Unauthenticated
from engine.identity import Identified
from engine.people.sign_in_record import Entry
from engine.people.situation import Situation
from engine.people.terms import SignInTerms
from engine.store import Session
from engine.store.models import ProviderVisit
from engine.store.sign_ins import take_provider_visit

HELD = timedelta(minutes=10)


class IdentityProvider(Protocol):
    """Raises NotProved where an answer does not hold, DirectoryAway where none comes."""

    def address(self, state: str, nonce: str, verifier: str, now: datetime) -> str: ...

    def identify(self, code: str, nonce: str, verifier: str, now: datetime) -> Identified: ...

    def farewell(self, id_token: str | None, now: datetime) -> str | None:
        """Where the browser goes to sign out there as well; None where that is not to be or cannot be."""


@dataclass(frozen=True)
class Departure:
    """`state` goes through the provider, `browser` into a cookie: only the browser that left comes back."""

    state: str
    browser: str
    nonce: str
    verifier: str


def depart(session: Session, return_to: str, now: datetime) -> Departure:
    """Note that somebody goes to the provider."""
    departure = Departure(*(secrets.token_urlsafe(32) for _ in range(4)))
    session.add(
        ProviderVisit(
            state_hash=hash_of(departure.state),
            browser_hash=hash_of(departure.browser),
            nonce=departure.nonce,
            verifier=departure.verifier,
            return_to=return_to,
            expires_at=now + HELD,
        )
    )
    return departure


def take_back(session: Session, state: str, browser: str, now: datetime) -> ProviderVisit:
    """The visit of this state, known no more from now on; NotProved for another browser, a late or second return."""
    visit = take_provider_visit(session, hash_of(state))
    if visit is None or visit.expires_at <= now or visit.browser_hash != hash_of(browser):
        raise NotProved("state")
    return visit


def enter(
    session: Session, situation: Situation, who: Identified, entry: Entry, terms: SignInTerms, now: datetime
) -> OpenedSession:
    """Open a session for whom the provider has named; Unauthenticated for who is not known here, or has left."""
    person = find_present(session, situation, who.username)
    if person is None:
        raise Unauthenticated
    return open_session(session, person, "provider", entry, terms, now, id_token=who.id_token)
