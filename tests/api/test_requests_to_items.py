"""What may be asked of an item over HTTP, by whom; and that nothing of its course is reached by another door."""

from typing import Any

import httpx
import pytest

from engine.jobs.filing import file_waiting
from engine.site import Site
from tests.api.conftest import Visitor
from tests.support.documents import documents
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import ADMINISTRATOR, DESIGNER, HANDLER, LEADER, OFFICER, SUBSTITUTE, UNIT_HEAD

EXTENSION = {"reason": "材料待批", "progress_told": "已完成初稿", "proposed_on": "2026-01-23"}
OF_THE_HANDLER = ["consultation", "extension", "hand-over", "suspension"]
OF_THE_OFFICER = ["cancellation", "extension", "hand-over", "spot-check", "suspension"]


def ask(person: httpx.Client, item_id: int, name: str, **variables: Any) -> httpx.Response:
    return person.post(f"/items/{item_id}/requests/{name}", json={"variables": variables})


def asked_of(person: httpx.Client, item_id: int) -> list[str]:
    return sorted(one["name"] for one in person.get(f"/items/{item_id}").json()["requests"])


def test_everybody_is_shown_what_they_may_ask_with_its_form(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site)
    assert asked_of(visitor(HANDLER), item_id) == OF_THE_HANDLER
    assert asked_of(visitor(OFFICER), item_id) == OF_THE_OFFICER
    assert asked_of(visitor(LEADER), item_id) == []
    assert asked_of(visitor(SUBSTITUTE), item_id) == []  # A is there
    shown = {one["name"]: one for one in visitor(HANDLER).get(f"/items/{item_id}").json()["requests"]}["extension"]
    assert shown["title"] == "申请延期"
    assert shown["lead"].startswith("承办人最迟在到期前一个工作日提出")
    assert set(shown["form"]["properties"]) == set(EXTENSION)


def test_an_extension_that_was_approved_is_told_with_its_original_date(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site)
    assert ask(visitor(HANDLER), item_id, "extension", **EXTENSION).status_code == 200
    task_id = open_task(site, "approve_extension")
    told = visitor(LEADER).get(f"/tasks/{task_id}").json()["asked"]
    assert {one["title"]: one["text"] for one in told} == {
        "延期理由": "材料待批",
        "目前进展": "已完成初稿",
        "拟延至": "2026-01-23",
    }
    complete(site, LEADER, task_id, decision="approve")
    item = visitor(HANDLER).get(f"/items/{item_id}").json()
    assert item["original_due_at"] == "2026-01-19T09:30:00Z"
    assert item["due_at"] == "2026-01-23T09:30:00Z"
    explained = visitor(HANDLER).get(f"/items/{item_id}/explain").json()["due"]
    assert explained["original_due_at"] == item["original_due_at"]
    assert explained["changes"] == [
        "2026年1月5日 09:30批准延期：由2026年1月19日 17:30延至2026年1月23日 17:30。理由：材料待批"
    ]


def test_what_the_form_misses_is_told_all_at_once(site: Site, visitor: Visitor) -> None:
    answer = ask(visitor(HANDLER), dispatch(site), "extension", reason="")
    assert answer.status_code == 422
    places = {one["field"] for one in answer.json()["problems"]}
    assert places == {"/reason", "/progress_told", "/proposed_on"}


def test_an_answer_of_the_product_cannot_be_submitted_with_a_request(site: Site, visitor: Visitor) -> None:
    answer = ask(visitor(HANDLER), dispatch(site), "extension", **EXTENSION, after_miss=False)
    assert answer.status_code == 422


@pytest.mark.parametrize("who", [HANDLER, SUBSTITUTE, UNIT_HEAD, OFFICER, LEADER, DESIGNER])
def test_nobody_goes_round_the_drawn_way(site: Site, visitor: Visitor, who: str) -> None:
    """By message, by setting tokens down elsewhere, by migrating, by cancelling or resuming the instance."""
    item_id, person = dispatch(site), visitor(who)
    instance = visitor(OFFICER).get(f"/items/{item_id}").json()["instance_id"]
    tries = [
        ("/messages", {"name": "extension", "correlation": {}, "payload": {"request": {"reason": "绕过"}}}),
        ("/messages", {"name": "reopening", "correlation": {}, "payload": {}}),
        (f"/instances/{instance}/modify", {"reason": "跳过", "enter": ["close_item"], "variables": {}}),
        (f"/instances/{instance}/migrate", {"reason": "换版"}),
        (f"/instances/{instance}/cancel", {"reason": "撤销"}),
        (f"/instances/{instance}/suspend", {"reason": "中止"}),
        (f"/instances/{instance}/resume", {"reason": "恢复"}),
    ]
    answers = {path: person.post(path, json=body).status_code for path, body in tries}
    assert set(answers.values()) <= {403, 404}, answers


