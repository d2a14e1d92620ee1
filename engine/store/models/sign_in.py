"""Who is signed in and with what: sessions, bearer tokens, failed attempts, visits at a provider, and the record of it.

Secrets are kept as hashes only. Times are the machine's, not the office's clock.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, Instant


class SignIn(Base):
    """A server-side session. It ends at `expires_at` whatever happens, and sooner where nobody asks anything.

    `id_token` is what the provider said, kept only where signing out is told to it, and gone with the row.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    way: Mapped[str] = mapped_column(String(10))  # password, directory, provider
    address: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(200))  # as the browser names itself
    opened_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    id_token: Mapped[str | None] = mapped_column(Text, deferred=True)


class ApiToken(Base):
    """A bearer token. `scopes` are words with spaces between; None allows everything a token may."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    label: Mapped[str] = mapped_column(String(60))
    scopes: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime | None] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)


class SignInFailure(Base):
    """How often signing in failed lately, for an account or an address, and until when nobody may try again."""

    __tablename__ = "sign_in_failure"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(Instant, index=True)
    blocked_until: Mapped[datetime | None] = mapped_column(Instant)


class ProviderVisit(Base):
    """A sign-in that was begun and is now at the provider (OpenID Connect); taken once, when the browser comes back."""

    __tablename__ = "provider_visit"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    return_to: Mapped[str] = mapped_column(String(300))
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)


class SignInRecord(Base):
    """登录记录: who signed in, when, from where, how, with what result. The database refuses all but counting.

    Failures are counted: `times` of them between `at` and `last_at`, within a minute, under their `slot`.
    """

    __tablename__ = "sign_in_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    last_at: Mapped[datetime] = mapped_column(Instant)
    times: Mapped[int]
    result: Mapped[str] = mapped_column(String(24))  # engine.people.sign_in_record.RESULTS
    way: Mapped[str] = mapped_column(String(10))  # engine.people.sign_in_record.WAYS, or empty
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))  # the beginning of what was typed, where nobody is called so
    address: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(200))
    slot: Mapped[str | None] = mapped_column(String(120), unique=True)
