"""An office under load over HTTP: cases of our own diagram and supervised items, whatever dies in between.

Every client keeps on asking under the same Idempotency-Key until it is answered, as a person would press the button
again; what it was answered stands in the ledger, to be held against the database when everything has ended.
"""

import itertools
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx

from engine.demo.people import LEADERS
from tests.support.diagrams import boundary, chain, diagram, end, exclusive, flow, parallel, start, task, timer
from tests.support.server import OFFICER, Server, client

KEY = "load"
HANDLER = "chenlu"
UNIT = "zhc"
PATIENCE = 120.0
PACE = 0.1  # seconds after which a client that has nothing to do looks again
BUSY = 503
ENDED = ("completed", "failed", "cancelled", "incident")
CASE_WORKERS = 3
HALF_HOUR = 1800
DIAGRAM = diagram(
    start(),
    parallel("fork"),
    task("draft"),
    boundary("late", "draft", timer("timeDuration", "PT2H")),
    task("remind"),
    end("reminded"),
    exclusive("again_or_not", "again_or_not-join"),
    task("check"),
    boundary("overdue", "check", timer("timeDuration", "PT3H"), interrupting=True),
    exclusive("checked"),
    parallel("join"),
    task("sign"),
    end(),
    chain("start", "fork", "draft", "again_or_not", "join", "sign", "end"),
    chain("fork", "check", "checked", "join"),
    chain("overdue", "checked"),
    chain("late", "remind", "reminded"),
    flow("again_or_not", "draft", "again"),
    key=KEY,
)
TIMERS = {"late": "draft", "overdue": "check"}  # every activation of the activity arms its timer once
ANSWERS: dict[str, dict[str, Any]] = {
    "sign": {"decision": "sign"},
    "handle": {"summary": "已按要求办结"},
    "verify": {"decision": "accept", "opinion": "属实"},
    "confirm": {"satisfaction": "satisfied"},
    "urge_answer": {"answer": "正在抓紧办理"},
    "explain": {"reason": "人手不足", "measures": "专人负责，限期办结"},
    "report": {"progress": 50, "summary": "正在推进"},
}
MATTER = {"title": "重压之下", "source": "领导批示", "issuer": "周瑞", "urgency": "平件", "received_on": "2026-01-05"}


class Ledger:
    """What the clients were answered: completed tasks, started cases, and every answer that should not have come."""

    def __init__(self) -> None:
        self.completed: list[str] = []
        self.started: list[str] = []
        self.faults: list[str] = []
        self.busy = 0
        self.keys = itertools.count(1)
        self.progress = threading.Condition()

    def acknowledge(self, task_id: str) -> None:
        with self.progress:
            self.completed.append(task_id)
            self.progress.notify_all()

    def wait_for(self, more: int, patience: float = PATIENCE) -> bool:
        """Until so many more completions were acknowledged; False when patience ended first."""
        with self.progress:
            goal = len(self.completed) + more
            return self.progress.wait_for(lambda: len(self.completed) >= goal, patience)


