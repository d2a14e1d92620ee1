"""总结表彰 over HTTP: who opens a cycle, who nominates, who sees what of a nomination, who withdraws and cancels."""

from datetime import date
from typing import Any

import httpx
from sqlalchemy import select

from engine.site import Site
from engine.store.models import Unit
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.commending import add_negative, moment, recommend_all
from tests.support.office import move_clock_and_work, person

OFFICE, HEAD, LIAISON, HANDLER, STRANGER, MEMBER = "renhong", "wangqing", "liuyang", "chenlu", "panying", "caizhi"
PANEL = ("qianbo", "sunlan", MEMBER)
CATEGORIES = [
    {"name": "模范单位", "subject": "unit", "quota": 1},
    {"name": "先进个人", "subject": "person", "quota": 2, "self_allowed": True, "heads_percent": 20},
]


def _open(site: Site, office: httpx.Client, **more: Any) -> httpx.Response:
    with site.reading() as session:
        seats = [{"person_id": person(session, one).id, "is_chair": one == PANEL[0]} for one in PANEL]
    plan = {"title": "年度表彰", "year": 2026, "nominate_until": "2026-01-12", "contact": "党委办 8001"}
    return office.post("/commendation/cycles", json={**plan, "categories": CATEGORIES, "seats": seats, **more})


def _nominate(site: Site, visitor: httpx.Client, cycle: int, who: str | None, category: int = 1) -> httpx.Response:
    seen = visitor.get(f"/commendation/cycles/{cycle}").json()
    with site.reading() as session:
        unit_id = session.scalars(select(Unit.id).where(Unit.code == "zhc")).one()
        person_id = person(session, who).id if who else None
    body = {"category_id": seen["categories"][category]["id"], "unit_id": unit_id, "person_id": person_id}
    return visitor.post(f"/commendation/cycles/{cycle}/nominations", json={**body, "deeds": "完成任务"})


def test_a_cycle_names_everything_that_is_wrong_with_it_at_once(site: Site, visitor: Visitor) -> None:
    criteria = [{"name": "实绩", "points": 60}, {"name": "实绩", "points": 0}]
    wrong = [{"name": " ", "subject": "team", "quota": 0, "heads_percent": 120, "criteria": criteria}]
    more = {"title": " ", "contact": " ", "kind": "weekly", "nominate_until": "2026-01-02", "quorum": "many"}
    answer = _open(site, visitor(OFFICE), categories=wrong, leader_post_id=987_654, **more)
    fields = {one["field"] for one in problem_of(answer, 422)["problems"]}
    named = ("name", "subject", "quota", "heads_percent", "criteria", "criteria/1/name", "criteria/1/points")
    places = {f"/categories/0/{name}" for name in named}
    wanted = {"/title", "/contact", "/kind", "/nominate_until", "/quorum", "/leader_post_id"}
    assert fields == wanted | places
    assert visitor(OFFICE).get("/commendation/cycles").json() == {"items": [], "may_open": True}


def test_a_panel_of_a_cycle_that_is_too_small_is_called_by_its_own_name(site: Site, visitor: Visitor) -> None:
    with site.reading() as session:
        twice = [{"person_id": person(session, PANEL[0]).id, "is_chair": chair} for chair in (True, False)]
    said = [one["message"] for one in problem_of(_open(site, visitor(OFFICE), seats=twice), 422)["problems"]]
    assert said == ["评审组可参加的成员不足 3 人，请增加成员", "评审组成员不能重复"]


def test_a_cycle_is_opened_by_the_office_and_read_by_everybody(site: Site, visitor: Visitor) -> None:
    assert _open(site, visitor(HANDLER)).status_code == 403
    cycle = _open(site, visitor(OFFICE)).json()["id"]
    seen = visitor(STRANGER).get(f"/commendation/cycles/{cycle}").json()
    assert (seen["state"]["text"], seen["rule"]["notice_days"], seen["units"], seen["may_self"]) == (
        "受理申报",
        5,
        [],
        True,
    )
    assert [one["name"] for one in visitor(HEAD).get(f"/commendation/cycles/{cycle}").json()["units"]] == ["综合处"]
    assert seen["leader"].endswith("周瑞")
    assert visitor(STRANGER).get("/commendation/cycles/99").status_code == 404
    assert seen["categories"][0]["criteria"] == [{"name": "综合评价", "points": 100, "text": ""}]
    four = [{"name": str(n), "points": 25, "text": "要点"} for n in range(4)]
    more = [{**CATEGORIES[0], "criteria": four}]
    other = _open(site, visitor(OFFICE), categories=more, kind="special").json()["id"]
    assert visitor(STRANGER).get(f"/commendation/cycles/{other}").json()["categories"][0]["criteria"] == four


