"""四同步 over HTTP: who opens a year and enters tasks, who sees what, and who may not review."""

from typing import Any

import httpx
from sqlalchemy import select

from engine.commands.instances.advance import start_instance
from engine.site import Site
from engine.store.models import KeyTask, Membership, Unit
from engine.store.reviews import lock_assessment
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.office import MONDAY, act_of, move_clock_and_work, person
from tests.support.performance import entry_by_hand

OFFICE, HANDLER, LIAISON, STRANGER = "renhong", "chenlu", "liuyang", "panying"
PANEL = ("qianbo", "liming", "caizhi")
GATES = ["2026-01-05", "2026-04-13", "2026-07-13", "2026-10-19"]
TRACK = {"goals": "目标", "people": "人员", "starts_on": "2026-01-05", "ends_on": "2026-12-31", "measures": "措施"}
EQUAL = {"goals_equal": "yes", "people_equal": "yes", "dates_equal": "yes", "measures_equal": "yes"}


def _open(site: Site, office: httpx.Client, panel: tuple[str, ...] = PANEL, **more: Any) -> httpx.Response:
    with site.reading() as session:
        seats = [{"person_id": person(session, one).id, "is_chair": one == panel[0]} for one in panel]
    return office.post("/reviews", json={"year": 2026, "gates": GATES, "seats": seats, **more})


def _enter(office: httpx.Client, unit: str = "zhc") -> int:
    units = {one["code"]: one["id"] for one in office.get("/units").json()["items"]}
    rows = [{"unit_id": units[unit], "title": "一项任务"}]
    assert office.post("/reviews/2026/tasks", json={"tasks": rows}).status_code == 201
    found: int = office.get("/reviews/2026").json()["tasks"][-1]["id"]
    return found


def _do(visitor: Visitor, username: str, element: str, variables: dict[str, Any]) -> httpx.Response:
    tasks = visitor(username).get("/tasks").json()["items"]
    task = next(one for one in tasks if one["element_id"] == element)
    return visitor(username).post(f"/tasks/{task['id']}/complete", json={"variables": variables})


def test_a_year_names_everything_that_is_wrong_with_it_at_once(site: Site, visitor: Visitor) -> None:
    answer = _open(site, visitor(OFFICE), PANEL[:2], gates=GATES[::-1], quorum="many", sit_days=0)
    fields = {one["field"] for one in problem_of(answer, 422)["problems"]}
    assert fields == {"/gates", "/quorum", "/sit_days", "/seats"}
    assert visitor(OFFICE).get("/reviews").json()["items"] == []


def test_a_year_is_opened_once_and_only_by_the_party_committee_office(site: Site, visitor: Visitor) -> None:
    assert _open(site, visitor(HANDLER)).status_code == 403
    assert _open(site, visitor(OFFICE)).status_code == 201
    assert _open(site, visitor(OFFICE)).status_code == 409


def test_the_gate_opens_when_both_tracks_are_in(site: Site, visitor: Visitor) -> None:
    _open(site, visitor(OFFICE))
    task = _enter(visitor(OFFICE))
    move_clock_and_work(site, MONDAY)
    assert _do(visitor, HANDLER, "prepare_business", TRACK).status_code == 200
    seen = visitor(HANDLER).get(f"/key-tasks/{task}").json()
    assert (seen["gates"][0]["look"]["code"], len(seen["detail"][0]["sittings"])) == ("preparing", 0)
    wrong = _do(visitor, LIAISON, "prepare_party", {**TRACK, "ends_on": "2025-12-31"})
    assert [one["field"] for one in problem_of(wrong, 422)["problems"]] == ["/ends_on"]
    assert _do(visitor, LIAISON, "prepare_party", TRACK).status_code == 200
    seen = visitor(HANDLER).get(f"/key-tasks/{task}").json()
    assert seen["gates"][0]["look"]["code"] == "reviewing"


def test_who_belongs_to_the_unit_has_no_seat_and_cannot_speak_for_one_who_has(site: Site, visitor: Visitor) -> None:
    _open(site, visitor(OFFICE), (*PANEL, "wangqing"))
    task = _enter(visitor(OFFICE))
    move_clock_and_work(site, MONDAY)
    _do(visitor, HANDLER, "prepare_business", TRACK)
    _do(visitor, LIAISON, "prepare_party", TRACK)
    assert not [one for one in visitor("wangqing").get("/tasks").json()["items"] if one["element_id"] == "review"]
    seats = visitor(OFFICE).get(f"/key-tasks/{task}").json()["detail"][0]["sittings"][0]["seats"]
    assert [one["state"]["code"] for one in seats] == ["called", "called", "called", "recused"]
    assert seats[3]["reason"] == "本单位事项，回避"
    with site.writing() as session:  # somebody is moved into the unit after the panel was called
        unit_id = session.scalars(select(Unit.id).where(Unit.code == "zhc")).one()
        session.add(Membership(person_id=person(session, "caizhi").id, unit_id=unit_id))
    refused = _do(visitor, "caizhi", "review", {**EQUAL, "opinion": "pass"})
    assert [one["code"] for one in problem_of(refused, 409)["problems"]] == ["reviews.own_unit"]
    aside = {"opinion": "recuse", "remark": "已调入该单位"}
    assert _do(visitor, "caizhi", "review", aside).status_code == 200


