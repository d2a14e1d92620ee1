"""Two people complete one task at the same moment: one has done it, the other is told so, and it happened once."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.server import Server, client, prepare
from tests.support.services import create_database

ROUNDS = 30


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """`duban serve` as a process, on each database."""
    url = create_database(request.getfixturevalue("postgresql_server")) if request.param == "postgresql" else None
    server = Server(tmp_path, database_url=url)
    prepare(server, "2026-01-05T09:30:00+08:00")
    server.start()
    yield server
    server.stop()


def dispatched_item(office: httpx.Client, number: int) -> dict[str, Any]:
    """The signing task of a new item of the first unit; its A and B posts may both do it."""
    matter = {"title": f"第{number}件", "source": "领导批示", "issuer": "周瑞", "urgency": "平件"}
    registered = office.post("/matters", json={**matter, "received_on": "2026-01-05"}).json()
    units = office.get("/units").json()["items"]
    unit = next(one for one in units if one["code"] == "zhc")
    row = {"ordinal": 1, "title": "第一项", "lead_unit_id": unit["id"], "due_working_days": 10}
    assert office.put(f"/matters/{registered['matter_id']}/items", json={"rows": [row]}).status_code == 200
    response = office.post(f"/tasks/{registered['task_id']}/complete", json={"variables": {}})
    assert response.status_code == 200, response.text
    detail = office.get(f"/items?matter_id={registered['matter_id']}").json()["items"][0]
    task_found: dict[str, Any] = office.get(f"/items/{detail['id']}").json()["open_tasks"][0]
    return task_found


def both_complete(people: tuple[httpx.Client, httpx.Client], task_id: str) -> list[httpx.Response]:
    """Both at once: neither sends before the other is ready to."""
    barrier = threading.Barrier(2)
    answers: list[httpx.Response] = []

    def complete(person: httpx.Client) -> None:
        barrier.wait(30)
        answers.append(person.post(f"/tasks/{task_id}/complete", json={"variables": {"decision": "sign"}}))

    threads = [threading.Thread(target=complete, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_one_completes_it_and_the_other_is_told(served: Server) -> None:
    with (
        client(served, "officer") as office,
        client(served, "chenlu") as first,
        client(served, "liuyang") as second,
    ):
        for number in range(ROUNDS):
            opened = dispatched_item(office, number)
            answers = both_complete((first, second), opened["id"])
            assert sorted(answer.status_code for answer in answers) == [200, 409], [a.text for a in answers]
            refused = next(answer.json() for answer in answers if answer.status_code == 409)
            assert refused["code"] == "error.already_done"
            path = f"/instances/{opened['instance_id']}/history?type=task.completed"
            events = office.get(path).json()["items"]
            assert [event["element_id"] for event in events] == [opened["element_id"]]