def test_units_nominate_by_head_or_liaison_and_people_themselves(site: Site, visitor: Visitor) -> None:
    cycle = _open(site, visitor(OFFICE)).json()["id"]
    assert _nominate(site, visitor(HANDLER), cycle, None, 0).status_code == 403
    assert _nominate(site, visitor(LIAISON), cycle, None, 0).status_code == 201
    own = _nominate(site, visitor(HANDLER), cycle, HANDLER)
    assert own.json()["state"]["text"] == "资格审查"
    again = problem_of(_nominate(site, visitor(HEAD), cycle, HANDLER), 422)
    assert [one["field"] for one in again["problems"]] == ["/person_id"]
    move_clock_and_work(site, moment(date(2026, 1, 13)))
    assert _nominate(site, visitor(HEAD), cycle, LIAISON).status_code == 409


def test_a_nomination_is_seen_by_its_unit_and_the_panel_and_its_figures_by_the_office(
    site: Site, visitor: Visitor
) -> None:
    add_negative(site, HANDLER, "discipline", date(2026, 1, 5))
    cycle = _open(site, visitor(OFFICE)).json()["id"]
    one = _nominate(site, visitor(HEAD), cycle, HANDLER).json()
    assert one["state"]["text"] == "资格审查未通过"
    path = f"/commendation/nominations/{one['id']}"
    for username, status in ((HEAD, 200), (HANDLER, 200), (MEMBER, 200), (OFFICE, 200), (STRANGER, 404)):
        assert visitor(username).get(path).status_code == status, username
        listed = visitor(username).get(f"/commendation/cycles/{cycle}").json()
        assert len(listed["nominations"]) == (1 if status == 200 else 0)
        assert listed["categories"][1]["nominated"] == 1
    told = visitor(HEAD).get(path).json()
    assert [line["text"] for line in told["checks"] if not line["passed"]] == ["有不宜推荐的情形"]
    assert {line["facts"] is None for line in told["checks"]} == {True}
    assert visitor(OFFICE).get(path).json()["checks"][0]["facts"]["discipline_entries"] == 1


def test_withdrawing_and_cancelling_want_a_reason_and_the_right_person(site: Site, visitor: Visitor) -> None:
    cycle = _open(site, visitor(OFFICE)).json()["id"]
    one = _nominate(site, visitor(HEAD), cycle, HANDLER).json()["id"]
    path = f"/commendation/nominations/{one}"
    assert visitor(HANDLER).get(path).json()["may_withdraw"] is True
    assert visitor(LIAISON).post(f"{path}/withdraw", json={"reason": "不妥"}).status_code == 403
    assert visitor(STRANGER).post(f"{path}/withdraw", json={"reason": "不妥"}).status_code == 404
    assert problem_of(visitor(HANDLER).post(f"{path}/withdraw", json={"reason": " "}), 422)
    done = visitor(HANDLER).post(f"{path}/withdraw", json={"reason": "放弃"}).json()
    assert done["state"]["text"] == "已撤回"
    assert visitor(HANDLER).post(f"{path}/withdraw", json={"reason": "放弃"}).status_code == 409
    cancel = f"/commendation/cycles/{cycle}/cancel"
    assert visitor(HEAD).post(cancel, json={"reason": "不办"}).status_code == 403
    assert visitor(OFFICE).post(cancel, json={"reason": "不办"}).json()["state"]["text"] == "已终止"
    seen = visitor(HEAD).get(f"/commendation/cycles/{cycle}").json()
    assert (seen["reason"], seen["may_cancel"]) == ("不办", False)


def test_the_votes_of_a_unit_do_not_count_the_nominee(site: Site, visitor: Visitor) -> None:
    cycle = _open(site, visitor(OFFICE)).json()["id"]
    one = _nominate(site, visitor(HEAD), cycle, HANDLER).json()["id"]
    task = next(row for row in visitor(OFFICE).get("/tasks").json()["items"] if row["element_id"] == "opinions")
    bodies = ("纪检监察机构", "组织人事部门")
    given = [{"body": body, "opinion": "agree", "given_on": "2026-01-05"} for body in bodies]
    answer = visitor(OFFICE).post(f"/tasks/{task['id']}/complete", json={"variables": {"opinions": given}})
    assert answer.status_code == 200
    seen = visitor(HEAD).get(f"/commendation/nominations/{one}").json()
    assert [opinion["expires_on"] for opinion in seen["opinions"]] == ["2026-07-05", "2026-07-05"]
    ballot = visitor(HANDLER).get(f"/ballots/{seen['ballots'][0]['id']}").json()
    assert [(voter["name"], bool(voter["struck"])) for voter in ballot["voters"]] == [
        ("王清", False),
        ("陈璐", True),
        ("刘洋", False),
    ]
    assert (seen["ballots"][0]["cast"], seen["ballots"][0]["in_favour"]) == (None, None)  # nothing before the count
    recommend_all(site)
    move_clock_and_work(site, moment(date(2026, 1, 13)))
    counted = visitor(HEAD).get(f"/commendation/nominations/{one}").json()["ballots"][0]
    assert [counted[name] for name in ("roll", "cast", "in_favour", "against")] == [2, 2, 2, 0]