@pytest.mark.parametrize("name", ["extension", "suspension", "cancellation", "hand-over", "spot-check", "reopening"])
def test_a_message_of_an_operator_is_no_request(site: Site, visitor: Visitor, name: str) -> None:
    dispatch(site)
    answer = visitor(ADMINISTRATOR).post("/messages", json={"name": name, "correlation": {}, "payload": {}})
    assert (answer.status_code, answer.json()["code"]) == (404, "no-receiver")


def test_only_the_leader_decides(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site)
    ask(visitor(HANDLER), item_id, "extension", **EXTENSION)
    task_id = open_task(site, "approve_extension")
    body = {"variables": {"decision": "approve"}}
    for who in (HANDLER, UNIT_HEAD, OFFICER, DESIGNER):
        assert visitor(who).post(f"/tasks/{task_id}/complete", json=body).status_code in (403, 404)
    assert visitor(LEADER).post(f"/tasks/{task_id}/complete", json=body).status_code == 200


def test_an_item_that_rests_is_resumed_by_its_own_door_only(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site)
    ask(visitor(HANDLER), item_id, "suspension", reason="等待上级文件")
    complete(site, LEADER, open_task(site, "approve_suspension"), decision="approve")
    item = visitor(OFFICER).get(f"/items/{item_id}").json()
    assert (item["light"]["code"], item["light"]["reason"]) == ("grey", "已中止办理")
    answer = visitor(ADMINISTRATOR).post(f"/instances/{item['instance_id']}/resume", json={"reason": "恢复"})
    assert [one["code"] for one in answer.json()["problems"]] == ["supervision.rests_by_decision"]
    assert asked_of(visitor(OFFICER), item_id) == ["resumption"]
    assert ask(visitor(OFFICER), item_id, "resumption", reason="文件已到").status_code == 200
    assert visitor(OFFICER).get(f"/items/{item_id}").json()["state"]["code"] == "dispatched"


def test_a_cancelled_item_says_so(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site)
    ask(visitor(OFFICER), item_id, "cancellation", reason="上级另行部署")
    complete(site, LEADER, open_task(site, "approve_cancellation"), decision="approve")
    item = visitor(OFFICER).get(f"/items/{item_id}").json()
    assert (item["state"]["code"], item["light"]["code"], item["number"] is not None) == ("cancelled", "grey", True)
    reasons = visitor(OFFICER).get(f"/items/{item_id}/explain").json()["reasons"]
    assert [one["code"] for one in reasons] == ["cancelled"]
    assert [one["id"] for one in visitor(OFFICER).get("/items?state=cancelled").json()["items"]] == [item_id]


@pytest.mark.parametrize("decision", ["approve", "refuse"])
def test_an_extension_is_on_a_form_whichever_way_it_was_decided(site: Site, visitor: Visitor, decision: str) -> None:
    item_id = dispatch(site)
    ask(visitor(HANDLER), item_id, "extension", **EXTENSION)
    complete(site, LEADER, open_task(site, "approve_extension"), decision=decision, opinion="抓紧办理")
    file_waiting(site)
    _, filed = visitor(HANDLER).get(f"/items/{item_id}").json()["documents"]
    assert (filed["kind"]["code"], filed["state"]["code"]) == ("extension", "filed")
    rows = documents(site)[-1].content["rows"]
    said = {one["label"]: "".join(one["says"]) for row in rows for one in row}
    assert (said["申请人"], said["审批人"], said["审批意见"]) == ("陈璐", "钱博", "抓紧办理")
    assert (said["延期理由"], said["目前进展"], said["拟延至"]) == ("材料待批", "已完成初稿", "2026年1月23日")
    assert said["原定时限"] == said["现行时限"] == "2026年1月19日 17:30"
    until = "2026年1月23日 17:30（第1次延期）" if decision == "approve" else None
    assert said.get("新的时限") == until
