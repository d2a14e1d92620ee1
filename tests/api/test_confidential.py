"""What is confidential is seen by those who have a part in it and by nobody else, whatever their role."""

from datetime import timedelta

import pytest

from engine.commands.instances.advance import start_instance
from engine.site import Site
from engine.store import Session
from tests.api.conftest import Visitor
from tests.support.diagrams import diagram, end, flow, start, task
from tests.support.office import (
    ADMINISTRATOR,
    HANDLER,
    LEADER,
    MONDAY,
    OFFICER,
    SUBSTITUTE,
    UNIT_HEAD,
    act_of,
    deploy,
    send_away,
)

CONFIDENTIAL = "<extensionElements><duban:confidential /></extensionElements>"
BY_THE_INITIATOR = '<extensionElements><duban:assignment rule="initiator" /></extensionElements>'
NODES = (start(), flow("start", "note"), task("note", BY_THE_INITIATOR), flow("note", "end"), end())
TALK = diagram(CONFIDENTIAL, *NODES, key="talk")
OTHERS = (OFFICER, LEADER, UNIT_HEAD, ADMINISTRATOR, "renhong", "zhaolei", "caomin")


@pytest.fixture
def talk(either_site: Site) -> int:
    """An instance that the handler began."""
    deploy(either_site, TALK)
    with either_site.writing() as session:
        return start_instance(act_of(either_site, session, HANDLER), "talk", business_key="谈话1").id


def _seen(visitor: Visitor, username: str, instance_id: int) -> dict[str, bool]:
    """What of it somebody sees, by the way they look."""
    client = visitor(username)
    ways = {
        "inbox": [one["key"] for one in client.get("/tasks").json()["items"]],
        "everything": [one["key"] for one in client.get("/tasks?view=all").json()["items"]],
        "of it": [one["key"] for one in client.get(f"/tasks?view=all&instance_id={instance_id}").json()["items"]],
        "list": [one["key"] for one in client.get("/instances").json().get("items", [])],
    }
    seen = {way: "talk" in keys for way, keys in ways.items()}
    for path in (f"/instances/{instance_id}", f"/instances/{instance_id}/history"):
        seen[path] = client.get(path).status_code == 200
    return seen


def _task_id(visitor: Visitor) -> str:
    (found,) = visitor(HANDLER).get("/tasks").json()["items"]
    return str(found["id"])


def test_whoever_is_in_it_sees_it_and_does_it(either_visitor: Visitor, talk: int) -> None:
    task_id = _task_id(either_visitor)
    assert _seen(either_visitor, HANDLER, talk) == {
        "inbox": True,
        "everything": True,
        "of it": True,
        "list": False,
        f"/instances/{talk}": True,
        f"/instances/{talk}/history": True,
    }
    assert either_visitor(HANDLER).post(f"/tasks/{task_id}/complete", json={"variables": {}}).status_code == 200
    assert _seen(either_visitor, HANDLER, talk)[f"/instances/{talk}/history"]


@pytest.mark.parametrize("username", OTHERS)
def test_nobody_else_sees_it_whatever_their_role(either_visitor: Visitor, talk: int, username: str) -> None:
    task_id = _task_id(either_visitor)
    assert not any(_seen(either_visitor, username, talk).values())
    assert either_visitor(username).get(f"/tasks/{task_id}").status_code == 404
    assert either_visitor(username).post(f"/tasks/{task_id}/complete", json={"variables": {}}).status_code == 404
    either_visitor(HANDLER).post(f"/tasks/{task_id}/complete", json={"variables": {}})
    assert not any(_seen(either_visitor, username, talk).values())
    assert either_visitor(username).post(f"/tasks/{task_id}/complete", json={"variables": {}}).status_code == 404


def test_while_all_are_away_it_goes_to_the_leader_in_charge_and_not_to_the_head(
    either_site: Site, either_visitor: Visitor, talk: int
) -> None:
    def away(session: Session, username: str) -> None:
        send_away(session, username, MONDAY, MONDAY + timedelta(days=1))

    with either_site.writing() as session:
        away(session, HANDLER)
    assert _seen(either_visitor, SUBSTITUTE, talk)["inbox"]
    with either_site.writing() as session:
        away(session, SUBSTITUTE)
    assert _seen(either_visitor, LEADER, talk)["inbox"]
    for username in (UNIT_HEAD, ADMINISTRATOR, "liming"):
        assert not any(_seen(either_visitor, username, talk).values())


def test_what_was_confidential_in_one_version_stays_so(either_site: Site, either_visitor: Visitor, talk: int) -> None:
    deploy(either_site, diagram(*NODES, key="talk"))
    with either_site.writing() as session:
        later = start_instance(act_of(either_site, session, HANDLER), "talk").id
    for instance_id in (talk, later):
        assert not any(_seen(either_visitor, OFFICER, instance_id).values())
