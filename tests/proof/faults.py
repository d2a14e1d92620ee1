"""Faults of what the office stands on, seen from its users: a clear 503 at worst, and everything goes on by itself."""

import os
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.proof.killing import Setting
from tests.proof.workload import KEY
from tests.support.server import Server, client

FOUR_HOURS = 4 * 3600
ROOM = 500
SENTENCES = {"zh": "请", "en": "ry again"}  # what to do, in the reader's language


class Case:
    """One case of the workload's diagram, and the administrator who follows it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.administrator = client(server, "administrator")
        started = self.administrator.post("/instances", json={"key": KEY})
        assert started.status_code == 201, started.text
        self.id = started.json()["id"]
        self._task = self._open_task("draft")

    def _open_task(self, element_id: str) -> str:
        tasks = self.administrator.get(f"/tasks?view=all&state=open&instance_id={self.id}").json()["items"]
        return next(str(one["id"]) for one in tasks if one["element_id"] == element_id)

    def complete_draft(self, language: str = "en") -> httpx.Response:
        """Always the same request under the same key."""
        headers = {"Idempotency-Key": f"case-{self.id}", "Accept-Language": language}
        path = f"/tasks/{self._task}/complete"
        return self.administrator.post(path, json={"variables": {"again": True}}, headers=headers)

    def history(self) -> Counter[tuple[str, str]]:
        events = self.administrator.get(f"/instances/{self.id}/history").json()["items"]
        return Counter((event["type"], event["element_id"]) for event in events)

    def move_clock(self) -> None:
        """Four hours; a worker must fire both timers before this is answered."""
        answer = self.administrator.post("/testing/clock", json={"advance_seconds": FOUR_HOURS})
        assert answer.status_code == 200, answer.text

    def assert_goes_on(self) -> None:
        """The draft was completed once, and without help a worker fires what falls due, once."""
        assert self.complete_draft().status_code == 200
        self.move_clock()
        history = self.history()
        assert history[("task.completed", "draft")] == 1
        assert history[("timer.fired", "late")] == 1
        assert history[("timer.fired", "overdue")] == 1
        self.administrator.close()


def assert_clear(answer: httpx.Response, language: str) -> None:
    """A 503 that says in a sentence what to do."""
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert SENTENCES[language] in answer.json()["detail"]


def database_goes_away(setting: Setting) -> None:
    """Killed, asked, started again."""
    assert setting.database is not None
    case = Case(setting.server)
    setting.database.kill()
    try:
        for language in SENTENCES:
            assert_clear(case.complete_draft(language), language)
        assert_clear(case.administrator.get("/tasks"), "en")
        assert httpx.get(f"{setting.server.url}/healthz").status_code == 200
        assert httpx.get(f"{setting.server.url}/readyz").status_code == 503
        assert "duban_database_up 0.0" in httpx.get(f"{setting.server.url}/metrics").text
    finally:
        setting.database.start()
    setting.server.wait()
    case.assert_goes_on()


def broker_forgets_everything(setting: Setting) -> None:
    """Emptied, then away, then back without anything it held: a request succeeds throughout."""
    assert setting.broker is not None
    case, other = Case(setting.server), Case(setting.server)
    setting.broker.flush()
    assert case.complete_draft().status_code == 200
    setting.broker.kill()
    assert other.complete_draft().status_code == 200
    setting.broker.start()
    case.assert_goes_on()
    other.assert_goes_on()


def broker_stands_still(setting: Setting) -> None:
    """It takes connections and never answers: who completes a task does not wait for the bell."""
    assert setting.broker is not None
    case = Case(setting.server)
    setting.broker.signal(signal.SIGSTOP)
    try:
        assert case.complete_draft().status_code == 200
    finally:
        setting.broker.signal(signal.SIGCONT)
    case.assert_goes_on()


def workers_stand_still(setting: Setting, seconds: float) -> None:
    """SIGSTOP: they neither work nor end; what they held is theirs until they go on."""
    case = Case(setting.server)
    assert case.complete_draft().status_code == 200
    workers = [name for name in setting.server.names if name.startswith("worker")]
    setting.server.signal(signal.SIGSTOP, *workers)
    with ThreadPoolExecutor(1) as clock:
        try:
            moving = clock.submit(case.move_clock)
            threading.Event().wait(seconds)  # this is the fault, not a wait for something
            assert case.history()[("timer.fired", "overdue")] == 0
            other = Case(setting.server)
            assert other.complete_draft().status_code == 200
        finally:
            setting.server.signal(signal.SIGCONT, *workers)
        moving.result()
    case.assert_goes_on()
    other.assert_goes_on()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own that can be filled without harm; skips where it cannot be mounted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("no small disk: only root can mount one here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def disk_fills_up(server: Server, disk: Path) -> None:
    """Filled to the last byte, asked, and freed again."""
    case = Case(server)
    ballast = disk / "ballast"
    _fill(ballast)
    try:
        for language in SENTENCES:
            assert_clear(_first_refusal(case, language), language)
        assert case.administrator.get("/tasks").status_code == 200
    finally:
        ballast.unlink()
    case.assert_goes_on()


def _first_refusal(case: Case, language: str) -> httpx.Response:
    """What was written before may lie where something was deleted; at some point there is no room left."""
    for _ in range(ROOM):
        answer = case.administrator.post("/instances", json={"key": KEY}, headers={"Accept-Language": language})
        if answer.status_code != 201:
            return answer
    raise AssertionError(f"{ROOM} cases found room on a full disk")


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return
