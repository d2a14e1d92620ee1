"""Calls leave the outbox over HTTP: signed, under a fixed key, to named receivers only; when one is down, later."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.jobs.work import do_all_due
from engine.notify.signatures import is_signed
from engine.site import Site
from engine.store.models import OutboxCall
from tests.support.instances import instance, start_process
from tests.support.office import MONDAY, deploy, move_clock_and_work
from tests.support.receiver import SECRET, Heard, calling, http_server, knows, receiver
from tests.support.services import free_port

MINUTE = timedelta(minutes=1)


@pytest.fixture
def heard() -> Iterator[Heard]:
    with http_server() as server:
        yield server


def calls(site: Site) -> list[OutboxCall]:
    with site.reading() as session:
        return list(session.scalars(select(OutboxCall).order_by(OutboxCall.id)))


def test_a_service_task_calls_a_receiver_once_signed_under_a_fixed_key(either_site: Site, heard: Heard) -> None:
    knows(either_site, oa=receiver(heard.url))
    deploy(either_site, calling(receiver="oa", event="item.closed", data="amount, note"))
    started = start_process(either_site, "p", amount=3, note="好", salary="nobody's business")
    assert heard.calls == []
    assert do_all_due(either_site) == 1
    assert do_all_due(either_site) == 0
    [(path, headers, body)] = heard.calls
    assert path == "/hook"
    key = f"call.{started}.tell.1"
    assert headers["webhook-id"] == headers["idempotency-key"] == key
    assert is_signed(headers["webhook-signature"], SECRET, key, int(headers["webhook-timestamp"]), body)
    said = json.loads(body)
    assert (said["id"], said["event"], said["data"]) == (key, "item.closed", {"amount": 3, "note": "好"})
    assert [(row.state, row.sent_at, row.attempts) for row in calls(either_site)] == [("sent", MONDAY, 1)]


def test_an_unknown_receiver_is_an_incident_that_says_so_and_calls_nobody(site: Site, heard: Heard) -> None:
    knows(site, oa=receiver(heard.url))
    deploy(site, calling(receiver="http://127.0.0.1/"))
    found = instance(site, start_process(site, "p"))
    assert found.state == "incident"
    assert found.incident is not None
    assert "http://127.0.0.1/" in found.incident["message"]
    assert "oa" in found.incident["message"]
    assert calls(site) == []


@pytest.mark.parametrize(
    "parameters", [{}, {"receiver": "oa", "data": "nothing"}, {"receiver": "oa", "event": "e" * 121}]
)
def test_a_call_that_says_too_little_or_too_much_is_an_incident(site: Site, parameters: dict[str, str]) -> None:
    knows(site, oa=receiver("http://127.0.0.1:1/"))
    deploy(site, calling(**parameters))
    assert instance(site, start_process(site, "p")).state == "incident"
    assert calls(site) == []


def test_a_receiver_that_is_away_is_called_later_under_the_same_key(site: Site) -> None:
    knows(site, oa=receiver(f"http://127.0.0.1:{free_port()}/"))
    deploy(site, calling(receiver="oa"))
    start_process(site, "p")
    do_all_due(site)
    assert [(row.state, row.attempts, row.next_attempt_at) for row in calls(site)] == [("waiting", 1, MONDAY + MINUTE)]
    with http_server() as heard:
        knows(site, oa=receiver(heard.url))
        assert move_clock_and_work(site, MONDAY + MINUTE) == 1
    assert [headers["webhook-id"] for _, headers, _ in heard.calls] == [row.key for row in calls(site)]
    assert [row.state for row in calls(site)] == ["sent"]


def test_a_redirect_is_not_followed(site: Site, heard: Heard) -> None:
    heard.status, heard.headers = 307, {"Location": "/elsewhere"}
    knows(site, oa=receiver(heard.url))
    deploy(site, calling(receiver="oa"))
    start_process(site, "p")
    do_all_due(site)
    assert [path for path, _, _ in heard.calls] == ["/hook"]
    assert [(row.state, row.last_error) for row in calls(site)] == [("waiting", "接收方返回状态码 307")]


def test_a_receiver_that_is_away_holds_up_no_other_and_is_tried_once_a_batch(site: Site, heard: Heard) -> None:
    knows(site, gone=receiver(f"http://127.0.0.1:{free_port()}/"), here=receiver(heard.url))
    deploy(site, calling("a", receiver="gone"), calling("b", receiver="here"))
    for _ in range(3):
        start_process(site, "a")
    start_process(site, "b")
    assert do_all_due(site) == 4
    assert len(heard.calls) == 1
    assert sorted(row.state for row in calls(site)) == ["sent", "waiting", "waiting", "waiting"]


def test_after_ten_refusals_a_call_is_dead_and_stays_visible(site: Site, heard: Heard) -> None:
    heard.status = 500
    knows(site, oa=receiver(heard.url))
    deploy(site, calling(receiver="oa"))
    start_process(site, "p")
    for hours in range(0, 100, 7):
        move_clock_and_work(site, MONDAY + timedelta(hours=hours))
    assert len(heard.calls) == 10
    assert [(row.state, row.attempts, row.last_error) for row in calls(site)] == [("dead", 10, "接收方返回状态码 500")]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("wecom", b'{"errcode": 0, "errmsg": "ok"}'),
        ("dingtalk", b'{"errcode": 0, "errmsg": "ok"}'),
        ("feishu", b'{"code": 0, "msg": "success"}'),
    ],
)
def test_a_group_robot_is_told_a_sentence(site: Site, heard: Heard, kind: str, said: bytes) -> None:
    heard.body = said
    knows(site, group=receiver(heard.url + "?key=k", kind))
    deploy(site, calling(receiver="group", event="督办通知"))
    start_process(site, "p")
    do_all_due(site)
    [(path, _, body)] = heard.calls
    message = json.loads(body)
    text = message["content"]["text"] if kind == "feishu" else message["text"]["content"]
    assert "督办通知" in text
    assert ("sign=" in path) == (kind == "dingtalk")
    assert ("sign" in message) == (kind == "feishu")
    assert path.startswith("/hook?key=k")
    assert [row.state for row in calls(site)] == ["sent"]


@pytest.mark.parametrize("said", [b'{"errcode": 93000, "errmsg": "invalid webhook url"}', b"<html>", b"[]"])
def test_a_group_robot_that_did_not_take_it_is_tried_again(site: Site, heard: Heard, said: bytes) -> None:
    heard.body = said
    knows(site, group=receiver(heard.url, "wecom"))
    deploy(site, calling(receiver="group"))
    start_process(site, "p")
    do_all_due(site)
    assert [(row.state, bool(row.last_error)) for row in calls(site)] == [("waiting", True)]
