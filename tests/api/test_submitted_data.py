"""Whatever comes in by whatever door is checked the same way, and answered with the place of what is wrong."""

from typing import Any

import httpx
import pytest

from engine.site import Site
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.diagrams import catch, chain, diagram, end, start, task
from tests.support.instances import start_process, task_at
from tests.support.office import ADMINISTRATOR, deploy

MESSAGE = '<message id="m" name="news" />'
CATCH = catch("wait", '<messageEventDefinition messageRef="m" />')
WORK = diagram(start(), task("work"), CATCH, end(), chain("start", "work", "wait", "end"), declared=MESSAGE)
DEEP: Any = 1
for _ in range(25):
    DEEP = [DEEP]


def sent_by(door: str, client: httpx.Client, site: Site, data: Any) -> httpx.Response:
    if door == "variables":
        return client.post("/instances", json={"key": "p", "variables": data})
    if door == "payload":
        return client.post("/messages", json={"name": "news", "correlation": {}, "payload": data})
    if door == "signal":
        return client.post("/signals", json={"name": "s", "payload": data})
    number = start_process(site, "p")
    if door == "modify":
        return client.post(f"/instances/{number}/modify", json={"reason": "r", "enter": ["work"], "variables": data})
    return client.post(f"/tasks/{task_at(site, number, 'work')}/complete", json={"variables": data})


@pytest.mark.parametrize(
    ("door", "place"),
    [
        ("variables", "/variables"),
        ("payload", "/payload"),
        ("signal", "/payload"),
        ("task", ""),
        ("modify", "/variables"),
    ],
)
def test_every_door_refuses_what_would_harm(site: Site, visitor: Visitor, door: str, place: str) -> None:
    deploy(site, WORK)
    client = visitor(ADMINISTRATOR)
    for data, field, code in (
        ({"a": {"typename": "x"}}, f"{place}/a/typename", "forms.name_reserved"),
        ({"data_objects": {}}, f"{place}/data_objects", "forms.name_reserved"),
        ({"a": {"__class__": 1}}, f"{place}/a/__class__", "forms.name_reserved"),
        ({"a": DEEP}, f"{place}/a" + "/0" * 20, "forms.too_deep"),
        ({"a": 2**60}, f"{place}/a", "forms.number_wrong"),
        ({"a": [0] * 501}, f"{place}/a", "forms.list_too_long"),
        ({"a": "\x07"}, f"{place}/a", "forms.characters"),
    ):
        problems = problem_of(sent_by(door, client, site, data), 422)["problems"]
        assert [(problem["code"], problem["field"]) for problem in problems] == [(code, field)]
    if door != "modify":  # an operator corrects what the engine wrote, too
        problems = problem_of(sent_by(door, client, site, {"ladder": {}, "loopCounter": 1}), 422)["problems"]
        assert [problem["field"] for problem in problems] == [f"{place}/ladder", f"{place}/loopCounter"]


def test_what_starts_a_process_is_held_against_what_it_declares(site: Site, visitor: Visitor) -> None:
    types = ("text", "number", "boolean", "date", "datetime", "duration", "list", "record", "any")
    declared = "".join(f'<duban:variable name="{word}_" type="{word}"/>' for word in types)
    holder = f"<extensionElements>{declared}</extensionElements>"
    deploy(site, diagram(holder, start(), task("work"), end(), chain("start", "work", "end"), key="q"))
    client = visitor(ADMINISTRATOR)
    right: dict[str, Any] = {
        "text_": "x",
        "number_": 1.5,
        "boolean_": False,
        "date_": "2026-01-05",
        "datetime_": "2026-01-05T09:00:00+08:00",
        "duration_": "P1D",
        "list_": [],
        "record_": {},
        "any_": 1,
        "undeclared": "x",
    }
    assert client.post("/instances", json={"key": "q", "variables": right}).status_code == 201
    assert client.post("/instances", json={"key": "q", "variables": dict.fromkeys(right)}).status_code == 201
    for name, wrong in (
        ("text_", 1),
        ("number_", "1"),
        ("number_", True),
        ("boolean_", 1),
        ("date_", "2026-02-30"),
        ("date_", "5.1.2026"),
        ("datetime_", "2026-01-05T09:00:00"),
        ("duration_", 1),
        ("list_", {}),
        ("record_", []),
    ):
        answer = client.post("/instances", json={"key": "q", "variables": {**right, name: wrong}})
        assert [problem["field"] for problem in problem_of(answer, 422)["problems"]] == [f"/variables/{name}"]


def test_what_holds_is_taken(site: Site, visitor: Visitor) -> None:
    deploy(site, WORK)
    client = visitor(ADMINISTRATOR)
    assert sent_by("variables", client, site, {"a": [{"b": 1.5}], "文": "x\n"}).status_code == 201
    assert sent_by("task", client, site, {"a": None}).status_code == 200
    assert sent_by("payload", client, site, {"a": True}).status_code == 200
