"""An office year in an hour: a plan imported, 55 items dispatched to 12 units, two quarters on the testing clock."""

import itertools
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from engine.calendar import WorkingCalendar
from engine.demo.people import LEADERS, UNITS
from tests.scenarios.lateness import Progress, answer, kind_of
from tests.support.server import OFFICER, Server, client

PLAN = Path(__file__).resolve().parents[2].parent / "shared" / "input" / "plan.txt"
START = "2026-01-05T09:30:00+08:00"
FIRST_DAY = date(2026, 1, 5)
LAST_DAY = date(2026, 6, 30)
ITEMS = 55
NUMERALS = "一二三四五六七八九十"
PATIENCE = 60.0


def plan_text() -> bytes:
    """The real plan where it is at hand, else one of the same structure: 5 themes of 10 measures, 5 requirements."""
    if PLAN.is_file():
        return PLAN.read_bytes()
    themes = "".join(
        f"（{NUMERALS[theme]}）第{NUMERALS[theme]}个主题\n"
        + "".join(f"{NUMERALS[n]}是做好第{NUMERALS[n]}项措施，在落实上下功夫。" for n in range(10))
        + "\n"
        for theme in range(5)
    )
    requirements = "".join(f"（{NUMERALS[n]}）第{NUMERALS[n]}条要求。逐条落实到位。\n" for n in range(5))
    return f"二、主要措施\n{themes}三、工作要求\n{requirements}".encode()


class Office:
    """The people of the office at the API. A request that gets no answer is sent again with the same key."""

    def __init__(self, server: Server, before_request: Callable[[int], None] = lambda _: None) -> None:
        self._server = server
        self._clients: dict[str, httpx.Client] = {}
        self._count = itertools.count(1)
        self._before_request = before_request
        self.completed = 0

    def call(self, username: str, method: str, path: str, **arguments: Any) -> Any:
        """The JSON answered; AssertionError for anything but success."""
        number = next(self._count)
        headers = {"Idempotency-Key": f"year-{number}"} if method != "GET" else {}
        self._before_request(number)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                response = self._client(username).request(method, path, headers=headers, **arguments)
                break
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
        assert response.is_success, f"{method} {path} as {username}: {response.status_code} {response.text}"
        return response.json()

    def _client(self, username: str) -> httpx.Client:
        if username not in self._clients:
            self._clients[username] = client(self._server, username)
        return self._clients[username]

    def tasks(self, username: str) -> list[dict[str, Any]]:
        items, cursor = [], ""
        while True:
            page = self.call(username, "GET", f"/tasks?view=todo{cursor}")
            items += page["items"]
            if not page["next"]:
                return items
            cursor = f"&cursor={page['next']}"

    def move_clock(self, moment: datetime) -> None:
        self.call("administrator", "POST", "/testing/clock", json={"set": moment.isoformat()})

    def close(self) -> None:
        for one in self._clients.values():
            one.close()


def live_through(server: Server, before_request: Callable[[int], None] = lambda _: None) -> int:
    """Import, confirm, dispatch, and two quarters of days; answers how many tasks were completed."""
    office = Office(server, before_request)
    try:
        _dispatch(office)
        _days(office)
        return office.completed
    finally:
        office.close()


def _dispatch(office: Office) -> None:
    imported = office.call(OFFICER, "POST", "/imports", files={"file": ("plan.txt", plan_text())})
    rows = imported["rows"]
    assert len(rows) == ITEMS
    units = office.call(OFFICER, "GET", "/units")["items"]
    for row in rows:
        kind = kind_of(row["ordinal"])
        row["lead_unit_id"] = units[(row["ordinal"] - 1) % len(units)]["id"]
        row["due_working_days"], row["cadence"] = kind.due_days, kind.cadence
    office.call(OFFICER, "PUT", f"/imports/{imported['id']}", json={"rows": rows})
    registration = {
        "title": "强化政治机关意识教育方案",
        "source": "上级文件",
        "issuer": "厅党组",
        "urgency": "平件",
        "received_on": FIRST_DAY.isoformat(),
    }
    registered = office.call(OFFICER, "POST", f"/imports/{imported['id']}/confirm", json=registration)
    office.call(OFFICER, "POST", f"/tasks/{registered['task_id']}/complete", json={"variables": {}})


def _days(office: Office) -> None:
    calendar = WorkingCalendar()
    progress = {ordinal: Progress(kind_of(ordinal)) for ordinal in range(1, ITEMS + 1)}
    today = FIRST_DAY
    while today <= LAST_DAY:
        if calendar.is_working_day(today):
            office.move_clock(calendar.opening(today) + timedelta(hours=1))
            _work(office, progress, calendar.working_days_between(FIRST_DAY, today))
        today += timedelta(days=1)


def _work(office: Office, progress: dict[int, Progress], day: int) -> None:
    """Everybody goes through their inbox until nobody has anything left to do today."""
    busy = True
    while busy:
        busy = sum(_work_of(office, username, progress, day) for username in PEOPLE) > 0


PEOPLE = [
    *(unit.people[1][0] for unit in UNITS),  # the A post of every unit
    OFFICER,
    *(username for username, _, _ in LEADERS),
]


def _work_of(office: Office, username: str, progress: dict[int, Progress], day: int) -> bool:
    acted = False
    for task in sorted(office.tasks(username), key=_first_answers_then_results):
        ordinal = int(task["subject"]["number"].rpartition("-")[2])
        variables = answer(progress[ordinal], task["element_id"], day)
        if variables is not None:
            office.call(username, "POST", f"/tasks/{task['id']}/complete", json={"variables": variables})
            office.completed += 1
            acted = True
    return acted


def _first_answers_then_results(task: dict[str, Any]) -> tuple[int, str]:
    """A result withdraws what else is open of the item, so it is handed in last."""
    return (task["element_id"] == "handle", task["subject"]["number"])
