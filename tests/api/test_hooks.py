"""Calls from outside: signed, fresh, taken once."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from engine.notify.signatures import signature_of
from engine.site import Site
from engine.store.models import Instance
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.diagrams import chain, diagram, end, task
from tests.support.office import MONDAY, deploy
from tests.support.receiver import SECRET, knows, receiver

DECLARED = '<message id="m" name="petition" />'
START = '<startEvent id="start"><messageEventDefinition messageRef="m" /></startEvent>'
BODY = {"name": "petition", "correlation": {"business_key": "信访1号"}, "payload": {"text": "路灯不亮"}}


@pytest.fixture(autouse=True)
def _office(either_site: Site) -> None:
    knows(either_site, oa=receiver(None, accepts=["petition"]), deaf=receiver("http://127.0.0.1:1/"))
    deploy(either_site, diagram(START, task("work"), end(), chain("start", "work", "end"), declared=DECLARED))


def call(
    visitor: Visitor, body: Any = BODY, *, id_: str = "d-1", late: timedelta = timedelta(), **changed: Any
) -> httpx.Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    seconds = int((MONDAY - late).timestamp())
    headers = {
        "Webhook-Id": id_,
        "Webhook-Timestamp": str(seconds),
        "Webhook-Signature": signature_of(SECRET, id_, seconds, raw),
        **{name.replace("_", "-"): value for name, value in changed.items()},
    }
    return visitor("").post("/hooks/oa", content=raw, headers=headers)


def started(site: Site) -> int:
    with site.reading() as session:
        return session.scalar(select(func.count()).select_from(Instance)) or 0


def test_a_delivery_that_comes_again_is_answered_the_same_and_done_once(
    either_site: Site, either_visitor: Visitor
) -> None:
    answers = [call(either_visitor) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200], answers[0].text
    assert len({answer.text for answer in answers}) == 1
    assert started(either_site) == 1
    assert (
        call(either_visitor, {**BODY, "correlation": {"business_key": "信访2号"}}, id_="d-2").json()
        != answers[0].json()
    )
    assert started(either_site) == 2


def test_an_id_belongs_to_one_content(either_visitor: Visitor) -> None:
    assert call(either_visitor).status_code == 200
    problem = problem_of(call(either_visitor, {**BODY, "payload": {}}), 422)
    assert problem["problems"][0]["code"] == "delivery.hook_reused"


@pytest.mark.parametrize("minutes", [6, -6])
def test_what_is_late_or_early_is_not_taken(either_site: Site, either_visitor: Visitor, minutes: int) -> None:
    problem_of(call(either_visitor, late=timedelta(minutes=minutes)), 401)
    assert started(either_site) == 0


def test_what_is_not_signed_by_the_secret_is_not_taken(either_site: Site, either_visitor: Visitor) -> None:
    problem_of(call(either_visitor, Webhook_Signature="v1,AAAA"), 401)
    problem_of(call(either_visitor, Webhook_Id="another"), 401)
    raw = json.dumps(BODY).encode()
    for name in ("deaf", "nobody"):
        headers = {"Webhook-Id": "1", "Webhook-Timestamp": str(int(MONDAY.timestamp()))}
        problem_of(either_visitor("").post(f"/hooks/{name}", content=raw, headers=headers), 401)
    assert started(either_site) == 0


@pytest.mark.parametrize("changed", [{"Webhook_Id": ""}, {"Webhook_Id": "i" * 101}, {"Webhook_Timestamp": "yesterday"}])
def test_a_header_that_is_missing_is_named(either_visitor: Visitor, changed: dict[str, Any]) -> None:
    problem_of(call(either_visitor, **changed), 422)


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"name": "petition", "payload": {"a": "\\u0000"}}', b"x" * (1 << 20) + b"y"]
)
def test_a_body_that_is_no_message_is_refused(either_visitor: Visitor, body: bytes) -> None:
    problem_of(call(either_visitor, body), 422)


def test_only_messages_that_the_settings_allow_are_taken(either_visitor: Visitor) -> None:
    problem_of(call(either_visitor, {**BODY, "name": "office.closed"}), 403)
