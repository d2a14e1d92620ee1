"""The same request under the same Idempotency-Key is answered the same and done once."""

from sqlalchemy import func, select

from engine.site import Site
from engine.store.models import Event, Matter
from tests.api.conftest import Visitor
from tests.api.test_bad_requests import MATTER
from tests.support.matter import dispatch, open_task
from tests.support.office import HANDLER, OFFICER, SUBSTITUTE

KEY = {"Idempotency-Key": "0f8fad5b-d9cb-469f-a165-70867728950e"}


def test_a_matter_is_registered_once(either_site: Site, either_visitor: Visitor) -> None:
    answers = [either_visitor(OFFICER).post("/matters", json=MATTER, headers=KEY) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    with either_site.reading() as session:
        assert session.scalar(select(func.count()).select_from(Matter)) == 1


def test_a_task_is_completed_once_and_answered_twice(either_site: Site, either_visitor: Visitor) -> None:
    dispatch(either_site)
    path = f"/tasks/{open_task(either_site, 'sign')}/complete"
    body = {"variables": {"decision": "sign"}}
    answers = [either_visitor(HANDLER).post(path, json=body, headers=KEY) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    with either_site.reading() as session:
        done = select(func.count()).select_from(Event).where(Event.type == "task.completed", Event.element_id == "sign")
        assert session.scalar(done) == 1


def test_a_key_belongs_to_one_person(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    path = f"/tasks/{open_task(site, 'sign')}/complete"
    body = {"variables": {"decision": "sign"}}
    assert visitor(HANDLER).post(path, json=body, headers=KEY).status_code == 200
    assert visitor(SUBSTITUTE).post(path, json=body, headers=KEY).status_code == 409


def test_a_refused_request_may_be_mended_under_its_key(visitor: Visitor) -> None:
    officer = visitor(OFFICER)
    assert officer.post("/matters", json={**MATTER, "source": "梦里"}, headers=KEY).status_code == 422
    assert officer.post("/matters", json=MATTER, headers=KEY).status_code == 201
