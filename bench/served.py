"""`duban serve` as a process of its own: when it is ready, what memory it takes, and how long it takes to answer."""

import asyncio
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from bench.diagrams import sequence
from bench.goals import Goal, at_most, measured, percentile
from bench.ground import Ground
from bench.product import TOKEN, Product, open_site
from tests.support.services import free_port

QUICK_ANSWER = at_most(30, "ms")
SECONDS, MEMORY = at_most(3, "s"), at_most(150, "MB")
HTTP = "HTTP completion at 200 requests/s, PostgreSQL beside it: p99 in ms"
START = "`make serve`, second start: seconds until ready"
SIZE = "`make serve`, second start: resident memory in MB"
GOALS = ((HTTP, QUICK_ANSWER),)
START_GOALS = ((START, SECONDS), (SIZE, MEMORY))
RATE = 200
CONNECTIONS = 32
HOPELESS = 5_000  # milliseconds: the server does not keep up, and another round would only take longer
LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Served:
    """A running server, how long it took to be ready, and what it took up then."""

    port: int
    seconds: float
    megabytes: float


@contextmanager
def served(folder: Path, environment: Mapping[str, str], *options: str) -> Iterator[Served]:
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    command = [sys.executable, "-m", "cli", "serve", "--port", str(port), *options]
    settings = {"DUBAN_DATA_DIR": str(folder), "DUBAN_BOOTSTRAP_TOKEN": TOKEN, **environment}
    with (folder / "served.log").open("ab") as log:
        began = time.perf_counter()
        process = subprocess.Popen(command, env=kept | settings, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", process)
            seconds = time.perf_counter() - began
            yield Served(port, seconds, psutil.Process(process.pid).memory_info().rss / 1e6)
        finally:
            process.terminate()
            process.wait(30)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(urllib.error.URLError), urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own server
            return
        time.sleep(0.01)
    raise TimeoutError("the server did not become ready; its log lies in the run's folder")


def measure_start(place: Ground) -> list[Goal]:
    """The second start finds its tables, its definitions and the demo office."""
    folder = place.folder / "demo"
    folder.mkdir()
    with served(folder, {}, "--demo"):
        pass
    found = []
    for _ in range(2 if place.quick else 7):
        with served(folder, {}, "--demo") as server:
            found.append(server)
    return [
        measured(START, SECONDS, [server.seconds for server in found]),
        measured(SIZE, MEMORY, [server.megabytes for server in found]),
    ]


def measure(place: Ground) -> list[Goal]:
    """Open loop: a request is due every five milliseconds, and waiting for its turn counts as well."""
    url = place.postgresql()
    product = Product(open_site(url, place.folder), "seq5", sequence())
    seconds, rounds = (3, 3) if place.quick else (10, 5)
    instances = [product.start() for _ in range(RATE * seconds)]
    warm = [product.next_task(product.start()) for _ in range(RATE // 2)]
    folder = place.folder / "served"
    folder.mkdir()
    found: list[list[float]] = []
    with served(folder, {"DUBAN_DATABASE_URL": url}) as server:
        asyncio.run(_all_at_rate(server.port, warm, RATE / 4))
        for _ in range(rounds):
            tasks = [product.next_task(instance_id) for instance_id in instances]
            found.append(asyncio.run(_all_at_rate(server.port, tasks, RATE)))
            if percentile(found[-1], 0.99) > HOPELESS:
                break
    product.site.close()
    together = list(chain.from_iterable(found))
    shares = [(float(share), percentile(together, share / 100)) for share in (1, 10, 25, 50, 75, 90, 95, 99)]
    place.curves["http"] = ("Milliseconds of an HTTP completion at 200 requests/s, by share", {"Duban": shares})
    return [measured(HTTP, QUICK_ANSWER, [percentile(one, 0.99) for one in found])]


async def _all_at_rate(port: int, tasks: list[str], rate: float) -> list[float]:
    """Milliseconds from the moment each request was due to its answer."""
    idle: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
    for _ in range(CONNECTIONS):
        idle.put_nowait(Connection(*await asyncio.open_connection("127.0.0.1", port)))
    began = time.perf_counter()

    async def one(number: int, task_id: str) -> float:
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        connection = await idle.get()
        await connection.complete(task_id)
        idle.put_nowait(connection)
        return 1000 * (time.perf_counter() - due)

    async with asyncio.timeout(len(tasks) / rate + LONGEST_SECONDS):
        found = await asyncio.gather(*(one(number, task_id) for number, task_id in enumerate(tasks)))
    while not idle.empty():
        idle.get_nowait().writer.close()
    return list(found)


@dataclass(frozen=True)
class Connection:
    """One that is kept open; written by hand, because a client library would take the server's cores."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def complete(self, task_id: str) -> None:
        body = '{"variables": {"n": 1}}'
        self.writer.write(
            f"POST /api/v1/tasks/{task_id}/complete HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {TOKEN}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        length = int(head.lower().split("content-length: ")[1].split("\r\n")[0])
        answer = await self.reader.readexactly(length)
        if " 200 " not in head.split("\r\n")[0]:
            raise RuntimeError(f"{head.splitlines()[0]}: {answer[:200]!r}")
