"""The organisation and absences over HTTP."""

from datetime import timedelta
from typing import Any

from engine.site import Site
from engine.store.office_record import find_office_record
from tests.api.conftest import Visitor
from tests.support.matter import dispatch, open_task
from tests.support.office import ADMINISTRATOR, HANDLER, MONDAY, OFFICER, SUBSTITUTE, UNIT_HEAD

SOON, LATER = (MONDAY + timedelta(days=1)).isoformat(), (MONDAY + timedelta(days=2)).isoformat()


def _named(rows: list[dict[str, Any]], **wanted: str) -> dict[str, Any]:
    return next(row for row in rows if all(row[name] == value for name, value in wanted.items()))


def test_the_organisation_is_shown_as_it_is_and_as_it_is_to_be(either_site: Site, either_visitor: Visitor) -> None:
    change = {"type": "post", "unit": "zhc", "title": "承办岗", "a": SUBSTITUTE}
    body = {"starts_at": SOON, "changes": [change]}
    assert either_visitor(ADMINISTRATOR).post("/organisation/changes", json=body).json() == {"count": 1}
    for params, name in (({}, "陈璐"), ({"at": SOON}, "刘洋")):
        office = either_visitor(HANDLER).get("/organisation", params=params).json()
        post = next(p for p in office["posts"] if p["title"] == "承办岗" and p["unit"]["name"] == "综合处")
        assert post["a"]["name"] == name
        assert len(office["turns"]) == 1
    unit = _named(office["units"], code="zhc")
    assert (unit["partner"]["name"], unit["leader"]["name"]) == ("督查室", "钱博")
    assert _named(office["people"], username=OFFICER)["roles"] == ["handler", "officer"]


def test_somebody_else_does_not_change_it(visitor: Visitor) -> None:
    body = {"changes": [{"type": "unit", "code": "new", "name": "新设处"}]}
    assert visitor(OFFICER).post("/organisation/changes", json=body).status_code == 403


def test_every_problem_is_in_the_answer_with_its_field(visitor: Visitor) -> None:
    changes = [
        {"type": "unit", "code": "new", "name": "新设处", "parent": "gone"},
        {"type": "leave", "username": "nobody"},
    ]
    answer = visitor(ADMINISTRATOR).post("/organisation/changes", json={"changes": changes})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["problems"]] == ["/changes/0/parent", "/changes/1/username"]


def test_an_absence_is_entered_seen_and_ended(either_site: Site, either_visitor: Visitor) -> None:
    dispatch(either_site)
    body = {"starts_at": MONDAY.isoformat(), "ends_at": LATER, "reason": "年休假"}
    entered = either_visitor(HANDLER).post("/absences", json=body)
    assert entered.status_code == 201
    absence = entered.json()
    assert (absence["person"]["name"], absence["entered_by"]["name"]) == ("陈璐", "陈璐")
    tasks = either_visitor(SUBSTITUTE).get("/tasks").json()["items"]
    assert [task["element_id"] for task in tasks] == ["sign"]
    assert either_visitor(HANDLER).get("/tasks").json()["items"] == []
    answer = either_visitor(SUBSTITUTE).post(
        f"/tasks/{open_task(either_site, 'sign')}/complete", json={"variables": {"decision": "sign"}}
    )
    assert answer.status_code == 200
    (done,) = either_visitor(HANDLER).get(f"/absences/{absence['id']}/work").json()["items"]
    assert (done["actor"]["name"], done["post"], done["task"]) == ("刘洋", "综合处承办岗B", "签收")
    assert either_visitor(UNIT_HEAD).post(f"/absences/{absence['id']}/end").status_code == 200
    assert either_visitor(SUBSTITUTE).get("/tasks").json()["items"] == []


def test_absences_are_seen_by_the_unit_and_by_those_who_oversee(visitor: Visitor) -> None:
    body = {"starts_at": SOON, "ends_at": LATER}
    absence = visitor(HANDLER).post("/absences", json=body).json()
    for username, seen in ((HANDLER, 1), (SUBSTITUTE, 1), (OFFICER, 1), ("caomin", 0)):
        assert len(visitor(username).get("/absences").json()["items"]) == seen
    for username, status in (("caomin", 404), (SUBSTITUTE, 404), (UNIT_HEAD, 200)):
        assert visitor(username).get(f"/absences/{absence['id']}/work").status_code == status
    assert visitor("caomin").post(f"/absences/{absence['id']}/end").status_code == 404
    assert visitor("caomin").post("/absences", json={**body, "person_id": absence["person"]["id"]}).status_code == 404


