"""Settings from the environment (`DUBAN_…`) and `.env`; read at the edges only."""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.domain.limits import DEFAULT_LIMITS, Limits
from engine.identity import LdapSettings, OidcSettings, web_address
from engine.people.sign_in_record import SHORTEST_KEPT

EMBEDDED_BROKER = "memory://localhost/"
SHORTEST_SECRET = 16


class Receiver(BaseModel):
    """Somebody outside who may be called and may call, by name. The product calls nobody else."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    kind: Literal["webhook", "wecom", "dingtalk", "feishu"]
    url: Annotated[str, AfterValidator(web_address)] | None = Field(default=None, repr=False)
    secret: SecretStr | None = None
    accepts: frozenset[str] = frozenset()
    networks: frozenset[IPv4Network | IPv6Network] = frozenset()

    @property
    def secret_text(self) -> str:
        return self.secret.get_secret_value() if self.secret else ""

    @property
    def is_robot(self) -> bool:
        return self.kind != "webhook"

    @model_validator(mode="after")
    def _is_whole(self) -> "Receiver":
        if self.is_robot and (self.url is None or self.accepts):
            raise ValueError("A robot needs url and has no accepts")
        if self.accepts and len(self.secret_text) < SHORTEST_SECRET:
            raise ValueError(f"accepts needs a secret of {SHORTEST_SECRET} characters or more")
        if self.url is None and not self.accepts:
            raise ValueError("Expected url (to be called), accepts (to call), or both")
        return self


ReceiverName = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,60}$")]


class Settings(BaseSettings):
    """Every switch of the program. Without any, it runs embedded on a SQLite file."""

    model_config = SettingsConfigDict(env_prefix="DUBAN_", env_file=".env", extra="ignore", hide_input_in_errors=True)

    data_dir: Path = Field(default=Path("var"), description="where the SQLite file lies, and what signs the anchors")
    database_url: str | None = Field(
        default=None, repr=False, description="postgresql+psycopg://…; a SQLite file when not set"
    )
    broker_url: str = Field(
        default=EMBEDDED_BROKER, repr=False, description="redis://… or amqp://…; in the process when not set"
    )
    base_url: str = Field(default="http://127.0.0.1:8000", description="the address that links in mails begin with")
    allowed_hosts: frozenset[str] = Field(
        default=frozenset(), description="names that requests may be meant for (Host), as JSON; any when not set"
    )
    office_name: str = Field(default="示范市人民政府办公室", description="the office's name on pages and mails")
    bootstrap_token: SecretStr | None = Field(
        default=None, min_length=32, description="the administrator's bearer token"
    )
    smtp_host: str | None = Field(default=None, description="mails are only kept in the local mailbox when not set")
    smtp_port: int = 25
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_starttls: bool = False
    mail_from: str = "duban@localhost"
    mail_reply_to: str | None = Field(
        default=None, description="who gets what readers answer to a mail; an answer by mail completes no task"
    )
    session_idle_minutes: int = Field(
        default=60, ge=1, description="a session ends when nobody asked anything for so long"
    )
    session_hours: float = Field(default=12, gt=0, le=720, description="a session ends after so long, whatever happens")
    sign_in_failures: int = Field(default=5, ge=1, le=20, description="free failures in a row for one account")
    sign_in_failures_address: int = Field(default=50, ge=1, description="free failures in an hour from one address")
    sign_in_record_days: int = Field(
        default=366, ge=SHORTEST_KEPT.days, description="how long the record of signing in is kept"
    )
    oidc: OidcSettings | None = Field(default=None, description="a provider to sign in at (OpenID Connect); JSON")
    ldap: LdapSettings | None = Field(default=None, description="a directory that knows people and passwords; JSON")
    receivers: dict[ReceiverName, Receiver] = Field(
        default_factory=dict, description="who may be called by name, and who may call; JSON"
    )
    channel_networks: frozenset[IPv4Network | IPv6Network] = Field(
        default=frozenset(), description="networks of the house in which entered robots and webhooks may lie; JSON"
    )
    testing: bool = Field(default=False, description="the clock stands still until moved; loopback only")
    demo: bool = Field(default=False, description="load the demo office on an empty database")
    urge_minutes: int = Field(default=60, ge=0, description="how long after one urging of a task it may be urged again")
    lease_seconds: int = Field(
        default=60, ge=1, description="how long a process may stand still within a transaction (PostgreSQL)"
    )
    live_megabytes: int = Field(default=64, ge=0, description="memory for live process instances, in each process")
    max_steps: int = Field(default=DEFAULT_LIMITS.steps, ge=1, description="elements that one act may run")
    max_step_seconds: float = Field(default=DEFAULT_LIMITS.seconds, gt=0, description="seconds that one act may run")
    max_instances: int = Field(default=DEFAULT_LIMITS.instances, ge=1, description="instances of a multi-instance")
    max_call_depth: int = Field(
        default=DEFAULT_LIMITS.call_depth, ge=1, le=200, description="sub-processes and calls within each other"
    )
    max_timer_repetitions: int = Field(
        default=DEFAULT_LIMITS.repetitions, ge=1, description="how often a counted cycle may fire"
    )
    max_timer_days: int = Field(
        default=DEFAULT_LIMITS.horizon_days, ge=1, le=36_525, description="how far ahead a timer may lie"
    )
    owner_database_url: str | None = Field(
        default=None,
        repr=False,
        description="the owner of the tables (PostgreSQL), for upgrades; the other role gets grants",
    )
    anchor_minutes: int = Field(default=5, ge=0, description="how often the record is anchored; 0: never")
    anchor_key_file: Path | None = Field(default=None, description="signs the anchors; made at the first start")
    anchor_dir: Path | None = Field(default=None, description="where anchors are exported to")
    anchor_syslog: str | None = Field(default=None, description="/dev/log, or host:port: anchors go there, too")
    anchor_mail: str | None = Field(default=None, description="an address that gets the first anchor of every day")
    ballot_key_file: Path | None = Field(
        default=None, description="seals the votes of open ballots; made at the first; the same for all processes"
    )
    attachment_megabytes: int = Field(default=50, ge=1, le=1024, description="how large an attached file may be")
    font_dir: Path | None = Field(default=None, description="a folder with fonts for official documents")
    briefing_monthly: bool = Field(
        default=False, description="compile the briefing of the month before on the first working day of a month"
    )
    official_words: Path | None = Field(
        default=None, description="a TOML file with the office's own wording of official documents"
    )
    log_json: bool = False

    @property
    def limits(self) -> Limits:
        """What no definition may go beyond."""
        return Limits(
            steps=self.max_steps,
            seconds=self.max_step_seconds,
            instances=self.max_instances,
            call_depth=self.max_call_depth,
            repetitions=self.max_timer_repetitions,
            horizon_days=self.max_timer_days,
        )

    @property
    def robots(self) -> frozenset[str]:
        """The receivers that are group robots."""
        return frozenset(name for name, receiver in self.receivers.items() if receiver.is_robot)

    def receiver_of(self, kind: str, url: str, secret: str | None) -> Receiver:
        """A channel that an administrator entered, as somebody who may be called."""
        named = {"kind": kind, "url": url, "secret": secret, "networks": self.channel_networks}
        return Receiver.model_validate(named)

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'duban.sqlite3'}"

    @property
    def anchor_key(self) -> Path:
        return self.anchor_key_file or self.data_dir / "anchor.key"

    @property
    def ballot_key(self) -> Path:
        return self.ballot_key_file or self.data_dir / "ballot.key"

    @property
    def anchor_folder(self) -> Path:
        return self.anchor_dir or self.data_dir / "anchors"

    @property
    def is_embedded(self) -> bool:
        return self.broker_url.startswith("memory:")

    @property
    def is_alone(self) -> bool:
        """One process on a SQLite file: nobody else works on these tables."""
        return self.is_embedded and self.database_url is None
