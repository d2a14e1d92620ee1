"""Killing the office's processes with SIGKILL at random moments under load, and starting them again."""

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.site import Site
from tests.proof.verdict import verdict
from tests.proof.workload import DIAGRAM, Workload
from tests.support.killable import KillablePostgresql, KillableRedis
from tests.support.office import deploy
from tests.support.server import Server, prepare
from tests.support.services import create_database, free_port
from tests.support.smtp import Received, smtp_server

START = "2026-01-05T09:30:00+08:00"
BETWEEN = 4  # completions that must be acknowledged between two kills: it has recovered, and there is load
LONGEST_MOMENT = 0.4
Victim = Callable[[], None]


@dataclass
class Setting:
    """A served office, its mail server, and what can be killed in it: each victim dies and is brought back."""

    server: Server
    received: Received
    victims: dict[str, Victim]
    database: KillablePostgresql | None = None
    broker: KillableRedis | None = None


@contextmanager
def embedded(folder: Path, data: Path | None = None) -> Iterator[Setting]:
    """Everything in one process, on SQLite; the database may lie on a disk of its own."""
    with _served(folder, DUBAN_DATA_DIR=str(data or folder)) as (server, received):
        yield Setting(server, received, _processes_of(server))


@contextmanager
def scaled(folder: Path, workers: int = 2) -> Iterator[Setting]:
    """API, workers and beat over PostgreSQL and Redis; every one of them can die."""
    with ExitStack() as stack:
        # the path of a socket must be short
        at = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="duban-pg-", ignore_cleanup_errors=True)))
        database, broker = KillablePostgresql(at), KillableRedis(folder)
        stack.callback(database.close)
        stack.callback(broker.close)
        url = create_database(database.url)
        served = _served(folder, database_url=url, broker_url=broker.url, workers=workers)
        server, received = stack.enter_context(served)

        def database_dies() -> None:
            database.kill()
            database.start()
            server.wait()

        def broker_dies() -> None:
            broker.kill()
            broker.start()

        yield Setting(
            server,
            received,
            {**_processes_of(server), "postgresql": database_dies, "redis": broker_dies},
            database,
            broker,
        )


@contextmanager
def _served(
    folder: Path,
    *,
    database_url: str | None = None,
    broker_url: str | None = None,
    workers: int = 1,
    **environment: str,
) -> Iterator[tuple[Server, Received]]:
    port = free_port()
    environment.update(DUBAN_SMTP_HOST="127.0.0.1", DUBAN_SMTP_PORT=str(port))
    server = Server(folder, database_url=database_url, broker_url=broker_url, workers=workers, **environment)
    prepare(server, START)
    site = Site(server.settings())
    deploy(site, DIAGRAM)
    site.close()
    with smtp_server(port) as received:
        server.start()
        try:
            yield server, received
        finally:
            server.stop()


def _processes_of(server: Server) -> dict[str, Victim]:
    def dies(name: str) -> Victim:
        def die() -> None:
            server.kill(name)
            server.start(name)

        return die

    return {name: dies(name) for name in server.names}


def kill_under_load(setting: Setting, *, kills: int, seed: int, seconds: float = 3600.0) -> "Outcome":
    """So many kills (fewer when the time is up); every victim once before any of them twice. Waits for the end."""
    choice = random.Random(seed)
    workload = Workload(setting.server, seed)
    workload.begin()
    killed: Counter[str] = Counter()
    deadline = time.monotonic() + seconds
    while killed.total() < kills and time.monotonic() < deadline:
        if not workload.ledger.wait_for(BETWEEN):
            workload.require_alive()
            raise TimeoutError(f"nothing goes on after {killed.total()} kills\n{setting.server.logs()}")
        time.sleep(choice.uniform(0, LONGEST_MOMENT))  # the random moment of the kill
        fewest = min(killed[name] for name in setting.victims)
        name = choice.choice([one for one in setting.victims if killed[one] == fewest])
        setting.victims[name]()
        killed[name] += 1
    workload.finish()
    site = Site(setting.server.settings())
    try:
        broken = verdict(site, workload.ledger, setting.received.mails, killed.total())
    finally:
        site.close()
    return Outcome(killed, len(workload.ledger.completed), len(setting.received.mails), workload.ledger.busy, broken)


@dataclass(frozen=True)
class Outcome:
    """What was killed how often, how much was done meanwhile, and every promise that was broken."""

    killed: Counter[str]
    completions: int
    mails: int
    busy: int
    broken: list[str]
