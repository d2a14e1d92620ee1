"""The record through the API: who asked in which post and for whom, and evidence for those who may see the matter."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from engine.site import Site
from engine.store.models import Event, Matter
from engine.store.people import find_by_username
from tests.api.conftest import Visitor
from tests.api.test_bad_requests import MATTER
from tests.support.matter import dispatch, open_task
from tests.support.office import ADMINISTRATOR, DESIGNER, HANDLER, LEADER, MONDAY, OFFICER, SUBSTITUTE, send_away


def _completed(site: Site) -> Event:
    with site.reading() as session:
        query = select(Event).where(Event.type == "task.completed", Event.element_id == "sign")
        return session.scalars(query).one()


def _id(site: Site, username: str) -> int:
    with site.reading() as session:
        person = find_by_username(session, username)
        assert person is not None
        return person.id


def _away(site: Site) -> None:
    """The A holder is away for three days."""
    with site.writing() as session:
        send_away(session, HANDLER, MONDAY, MONDAY + timedelta(days=3))


def _sign(visitor: Visitor, site: Site, username: str, **headers: str) -> str:
    path = f"/tasks/{open_task(site, 'sign')}/complete"
    answer = visitor(username).post(path, json={"variables": {"decision": "sign"}}, headers=headers)
    assert answer.status_code == 200
    return answer.headers["X-Request-Id"]


def test_a_b_holder_acts_for_the_a_holder(either_site: Site, either_visitor: Visitor) -> None:
    dispatch(either_site)
    _away(either_site)
    _sign(either_visitor, either_site, SUBSTITUTE)
    event = _completed(either_site)
    assert (event.actor_id, event.behalf_of_id) == (_id(either_site, SUBSTITUTE), _id(either_site, HANDLER))
    assert event.post == "综合处承办岗B"


def test_an_a_holder_acts_in_the_post_for_nobody_else(either_site: Site, either_visitor: Visitor) -> None:
    dispatch(either_site)
    _sign(either_visitor, either_site, HANDLER)
    event = _completed(either_site)
    assert event.behalf_of_id is None
    assert event.post is not None
    assert "A" in event.post


def test_the_record_names_the_request(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    assert _sign(visitor, site, HANDLER, **{"X-Request-Id": "proxy-17.a"}) == "proxy-17.a"
    assert _completed(site).request_id == "proxy-17.a"


@pytest.mark.parametrize("given", ["", "two words", "x" * 65, "a\tb", "'; --"])
def test_a_request_id_that_is_none_is_replaced(visitor: Visitor, given: str) -> None:
    answer = visitor(OFFICER).get("/session", headers={"X-Request-Id": given})
    assert answer.headers["X-Request-Id"] != given
    assert len(answer.headers["X-Request-Id"]) == 32


def test_the_history_tells_where_an_event_came_from(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    _away(site)
    request_id = _sign(visitor, site, SUBSTITUTE)
    with site.reading() as session:
        instance = _completed(site).instance_id
        assert session.get(Event, 1) is not None
    (event,) = visitor(LEADER).get(f"/instances/{instance}/history?type=task.completed").json()["items"]
    assert (event["on_behalf_of"]["id"], event["request_id"]) == (_id(site, HANDLER), request_id)
    assert event["post"].endswith("B")
    assert event["cause"]["kind"] == "task"
    changed = visitor(LEADER).get(f"/instances/{instance}/history?type=record.changed").json()["items"][-1]
    assert (changed["before"], changed["after"]) == ({"state": "dispatched"}, {"state": "running"})


def test_evidence_is_for_those_who_may_see_the_matter(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    with site.reading() as session:
        matter = session.scalars(select(Matter)).one()
    path = f"/matters/{matter.id}/evidence"
    assert {visitor(one).get(path).status_code for one in (OFFICER, LEADER, ADMINISTRATOR)} == {200}
    assert {visitor(one).get(path).status_code for one in (HANDLER, DESIGNER)} == {404}
    assert visitor("").get(path).status_code == 401
    assert visitor(OFFICER).get("/matters/999/evidence").status_code == 404
    answer = visitor(OFFICER).get(path)
    assert answer.headers["content-type"] == "application/zip"
    assert "filename*=UTF-8''%E7%9D%A3" in answer.headers["content-disposition"]
    with zipfile.ZipFile(BytesIO(answer.content)) as package:
        assert {"verify.py", "README.md", "anchors.jsonl", "events/1.jsonl", "manifest.json"} <= set(package.namelist())


def test_a_draft_matter_has_evidence_too(site: Site, visitor: Visitor) -> None:
    registered = visitor(OFFICER).post("/matters", json=MATTER).json()
    assert visitor(OFFICER).get(f"/matters/{registered['matter_id']}/evidence").status_code == 200
