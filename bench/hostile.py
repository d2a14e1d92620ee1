"""What people feel of diagrams that are made to be heavy: completions while such ones are uploaded, and while none are."""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import httpx

from bench.goals import Bound, Goal, at_most, measured
from bench.ground import Ground
from tests.bpmn.verification.nasty import wide_process
from tests.support.diagrams import chain, diagram, end, start, task
from tests.support.server import Server, client

LOADED = (
    "a completion over HTTP while hostile diagrams are uploaded one after the other, p50 against none",
    at_most(2),
)
GOALS: tuple[tuple[str, Bound], ...] = (LOADED,)
NAMES = ("one", "two", "three")


def measure(place: Ground) -> list[Goal]:
    """The uploads never pause; each is cut off at the bound of verification and then accepted as foreign."""
    seconds, rounds = (3, 2) if place.quick else (8, 5)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        server = Server(Path(folder))
        server.start()
        stack.callback(server.stop)
        person, attacker = (stack.enter_context(client(server, "administrator")) for _ in range(2))
        _deploy(person, "work.bpmn", diagram(start(), *map(task, NAMES), end(), chain("start", *NAMES, "end")))
        ratios = []
        for _ in range(rounds):
            alone = _completions(person, seconds)
            with _Uploading(attacker):
                beside = _completions(person, seconds)
            ratios.append(statistics.median(beside) / statistics.median(alone))
    return [measured(*LOADED, ratios)]


class _Uploading:
    """Uploads hostile diagrams from another thread, each a new one, as long as it is entered."""

    number = 0

    def __init__(self, attacker: httpx.Client) -> None:
        self._attacker = attacker
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._upload)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _upload(self) -> None:
        while not self._is_over.is_set():
            _Uploading.number += 1
            comment = f"<!-- {_Uploading.number} -->".encode()
            _deploy(self._attacker, "wide.bpmn", wide_process(20).replace(b'id="p"', b'id="wide"', 1) + comment)


def _deploy(somebody: httpx.Client, name: str, content: bytes) -> None:
    somebody.post("/definitions?variables=open", files=[("files", (name, content))]).raise_for_status()


def _completions(person: httpx.Client, seconds: float) -> list[float]:
    """How long each completion took, one after the other, for so many seconds."""
    took: list[float] = []
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        instance = person.post("/instances", json={"key": "p"}).raise_for_status().json()["id"]
        for _ in NAMES:
            found = person.get("/tasks", params={"view": "all", "state": "open", "instance_id": instance}).json()
            took.append(_timed(lambda key=found["items"][0]["id"]: person.post(f"/tasks/{key}/complete", json={})))  # type: ignore[misc]
    return took


def _timed(act: Callable[[], httpx.Response]) -> float:
    began = time.perf_counter()
    act().raise_for_status()
    return time.perf_counter() - began
