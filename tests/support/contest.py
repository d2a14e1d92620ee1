"""Eight clients want one task at the same moment, round after round, over HTTP."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import httpx

from engine.site import Site
from tests.support.office import HANDLER, SUBSTITUTE, send_away
from tests.support.server import OFFICER, Server, client

CLIENTS = 8
ITEMS_A_MATTER = 50
RIVALS = ("wangqing", "zhaolei")  # both named to stand in while the A and B post are away
MATTER = {"title": "争办", "source": "领导批示", "issuer": "周瑞", "urgency": "平件", "received_on": "2026-01-05"}


def _let_rivals_stand_in(server: Server) -> None:
    """A and B of the unit that is dispatched to are away, and A has named two who stand in."""
    site = Site(server.settings())
    with site.writing() as session:
        since, until = site.clock.now(), site.clock.now() + timedelta(days=3)
        send_away(session, SUBSTITUTE, since, until)
        for rival in RIVALS:
            send_away(session, HANDLER, since, until, third=rival)
    site.close()


def contest(server: Server, rounds: int) -> None:
    """Play that many rounds and hold each to its promise: one has done it, seven are told so, it happened once."""
    _let_rivals_stand_in(server)
    with ExitStack() as stack:
        office = stack.enter_context(client(server, OFFICER))
        rivals = [stack.enter_context(client(server, RIVALS[n % len(RIVALS)])) for n in range(CLIENTS)]
        for number, task in zip(range(rounds), _tasks(office, min(rounds, ITEMS_A_MATTER)), strict=False):
            _assert_one_won(office, task, _all_complete(rivals, task["id"]), f"round {number + 1}")


def _tasks(office: httpx.Client, items: int) -> Iterator[dict[str, Any]]:
    while True:
        yield from _dispatch(office, items)


def _dispatch(office: httpx.Client, count: int) -> list[dict[str, Any]]:
    """The signing tasks of a new matter's items, all of one unit; either rival may do them."""
    registered = _json(office.post("/matters", json=MATTER))
    unit = next(one for one in _json(office.get("/units"))["items"] if one["code"] == "zhc")
    row = {"lead_unit_id": unit["id"], "due_working_days": 10}
    rows = [{"ordinal": n, "title": f"第{n}项", **row} for n in range(1, count + 1)]
    _json(office.put(f"/matters/{registered['matter_id']}/items", json={"rows": rows}))
    _json(office.post(f"/tasks/{registered['task_id']}/complete", json={"variables": {}}))
    items = _json(office.get(f"/items?matter_id={registered['matter_id']}"))["items"]
    return [task for item in items for task in _json(office.get(f"/items/{item['id']}"))["open_tasks"]]


def _json(response: httpx.Response) -> Any:
    assert response.is_success, response.text
    return response.json()


def _all_complete(rivals: Sequence[httpx.Client], task_id: str) -> list[httpx.Response]:
    """All at once: nobody sends before everybody is ready to."""
    barrier = threading.Barrier(len(rivals))
    answers: list[httpx.Response] = []

    def complete(rival: httpx.Client) -> None:
        barrier.wait(30)
        answers.append(rival.post(f"/tasks/{task_id}/complete", json={"variables": {"decision": "sign"}}))

    threads = [threading.Thread(target=complete, args=(rival,)) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _assert_one_won(office: httpx.Client, task: dict[str, Any], answers: list[httpx.Response], said: str) -> None:
    told = [answer.text for answer in answers]
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * (CLIENTS - 1)], (said, told)
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"error.already_done"}, (said, told)
    assert _completed(office, task) == [task["element_id"]], said


def _completed(office: httpx.Client, task: dict[str, Any]) -> list[str]:
    path = f"/instances/{task['instance_id']}/history?type=task.completed"
    return [event["element_id"] for event in _json(office.get(path))["items"]]