class Caller:
    """Somebody at the API who asks until there is an answer."""

    def __init__(self, server: Server, username: str, ledger: Ledger) -> None:
        self._client = client(server, username)
        self._ledger = ledger
        self._name = f"{username}-{next(ledger.keys)}"
        self._numbers = itertools.count(1)

    def call(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """The first answer that is not "busy"; the same request under the same key until then."""
        headers = {} if method == "GET" else {"Idempotency-Key": f"{self._name}-{next(self._numbers)}"}
        deadline = time.monotonic() + PATIENCE
        while True:
            response = self._try(method, path, headers, body)
            if response is not None:
                return response
            if time.monotonic() > deadline:
                raise TimeoutError(f"{method} {path} was not answered in {PATIENCE} s")
            time.sleep(0.02)

    def _try(self, method: str, path: str, headers: dict[str, str], body: Any) -> httpx.Response | None:
        try:
            response = self._client.request(method, path, headers=headers, json=body)
        except httpx.TransportError:
            return None
        if response.status_code < 500:
            return response
        if response.status_code == BUSY and response.headers["content-type"] == "application/problem+json":
            self._ledger.busy += 1
        else:
            self._ledger.faults.append(f"{method} {path}: {response.status_code} {response.text[:200]}")
        return None

    def get(self, path: str) -> Any:
        return self._json(self.call("GET", path))

    def do(self, method: str, path: str, body: Any) -> Any:
        return self._json(self.call(method, path, body))

    def complete(self, task_id: str, variables: dict[str, Any]) -> None:
        """Acknowledged when it succeeds; 409 when a timer or somebody else was first."""
        response = self.call("POST", f"/tasks/{task_id}/complete", {"variables": variables})
        if response.is_success:
            self._ledger.acknowledge(task_id)
        elif response.status_code != 409:
            self._ledger.faults.append(f"complete: {response.status_code} {response.text[:200]}")

    def _json(self, response: httpx.Response) -> Any:
        if not response.is_success:
            raise AssertionError(f"{response.request.url}: {response.status_code} {response.text}")
        return response.json()

    def close(self) -> None:
        self._client.close()


class Workload:
    """Cases and items are begun until `finish`, which waits until every one of them has ended."""

    def __init__(self, server: Server, seed: int) -> None:
        self.ledger = Ledger()
        self._server = server
        self._seed = seed
        self._no_more = threading.Event()
        self._all_ended = threading.Event()
        self._pool = ThreadPoolExecutor(CASE_WORKERS + 2)
        self._workers: list[Future[None]] = []
        self._clock: Future[None] | None = None

    def begin(self) -> None:
        for number in range(CASE_WORKERS):
            self._workers.append(self._pool.submit(self._work, "administrator", _one_case, number))
        self._workers.append(self._pool.submit(self._work, OFFICER, self._one_matter, CASE_WORKERS))
        self._clock = self._pool.submit(self._move_clock)

    def finish(self) -> None:
        """Begin nothing new; an exception of any client is raised here."""
        self._no_more.set()
        for worker in self._workers:
            worker.result()
        self._all_ended.set()
        if self._clock:
            self._clock.result()
        self._pool.shutdown()

    def require_alive(self) -> None:
        """Raises what ended a client before its time."""
        for worker in self._workers:
            if worker.done():
                worker.result()

    def _work(self, username: str, one: Callable[..., None], number: int) -> None:
        caller = Caller(self._server, username, self.ledger)
        choice = random.Random(f"{self._seed}-{number}")
        for ordinal in itertools.count():
            if self._no_more.is_set():
                break
            one(caller, self.ledger, choice, f"{username}-{number}-{ordinal}")
        caller.close()

    def _move_clock(self) -> None:
        """Half an hour for every few completions; what falls due on the way is fired by the workers."""
        caller = Caller(self._server, "administrator", self.ledger)
        while not self._all_ended.is_set():
            self.ledger.wait_for(3, PACE)
            caller.do("POST", "/testing/clock", {"advance_seconds": HALF_HOUR})
        caller.do("POST", "/testing/clock", {"advance_seconds": 24 * 2 * HALF_HOUR})
        caller.close()

    def _one_matter(self, officer: Caller, ledger: Ledger, choice: random.Random, name: str) -> None:
        """A matter with one item, from its registration to its end; its mails go out on the way."""
        registered = officer.do("POST", "/matters", MATTER)
        unit = next(one for one in officer.get("/units")["items"] if one["code"] == UNIT)
        row = {"ordinal": 1, "title": name, "lead_unit_id": unit["id"], "due_working_days": choice.randint(3, 20)}
        officer.do("PUT", f"/matters/{registered['matter_id']}/items", {"rows": [row]})
        officer.complete(registered["task_id"], {})
        people = [Caller(self._server, one, ledger) for one in (HANDLER, *(name for name, _, _ in LEADERS))]
        while officer.get(f"/instances/{registered['instance_id']}")["state"] not in ENDED:
            for person in (officer, *people):
                _answer_all(person, choice)
            ledger.wait_for(1, PACE)
        for person in people:
            person.close()


def _answer_all(person: Caller, choice: random.Random) -> None:
    for found in person.get("/tasks?view=todo")["items"]:
        if choice.random() > 0.2:  # else it is left lying, for the ladder to come
            person.complete(found["id"], ANSWERS[found["element_id"]])


def _one_case(administrator: Caller, ledger: Ledger, choice: random.Random, name: str) -> None:
    """A case from its start to its end; some of its checks are left to their timer."""
    started = administrator.do("POST", "/instances", {"key": KEY, "business_key": name})
    ledger.started.append(name)
    while administrator.get(f"/instances/{started['id']}")["state"] not in ENDED:
        path = f"/tasks?view=all&state=open&instance_id={started['id']}"
        found = [one for one in administrator.get(path)["items"] if choice.random() > _leaving(one["element_id"])]
        for one in found:
            administrator.complete(one["id"], {"again": choice.random() < 0.3})
        if not found:
            ledger.wait_for(1, PACE)


def _leaving(element_id: str) -> float:
    """How likely a task is left lying this time."""
    return 0.7 if element_id in TIMERS.values() else 0.2
