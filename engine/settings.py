"""Settings from the environment (`DUBAN_…`) and `.env`; read at the edges only."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

EMBEDDED_BROKER = "memory://"


class Settings(BaseSettings):
    """Every switch of the program. Without any, it runs embedded on a SQLite file."""

    model_config = SettingsConfigDict(env_prefix="DUBAN_", env_file=".env", extra="ignore")

    data_dir: Path = Field(default=Path("var"), description="where the SQLite file lies")
    database_url: str | None = Field(default=None, description="postgresql+psycopg://…; a SQLite file when not set")
    broker_url: str = Field(default=EMBEDDED_BROKER, description="redis://… or amqp://…; in the process when not set")
    base_url: str = Field(default="http://127.0.0.1:8000", description="the address that links in mails begin with")
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
    testing: bool = Field(default=False, description="the clock stands still until moved; loopback only")
    demo: bool = Field(default=False, description="load the demo office on an empty database")
    live_megabytes: int = Field(default=64, ge=0, description="memory for live process instances, in each process")
    log_json: bool = False

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'duban.sqlite3'}"

    @property
    def is_embedded(self) -> bool:
        return self.broker_url == EMBEDDED_BROKER
