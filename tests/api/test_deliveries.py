"""What could not be delivered is seen and sent again by the administrator, on record."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from engine.site import Site
from engine.store.models import Event
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.instances import start_process
from tests.support.matter import dispatch
from tests.support.office import ADMINISTRATOR, DESIGNER, HANDLER, LEADER, MONDAY, OFFICER, deploy, move_clock_and_work
from tests.support.receiver import calling, http_server, knows, receiver
from tests.support.record import findings

KEY = {"Idempotency-Key": "resend-1"}


class Refusing:
    def send(self, mail: EmailMessage) -> None:
        raise ConnectionRefusedError("nobody there")


class Taking:
    def __init__(self) -> None:
        self.ids: list[str] = []

    def send(self, mail: EmailMessage) -> None:
        self.ids.append(mail["Message-ID"])


def let_ten_attempts_fail(site: Site) -> None:
    for hours in range(0, 100, 7):
        move_clock_and_work(site, MONDAY + timedelta(hours=hours))


def test_a_dead_mail_is_listed_and_sent_again_with_the_reason_on_record(
    either_site: Site, either_visitor: Visitor
) -> None:
    either_site.postman = Refusing()
    dispatch(either_site)
    let_ten_attempts_fail(either_site)
    administrator = either_visitor(ADMINISTRATOR)
    dead = administrator.get("/deliveries/mails?state=dead").json()["items"]
    assert {(row["attempts"], row["last_error"]) for row in dead} == {(10, "nobody there")}
    assert administrator.get("/deliveries/mails/summary").json()["dead"] == len(dead)
    path = f"/deliveries/mails/{dead[0]['id']}/resend"
    answers = [administrator.post(path, json={"reason": "服务器已修好"}, headers=KEY) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200], answers[0].text
    assert answers[0].json() == answers[1].json()
    again = answers[0].json()
    assert (again["state"], again["attempts"], again["resend_reason"]) == ("waiting", 0, "服务器已修好")
    assert again["key"] == dead[0]["key"]
    taking = either_site.postman = Taking()
    move_clock_and_work(either_site, MONDAY + timedelta(hours=99))
    assert taking.ids.count(dead[0]["key"]) == 1
    with either_site.reading() as session:
        [event] = session.scalars(select(Event).where(Event.type == "delivery.resent"))
        assert event.data == {"key": dead[0]["key"], "reason": "服务器已修好"}
        assert event.actor_id == again["resent_by"]["id"]
    assert findings(either_site) == []
    problem = problem_of(administrator.post(path, json={"reason": "再来"}), 409)
    assert problem["problems"][0]["code"] == "delivery.not_dead"


def test_a_dead_call_is_listed_and_made_again(site: Site, visitor: Visitor) -> None:
    with http_server() as heard:
        heard.status = 500
        knows(site, oa=receiver(heard.url))
        deploy(site, calling(receiver="oa", event="closed"))
        start_process(site, "p")
        let_ten_attempts_fail(site)
        [row] = visitor(ADMINISTRATOR).get("/deliveries/calls?state=dead").json()["items"]
        assert (row["subject"], row["to"]) == ("closed", "oa")
        heard.status = 200
        visitor(ADMINISTRATOR).post(f"/deliveries/calls/{row['id']}/resend", json={"reason": "对方已恢复"})
        assert move_clock_and_work(site, MONDAY + timedelta(hours=99)) == 1
    assert {headers["webhook-id"] for _, headers, _ in heard.calls} == {row["key"]}
    [row] = visitor(ADMINISTRATOR).get("/deliveries/calls").json()["items"]
    assert (row["state"], row["last_error"]) == ("sent", None)


@pytest.mark.parametrize("username", [OFFICER, LEADER, HANDLER, DESIGNER])
def test_only_an_administrator_sees_and_resends(visitor: Visitor, username: str) -> None:
    problem_of(visitor(username).get("/deliveries/mails"), 403)
    problem_of(visitor(username).get("/deliveries/calls/summary"), 403)
    problem_of(visitor(username).post("/deliveries/mails/1/resend", json={"reason": "x"}), 403)
    problem_of(visitor(username).post("/deliveries/calls/1/resend", json={"reason": "x"}), 403)


def test_what_is_not_there_and_what_has_no_reason_is_refused(visitor: Visitor) -> None:
    for kind in ("mails", "calls"):
        problem_of(visitor(ADMINISTRATOR).post(f"/deliveries/{kind}/99/resend", json={"reason": "x"}), 404)
        problem_of(visitor(ADMINISTRATOR).post(f"/deliveries/{kind}/99/resend", json={"reason": "  "}), 422)
    problem_of(visitor(ADMINISTRATOR).get("/deliveries/letters"), 422)
