"""Awards over HTTP: the list, one award, its papers, its revocation, the page outside, results and evidence."""

import io
import json
import zipfile

import httpx
import openpyxl

from engine.jobs.filing import file_waiting
from engine.site import Site
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.commending import OFFICE
from tests.support.office import LEADER, OFFICER
from tests.support.pdf import sheets
from tests.support.revoking import AWARDED, award_all, decide_it, state_side

OTHER = "panying"
FACTS = {"grounds": "false_deeds", "facts": "材料与事实不符"}


def test_an_award_and_its_papers_are_seen_by_those_whom_they_concern(site: Site, visitor: Visitor) -> None:
    cycle_id, awards = award_all(site)
    file_waiting(site)
    listed = visitor(OTHER).get("/commendation/awards", params={"cycle_id": cycle_id}).json()["items"]
    assert [(one["name"], one["category"], one["state"]["code"]) for one in listed] == [
        ("综合处", "模范单位", "stands"),
        ("黄静", "先进个人", "stands"),
        ("林溪", "先进个人", "stands"),
    ]
    assert visitor(OTHER).get("/commendation/awards", params={"year": 2025}).json()["items"] == []
    path = f"/commendation/awards/{awards[1].id}"
    papers = {who: _papers(visitor(who).get(path)) for who in (AWARDED, OFFICER, OTHER)}
    assert papers == {
        AWARDED: ["award_decision", "certificate"],
        OFFICER: ["award_decision", "certificate"],
        OTHER: ["award_decision"],
    }
    certificate = visitor(AWARDED).get(path).json()["documents"][1]
    assert certificate["word"]["name"] == "表彰证书〔2026〕2号 荣誉证书.docx"
    content = f"/official-documents/{certificate['id']}/content"
    problem_of(visitor(OTHER).get(content), 404)
    (page,) = sheets(visitor(AWARDED).get(content).content)
    assert page.width > page.height
    assert "表彰证书〔2026〕2号" in page.text
    assert visitor(AWARDED).get(content, params={"format": "docx"}).status_code == 200
    problem_of(visitor(OTHER).get("/commendation/awards/987654"), 404)
    again = f"/official-documents/{certificate['id']}/versions"
    problem_of(visitor(AWARDED).post(again, json={"reason": "姓名有误"}), 403)
    assert visitor(OFFICE).post(again, json={"reason": "姓名有误"}).status_code == 201
    assert [one["version"] for one in visitor(AWARDED).get(path).json()["documents"]] == [1, 1, 2]


def _papers(answer: httpx.Response) -> list[str]:
    return [one["kind"]["code"] for one in answer.json()["documents"]]


def test_a_revocation_is_known_to_those_in_it_and_the_page_outside_shows_that_it_is(
    either_site: Site, either_visitor: Visitor
) -> None:
    site, visitor = either_site, either_visitor
    _, awards = award_all(site)
    path = f"/commendation/awards/{awards[1].id}"
    assert [visitor(who).get(path).json()["may_revoke"] for who in (OFFICE, OFFICER)] == [True, False]
    problem_of(visitor(OFFICER).post(f"{path}/revocation", json=FACTS), 403)
    assert visitor(OFFICE).post(f"{path}/revocation", json=FACTS).status_code == 201
    problem_of(visitor(OFFICE).post(f"{path}/revocation", json=FACTS), 409)
    seen = {who: len(visitor(who).get(path).json()["revocations"]) for who in (OFFICE, AWARDED, LEADER, OTHER)}
    assert seen == {OFFICE: 1, AWARDED: 1, LEADER: 0, OTHER: 0}
    state_side(site)
    decide_it(site)
    seen = {who: len(visitor(who).get(path).json()["revocations"]) for who in ("zhourui", OFFICER)}
    assert seen == {"zhourui": 1, OFFICER: 0}  # who decided it is in it
    reasons = [visitor(who).get(path).json()["revocation_reason"] for who in (AWARDED, OTHER)]
    assert reasons == ["事迹不实", ""]
    decision = visitor(AWARDED).get(path).json()["documents"][-1]
    assert decision["kind"]["code"] == "revocation"
    problem_of(visitor(OFFICER).get(f"/official-documents/{decision['id']}"), 404)
    listed = visitor(OFFICER).get("/official-documents").json()["items"]
    assert {one["kind"]["code"] for one in listed} == {"announcement", "award_decision", "certificate"}
    outside = visitor("").get("/public/awards/2026")
    people = outside.json()["cycles"][0]["categories"][1]["awards"]
    assert [(one["name"], one["state"]["code"], one["revoked_on"]) for one in people] == [
        ("黄静", "revoked", "2026-01-21"),
        ("林溪", "stands", None),
    ]
    assert "事迹不实" not in outside.text
    same = visitor("").get("/public/awards/2026", headers={"If-None-Match": outside.headers["ETag"]})
    assert same.status_code == 304
    assert visitor("").get("/public/awards/2025").json()["cycles"] == []


