"""The product as processes: served in one, or scaled out over a broker; killed without warning when a test wants it."""

import atexit
import os
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import httpx

from engine.commands.people.accounts import ensure_bootstrap
from engine.commands.people.sign_in import keep_token
from engine.demo.office import load_office
from engine.settings import Settings
from engine.site import Site, set_testing_clock
from engine.store.database import upgrade
from engine.store.models import Person, PersonRole
from tests.support.openings import whole
from tests.support.services import free_port

ADMINISTRATOR_TOKEN = "test-token-of-the-administrator-0123456789"
OFFICER = "officer"
PATIENCE = 240.0  # seconds; a busy machine is slow, not wrong
DATABASE_FILE = "duban.sqlite3"
WITHOUT_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # a client reads the machine's certificates before each use else


def token_of(username: str) -> str:
    return f"test-token-of-{username}-0123456789abcdef"


class Server:
    """`duban serve --testing` and, where a broker is named, `duban worker` and `duban beat` beside it."""

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str | None = None,
        broker_url: str | None = None,
        workers: int = 1,
        **environment: str,
    ) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")},
            "DUBAN_DATA_DIR": str(folder),
            "DUBAN_TESTING": "true",
            "DUBAN_BOOTSTRAP_TOKEN": ADMINISTRATOR_TOKEN,
            **({"DUBAN_DATABASE_URL": database_url} if database_url else {}),
            **({"DUBAN_BROKER_URL": broker_url} if broker_url else {}),
            **environment,
        }
        self._arguments: dict[str, tuple[str, ...]] = {"api": ("serve", "--testing", "--port", str(self.port))}
        if broker_url is not None:
            self._arguments.update({f"worker{number or ''}": ("worker",) for number in range(workers)})
            self._arguments["beat"] = ("beat",)
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Its processes."""
        return tuple(self._arguments)

    def settings(self) -> Settings:
        names = {
            key.removeprefix("DUBAN_").lower(): value
            for key, value in self.environment.items()
            if key.startswith("DUBAN_")
        }
        return Settings.model_validate(names)

    def start(self, *names: str) -> None:
        """Start these processes, or all; returns when the server answers, and leaves none behind where it does not."""
        for name in names or self.names:
            self._run(name)
        try:
            self.wait()
        except Exception:
            self.stop()
            raise

    def _run(self, name: str) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        command = [sys.executable, "-m", "cli", *self._arguments[name]]
        self._processes[name] = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        log.close()

    def wait(self) -> None:
        """Until it is ready; RuntimeError when one of its processes ended by itself."""
        deadline = time.monotonic() + PATIENCE
        with httpx.Client(timeout=5, trust_env=False, verify=WITHOUT_TLS) as client:
            while time.monotonic() < deadline:
                if any(process.poll() is not None for process in self._processes.values()):
                    raise RuntimeError(self.logs())
                try:
                    if client.get(f"{self.url}/readyz").status_code == 200:
                        return
                except httpx.TransportError:
                    pass
                time.sleep(0.02)
        raise TimeoutError(self.logs())

    def logs(self) -> str:
        return "\n".join(path.read_text("utf-8", "replace")[-4000:] for path in sorted(self.folder.glob("*.log")))

    def kill(self, *names: str) -> None:
        """SIGKILL these, or all: no process gets to say a word."""
        self.signal(signal.SIGKILL, *names)
        for name in names or self.names:
            self._processes.pop(name).wait()

    def signal(self, number: signal.Signals, *names: str) -> None:
        for name in names or self.names:
            self._processes[name].send_signal(number)

    def stop(self) -> None:
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()


def prepare(server: Server, now: str) -> None:
    """Before the first start: tables, the demo office without its matters, a token for everybody, the clock."""
    settings = server.settings()
    is_file = settings.database_url is None
    if is_file:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_furnished_file(), settings.data_dir / DATABASE_FILE)
    site = Site(settings)
    if not is_file:
        _furnish(site)
    with site.writing() as session:
        set_testing_clock(session, datetime.fromisoformat(now))
    site.close()


@cache
def _furnished_file() -> Path:
    """An office on SQLite to be copied for each server; it goes with this process."""
    folder = tempfile.TemporaryDirectory(prefix="duban-furnished-")
    atexit.register(folder.cleanup)
    site = Site(Settings(data_dir=Path(folder.name), database_url=None, testing=True, demo=False))
    _furnish(site)
    site.close()
    return whole(Path(folder.name) / DATABASE_FILE)


def _furnish(site: Site) -> None:
    upgrade(site.engine)
    with site.writing() as session:
        ensure_bootstrap(session, ADMINISTRATOR_TOKEN)
        load_office(session)
        officer = Person(username=OFFICER, name="欧阳督", title="督办专员", email="officer@duban.example")
        session.add(officer)
        session.flush()
        session.add(PersonRole(person_id=officer.id, role="officer"))
        for person in session.query(Person).all():
            keep_token(session, person.id, token_of(person.username), "test")


def client(server: Server, username: str) -> httpx.Client:
    """Somebody at the API."""
    token = ADMINISTRATOR_TOKEN if username == "administrator" else token_of(username)
    headers: Mapping[str, str] = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
    base_url = f"{server.url}/api/v1"
    return httpx.Client(base_url=base_url, headers=headers, timeout=130, trust_env=False, verify=WITHOUT_TLS)