def test_one_that_has_not_begun_is_withdrawn_and_no_longer_shown(visitor: Visitor) -> None:
    absence = visitor(HANDLER).post("/absences", json={"starts_at": SOON, "ends_at": LATER}).json()
    assert visitor(HANDLER).post(f"/absences/{absence['id']}/end").status_code == 200
    assert visitor(HANDLER).get("/absences").json()["items"] == []


def test_what_is_wrong_with_an_absence_is_said_by_field(visitor: Visitor) -> None:
    answer = visitor(HANDLER).post("/absences", json={"starts_at": LATER, "ends_at": SOON, "process": "no-such"})
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["problems"]} == {"ends_at", "process"}


def test_the_record_of_the_office_is_read_by_auditors_and_is_no_instance(
    either_site: Site, either_visitor: Visitor
) -> None:
    either_visitor(HANDLER).post("/absences", json={"starts_at": SOON, "ends_at": LATER})
    (event,) = either_visitor(ADMINISTRATOR).get("/organisation/history").json()["items"]
    assert (event["type"], event["actor"]["name"]) == ("absence.entered", "陈璐")
    assert either_visitor(OFFICER).get("/organisation/history").status_code == 403
    with either_site.reading() as session:
        number = find_office_record(session)
    assert either_visitor(ADMINISTRATOR).get("/instances").json()["items"] == []
    for path in (f"/instances/{number}", f"/instances/{number}/history"):
        assert either_visitor(ADMINISTRATOR).get(path).status_code == 404
    cancelled = either_visitor(ADMINISTRATOR).post(f"/instances/{number}/cancel", json={"reason": "试"})
    assert cancelled.status_code == 404


def test_addresses_are_told_to_administrators_only(visitor: Visitor) -> None:
    for username, is_told in ((ADMINISTRATOR, True), (OFFICER, False)):
        people = visitor(username).get("/organisation").json()["people"]
        assert (_named(people, username=HANDLER)["email"] is not None) is is_told
        assert _named(people, username=OFFICER)["given_roles"] == ["officer"]


def test_one_is_offered_those_whose_absence_one_may_enter(visitor: Visitor) -> None:
    for username, others in ((HANDLER, set()), (UNIT_HEAD, {"陈璐", "刘洋"})):
        offered = {one["name"] for one in visitor(username).get("/absences/people").json()["items"]}
        assert offered >= {visitor(username).get("/session").json()["person"]["name"], *others}
        assert ("陈璐" in offered) is (username == HANDLER or "陈璐" in others)
        assert "郑怡" not in offered


def test_an_absence_says_whether_it_is_the_readers_to_end(visitor: Visitor) -> None:
    visitor(HANDLER).post("/absences", json={"starts_at": SOON, "ends_at": LATER})
    for username, may_end in ((HANDLER, True), (UNIT_HEAD, True), (SUBSTITUTE, False), (OFFICER, False)):
        (absence,) = visitor(username).get("/absences").json()["items"]
        assert absence["may_end"] is may_end


def test_the_record_of_the_office_is_read_from_its_end(visitor: Visitor) -> None:
    for name in ("甲处", "乙处"):
        change = {"type": "unit", "code": "new", "name": name}
        visitor(ADMINISTRATOR).post("/organisation/changes", json={"changes": [change]})
    events = visitor(ADMINISTRATOR).get("/organisation/history", params={"newest_first": True}).json()["items"]
    assert [event["data"]["name"] for event in events] == ["乙处", "甲处"]
    assert events[0]["seq"] > events[1]["seq"]
    before = f"/organisation/history?newest_first=true&cursor={events[0]['seq']}"
    (older,) = visitor(ADMINISTRATOR).get(before).json()["items"]
    assert older["seq"] == events[1]["seq"]