def test_the_unit_is_told_what_was_decided_and_not_who_said_what(site: Site, visitor: Visitor) -> None:
    _open(site, visitor(OFFICE))
    task = _enter(visitor(OFFICE))
    move_clock_and_work(site, MONDAY)
    _do(visitor, HANDLER, "prepare_business", TRACK)
    _do(visitor, LIAISON, "prepare_party", TRACK)
    for one in PANEL:
        assert _do(visitor, one, "review", {**EQUAL, "opinion": "rectify", "remark": "目标不清"}).status_code == 200
    refused = _do(visitor, OFFICE, "conclude", {"conclusion": "整改"})
    assert [one["code"] for one in problem_of(refused, 422)["problems"]] == ["reviews.findings_missing"]
    found = [{"text": "明确目标", "due_working_days": 5}]
    assert _do(visitor, OFFICE, "conclude", {"conclusion": "整改", "findings": found}).status_code == 200
    mine = visitor(HANDLER).get(f"/key-tasks/{task}").json()["detail"][0]
    sitting = mine["sittings"][0]
    assert (mine["decision"]["code"], sitting["present"], sitting["seats"]) == ("rectify", 3, [])
    assert mine["look"]["code"] == "rectifying"
    item = visitor(HANDLER).get(f"/items/{mine['findings'][0]['item_id']}").json()
    assert (item["title"], item["state"]["code"]) == ("明确目标", "dispatched")
    office = visitor(OFFICE).get(f"/key-tasks/{task}").json()["detail"][0]["sittings"][0]["seats"]
    assert [one["opinion"]["code"] for one in office] == ["rectify"] * 3
    instance_id = visitor(HANDLER).get(f"/key-tasks/{task}").json()["instance_id"]
    history = visitor(HANDLER).get(f"/instances/{instance_id}/history")
    assert history.status_code == 200
    assert "目标不清" not in history.text


def test_others_see_neither_the_task_nor_that_it_is_there(site: Site, visitor: Visitor) -> None:
    _open(site, visitor(OFFICE))
    task = _enter(visitor(OFFICE))
    assert visitor(STRANGER).get("/reviews/2026").json()["tasks"] == []
    there, nowhere = (visitor(STRANGER).get(f"/key-tasks/{one}") for one in (task, 987_654))
    assert there.json()["code"] == nowhere.json()["code"] == "error.not_found"


def test_the_years_calendar_says_what_is_to_come_at_which_gate(site: Site, visitor: Visitor) -> None:
    _open(site, visitor(OFFICE))
    first, second = _enter(visitor(OFFICE)), _enter(visitor(OFFICE), "fgc")
    move_clock_and_work(site, MONDAY)

    def days(username: str) -> list[tuple[str, str, int, list[int]]]:
        found = visitor(username).get("/reviews/2026").json()["days"]
        return [(one["on"], one["what"]["code"], one["gate"], [task["id"] for task in one["tasks"]]) for one in found]

    later = [(GATES[number - 1], "opens", number, [first, second]) for number in (2, 3, 4)]
    opened: tuple[str, str, int, list[int]] = (GATES[0], "opens", 1, [])
    assert days(OFFICE) == [opened, ("2026-01-19", "prepare_due", 1, [first, second]), *later]
    _do(visitor, HANDLER, "prepare_business", TRACK)
    _do(visitor, LIAISON, "prepare_party", TRACK)
    due = [("2026-01-12", "sitting_closes", 1, [first]), ("2026-01-19", "prepare_due", 1, [second])]
    assert days(OFFICE) == [opened, *due, *later]
    assert [tasks for *_, tasks in days(HANDLER)] == [[], [first], [first], [first], [first]]
    for one in PANEL:
        _do(visitor, one, "review", {**EQUAL, "opinion": "rectify"})
    found = [{"text": "明确目标", "due_working_days": 3}]
    _do(visitor, OFFICE, "conclude", {"conclusion": "整改", "findings": found})
    assert ("2026-01-08", "finding_due", 1, [first]) in days(OFFICE)


def test_the_assessment_of_a_unit_shows_its_record_of_work(site: Site, visitor: Visitor) -> None:
    """一考双评: to the head who reports and to the office that confirms, line by line; not to others."""
    _open(site, visitor(OFFICE))
    _enter(visitor(OFFICE))
    with site.writing() as session:
        act = act_of(site, session)
        task_of = session.scalars(select(KeyTask)).one()
        found = lock_assessment(session, task_of.year_id, task_of.unit_id)
        found.state = "reporting"
        found.instance_id = start_instance(act, "reviews-assessment", variables={"assessment_id": found.id}).id
        unit_id, instance_id = found.unit_id, found.instance_id
        session.add(entry_by_hand(unit_id, points=25))
    head = visitor("wangqing")
    task = next(one for one in head.get("/tasks").json()["items"] if one["element_id"] == "report")
    assert task["subject"] == {"kind": "unit_year", "id": unit_id, "number": "2026", "title": "综合处", "matter": None}
    lines = head.get(f"/performance/2026/lines?unit_id={unit_id}").json()["items"]
    assert [one["points"] for one in lines] == [2.5]
    for who, seen in (("wangqing", (2.5, 1)), (OFFICE, (2.5, 1)), (HANDLER, (None, None))):
        row = visitor(who).get("/reviews/2026").json()["assessments"][0]
        assert (row["record_points"], row["record_lines"]) == seen
    assert _do(visitor, "wangqing", "report", {"business_report": "业务", "party_report": "党建"}).status_code == 200
    known = visitor(OFFICE).get(f"/instances/{instance_id}").json()["variables"]
    assert known["record_points"] == 2.5