def test_a_revocation_is_withdrawn_with_a_reason_by_the_office(site: Site, visitor: Visitor) -> None:
    _, awards = award_all(site)
    path = f"/commendation/awards/{awards[1].id}"
    number = visitor(OFFICE).post(f"{path}/revocation", json=FACTS).json()["id"]
    withdraw, reason = f"/commendation/revocations/{number}/withdraw", {"reason": "事实有误"}
    assert [visitor(who).get(path).json()["revocations"][0]["may_withdraw"] for who in (OFFICE, AWARDED)] == [
        True,
        False,
    ]
    problem_of(visitor(AWARDED).post(withdraw, json=reason), 403)
    problem_of(visitor(OTHER).post(withdraw, json=reason), 404)
    problem_of(visitor(OFFICE).post(withdraw, json={"reason": " "}), 422)
    assert visitor(OFFICE).post(withdraw, json=reason).json()["state"] == {"code": "withdrawn", "text": "已撤回"}
    found = visitor(AWARDED).get(path).json()
    (seen,) = found["revocations"]
    assert (seen["withdrawal_reason"], seen["withdrawn_by"]["name"], seen["may_withdraw"]) == (
        "事实有误",
        "沈默",
        False,
    )
    assert (found["state"]["code"], visitor(OFFICE).get(path).json()["may_revoke"]) == ("stands", True)
    problem_of(visitor(OFFICE).post(withdraw, json=reason), 409)


def test_results_and_evidence_hold_all_that_led_to_the_awards(site: Site, visitor: Visitor) -> None:
    cycle_id, _ = award_all(site, publish=False)
    file_waiting(site)
    path = f"/commendation/cycles/{cycle_id}"
    outside = visitor("").get("/public/awards/2026").json()
    assert (outside["cycles"], outside["years"]) == ([], [])  # the rule keeps them inside
    listed = visitor(OFFICE).get("/official-documents").json()["items"]
    announced = next(one["id"] for one in listed if one["kind"]["code"] == "announcement")
    (page, *_) = sheets(visitor(OTHER).get(f"/official-documents/{announced}/content").content)
    assert "综合评价（100分）：工作实绩突出" in page.text
    problem_of(visitor(OTHER).get(f"{path}/results"), 403)
    book = openpyxl.load_workbook(io.BytesIO(visitor(OFFICE).get(f"{path}/results").content))
    rows = list(book["结果"].values)
    assert [(row[2], row[8], row[9], row[10], row[12]) for row in rows[1:]] == [
        ("综合处", 1, 5, "已表彰", "表彰证书〔2026〕1号"),
        ("黄静", 1, 5, "已表彰", "表彰证书〔2026〕2号"),
        ("林溪", 2, 5, "已表彰", "表彰证书〔2026〕3号"),
    ]
    details = {
        name: list(book[name].values) for name in ("资格审查", "有关部门意见", "逐项评分", "评分明细", "评审投票")
    }
    assert [len(one[0]) for one in details.values()] == [5, 7, 6, 6, 7]
    assert [row[2:] for row in details["逐项评分"][1:3]] == [
        ("综合处", "综合评价", 100, 90),
        ("黄静", "综合评价", 100, 95),
    ]
    assert all(len(one) > 1 for one in details.values())
    problem_of(visitor(OFFICER).get(f"{path}/evidence"), 403)
    package = zipfile.ZipFile(io.BytesIO(visitor(OFFICE).get(f"{path}/evidence").content))
    names = package.namelist()
    assert len(json.loads(package.read("nominations.json"))) == 3
    assert [one["state"] for one in json.loads(package.read("ballots.json"))] == ["counted"] * 5
    assert json.loads(package.read("notices.json"))[0]["state"] == "ended"
    assert sum(1 for one in names if one.endswith("荣誉证书.pdf")) == 3
    assert sum(1 for one in names if one.endswith("表彰决定.pdf")) == 1
