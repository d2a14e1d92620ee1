"""The site: everything one process needs, put together once from the settings."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.act import Act, House
from engine.actions import ACTIONS, ENGINE_VARIABLES
from engine.bpmn.checks.check import Known
from engine.bpmn.execution.frame import Frame
from engine.calendars import Calendars
from engine.catalog import BundleCatalog
from engine.commands.delivery.relay import Caller, Carriers, Postman
from engine.commands.people.provider_sign_in import IdentityProvider
from engine.commands.people.sign_in import Directory
from engine.commands.supervision.ladder_facts import FACTS
from engine.domain.clock import Clock, SystemClock, require_aware
from engine.domain.errors import DirectoryAway, Invalid, Problem
from engine.domain.ladder import STEPS
from engine.domain.wording import Wording, problems_of_wording
from engine.live_instances import LiveInstances
from engine.notify.calls import HttpCaller
from engine.notify.smtp import SmtpPostman
from engine.people.assignment import RULES
from engine.people.terms import SignInTerms, Throttle
from engine.settings import Settings
from engine.store import Engine, Session
from engine.store.database import open_database
from engine.store.models import Channel, Setting
from engine.store.unit_of_work import reading, writing

if TYPE_CHECKING:
    from engine.directory.entries import DirectoryEntries

TESTING_CLOCK = "testing_clock"
PROVIDER_CALLBACK = "/api/v1/session/oidc/callback"
PROVIDER_LEFT = "/login"
KNOWN = Known(
    actions=frozenset(ACTIONS),
    assignment_rules=RULES,
    ladder_facts=FACTS,
    ladder_steps=frozenset(STEPS),
    engine_names=ENGINE_VARIABLES,
)


class StoredClock:
    """The testing clock: it stands still in the database, so that every process of the site sees the same moment."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def now(self) -> datetime:
        with reading(self._engine) as session:
            row = session.get(Setting, TESTING_CLOCK)
        return require_aware(datetime.fromisoformat(row.value["now"])) if row else SystemClock().now()


class Site:
    """One per process. `ring` is told by the jobs package how to wake a worker up."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.engine = open_database(settings.database, settings.lease_seconds)
        self.machine_clock: Clock = SystemClock()  # signing in goes by it: the testing clock may stand still
        self.terms = _terms(settings)
        self.directory: Directory | None = directory_of(settings)
        self.provider: IdentityProvider | None = provider_of(settings)
        self.clock: Clock = StoredClock(self.engine) if settings.testing else SystemClock()
        called = frozenset(name for name, receiver in settings.receivers.items() if receiver.url)
        calendars = Calendars()
        self.house = House(
            calendars,
            BundleCatalog(KNOWN, Frame(settings.limits, calendars.in_force)),
            settings.office_name,
            settings.base_url,
            LiveInstances(settings.live_megabytes * 2**20),
            called,
            urge_minutes=settings.urge_minutes,
            ballot_key_file=settings.ballot_key,
            wording=wording_of(settings),
        )
        self.postman: Postman | None = _postman(settings)
        self.caller: Caller = HttpCaller(settings.receivers)
        self.ring: Callable[[], None] = lambda: None
        self.anchors_looked_at: datetime | None = None
        self.briefing_looked_at: datetime | None = None
        self.reckoning_looked_at: datetime | None = None

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with writing(self.engine) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with reading(self.engine) as session:
            yield session

    def act(self, session: Session, actor_id: int | None = None) -> Act:
        return Act(session, self.clock.now(), self.house, actor_id)

    def read_directory(self) -> "DirectoryEntries":
        """People and units of the directory, read outside any transaction; Invalid with why where it cannot be."""
        if self.settings.ldap is None:
            raise Invalid([Problem("people.sync_none")])
        from engine.directory.entries import read_directory  # noqa: PLC0415 - an extra, needed only where it is set

        try:
            return read_directory(self.settings.ldap)
        except DirectoryAway as error:
            raise Invalid([Problem(f"people.sync_away_{error.reason}", {"url": self.settings.ldap.url})]) from error

    def carriers(self, channels: Mapping[int, Channel] = MappingProxyType({})) -> Carriers:
        """`channels` are those that the calls to be made are for."""
        known = {number: self.settings.receiver_of(one.kind, one.url, one.secret) for number, one in channels.items()}
        return Carriers(self.postman, self.caller, self.settings.mail_from, self.settings.mail_reply_to, known)

    def close(self) -> None:
        self.engine.dispose()


def set_testing_clock(session: Session, instant: datetime) -> None:
    """Move the testing clock; it never goes back."""
    row = session.get(Setting, TESTING_CLOCK)
    if row is None:
        session.add(Setting(name=TESTING_CLOCK, value={"now": instant.isoformat()}))
    elif datetime.fromisoformat(row.value["now"]) < instant:
        row.value = {"now": instant.isoformat()}


def wording_of(settings: Settings) -> Wording:
    """The office's own wording of official documents; Invalid with all that is wrong in its file."""
    file = settings.official_words
    if file is None:
        return Wording()
    try:
        own = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Invalid([Problem("wording.file", {"file": file.name, "error": str(error)})]) from None
    if problems := problems_of_wording(own):
        raise Invalid(problems)
    return Wording(own)


def provider_of(settings: Settings) -> IdentityProvider | None:
    """The provider of the settings; Invalid where what it needs is not installed."""
    if settings.oidc is None:
        return None
    try:
        from engine.oidc.provider import Provider  # noqa: PLC0415 - an extra, needed only where it is set
    except ImportError:
        raise Invalid([Problem("people.extra_missing", {"setting": "DUBAN_OIDC", "extra": "oidc"})]) from None
    base = settings.base_url.rstrip("/")
    return Provider(settings.oidc, base + PROVIDER_CALLBACK, base + PROVIDER_LEFT)


def directory_of(settings: Settings) -> Directory | None:
    """The directory of the settings; Invalid where what it needs is not installed."""
    if settings.ldap is None:
        return None
    try:
        from engine.directory.sign_in import LdapDirectory  # noqa: PLC0415 - an extra, needed only where it is set
    except ImportError:
        raise Invalid([Problem("people.extra_missing", {"setting": "DUBAN_LDAP", "extra": "ldap"})]) from None
    return LdapDirectory(settings.ldap)


def _terms(settings: Settings) -> SignInTerms:
    return SignInTerms(
        idle=timedelta(minutes=settings.session_idle_minutes),
        longest=timedelta(hours=settings.session_hours),
        of_account=Throttle(settings.sign_in_failures),
        of_address=Throttle(settings.sign_in_failures_address),
    )


def _postman(settings: Settings) -> Postman | None:
    if not settings.smtp_host:
        return None
    return SmtpPostman(
        host=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_username,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
        starttls=settings.smtp_starttls,
    )
