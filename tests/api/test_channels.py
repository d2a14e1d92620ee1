"""Group robots and webhooks over HTTP: entered by the administrator, their addresses and secrets never shown again."""

from sqlalchemy import select

from engine.site import Site
from engine.store.models import Channel, Event
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.office import ADMINISTRATOR

URL = "https://oapi.dingtalk.com/robot/send?access_token=token-of-the-group"
SECRET = "SEC-of-the-group-robot"
ROBOT = {"name": "督查群", "kind": "dingtalk", "events": ["urge"], "url": URL, "secret": SECRET}


def test_address_and_secret_go_in_and_never_come_out(site: Site, visitor: Visitor) -> None:
    administrator = visitor(ADMINISTRATOR)
    entered = administrator.post("/channels", json=ROBOT)
    assert entered.status_code == 201, entered.text
    changed = administrator.put(
        f"/channels/{entered.json()['id']}", json={"name": "督查一群", "kind": "dingtalk", "events": ["urge", "closed"]}
    )
    for answer in (entered, changed, administrator.get("/channels")):
        assert "token-of-the-group" not in answer.text
        assert SECRET not in answer.text
    assert (changed.json()["host"], changed.json()["has_secret"]) == ("oapi.dingtalk.com", True)
    with site.reading() as session:
        kept = session.scalars(select(Channel)).one()
        assert (kept.url, kept.secret, kept.name) == (URL, SECRET, "督查一群")
        recorded = [str(event.data) for event in session.scalars(select(Event).where(Event.type == "channel.changed"))]
    assert len(recorded) == 2
    assert not any(SECRET in text or "token" in text for text in recorded)


def test_everything_wrong_with_an_entry_is_named_at_once(visitor: Visitor) -> None:
    wrong = {"name": " ", "kind": "webhook", "events": [], "url": "ftp://files", "secret": "short", "unit_id": 999}
    problem = problem_of(visitor(ADMINISTRATOR).post("/channels", json=wrong), 422)
    assert {one["field"] for one in problem["problems"]} == {"/name", "/events", "/url", "/secret", "/unit_id"}


def test_two_channels_do_not_have_one_name(visitor: Visitor) -> None:
    administrator = visitor(ADMINISTRATOR)
    administrator.post("/channels", json=ROBOT)
    problem = problem_of(administrator.post("/channels", json=ROBOT), 422)
    assert [one["field"] for one in problem["problems"]] == ["/name"]
