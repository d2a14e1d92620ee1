"""The verbs of a task over HTTP: what each answers, what the page is told, and several tasks at once."""

from typing import Any

import httpx
import pytest

from engine.site import Site
from tests.api.conftest import Visitor
from tests.support.diagrams import chain, diagram, end, start, task
from tests.support.instances import start_process, task_at
from tests.support.office import HANDLER, OFFICER, SUBSTITUTE, UNIT_HEAD, deploy
from tests.support.verbs import give, id_of, state_of

LINE = diagram(start(), task("draft"), task("check"), end(), chain("start", "draft", "check", "end"))
WHY = {"reason": "工作需要"}


def begun(site: Site) -> str:
    """A draft in the hands of the handler."""
    deploy(site, LINE)
    return give(site, task_at(site, start_process(site, "p"), "draft"), HANDLER)


def told(response: httpx.Response, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    return response.json()


def sheet(person: httpx.Client, task_id: str) -> Any:
    return told(person.get(f"/tasks/{task_id}"))["sheet"]


def inbox(person: httpx.Client, view: str = "todo") -> list[str]:
    return [one["id"] for one in told(person.get(f"/tasks?view={view}"))["items"]]


def test_the_page_is_told_what_this_person_may_do(site: Site, visitor: Visitor) -> None:
    task_id = begun(site)
    handler, officer = visitor(HANDLER), visitor(OFFICER)
    assert sheet(handler, task_id)["verbs"] == [
        "claim",
        "save_draft",
        "complete",
        "transfer",
        "delegate",
        "add_signers",
        "copy",
        "comment",
    ]
    assert sheet(officer, task_id)["verbs"] == ["urge", "copy", "comment"]
    assert visitor(SUBSTITUTE).get(f"/tasks/{task_id}").status_code == 404
    told(handler.post(f"/tasks/{task_id}/claim"))
    assert "release" in sheet(handler, task_id)["verbs"]
    assert told(officer.get(f"/tasks/{task_id}"))["claimed_by"]["id"] == id_of(site, HANDLER)


def test_a_delegation_goes_there_and_back_over_the_api(either_site: Site, either_visitor: Visitor) -> None:
    task_id = begun(either_site)
    handler, substitute = either_visitor(HANDLER), either_visitor(SUBSTITUTE)
    told(handler.post(f"/tasks/{task_id}/delegate", json={"to": id_of(either_site, SUBSTITUTE), **WHY}))
    assert (inbox(handler), inbox(handler, "watching"), inbox(substitute)) == ([], [task_id], [task_id])
    assert sheet(substitute, task_id)["delegated_by"]["id"] == id_of(either_site, HANDLER)
    told(substitute.post(f"/tasks/{task_id}/hand-back", json={"variables": {"text": "拟稿"}, "comment": "请审"}))
    assert sheet(handler, task_id)["draft"]["variables"] == {"text": "拟稿"}
    assert told(substitute.get(f"/tasks/{task_id}"), 404)["code"] == "error.not_found"


def test_a_task_is_returned_to_what_the_page_offered(either_site: Site, either_visitor: Visitor) -> None:
    task_id = begun(either_site)
    handler, substitute = either_visitor(HANDLER), either_visitor(SUBSTITUTE)
    assert told(handler.get(f"/tasks/{task_id}/earlier")) == {"items": []}
    told(handler.post(f"/tasks/{task_id}/complete", json={"variables": {}}))
    check = give(either_site, sheet(handler, task_id)["following"][0]["task_id"], SUBSTITUTE)
    assert "return" in sheet(substitute, check)["verbs"]  # the first task had nowhere to go back to
    (earlier,) = told(substitute.get(f"/tasks/{check}/earlier"))["items"]
    assert earlier == {"task_id": task_id, "element_id": "draft", "name": "draft", "done_by": "陈璐"}
    back = {"to": earlier["task_id"], "reason": "请补充依据"}
    key = {"Idempotency-Key": "return-once"}
    answers = [substitute.post(f"/tasks/{check}/return", json=back, headers=key) for _ in range(2)]
    assert [told(answer)["state"] for answer in answers] == ["returned", "returned"]
    (again,) = inbox(handler)
    mark = sheet(handler, again)["course"][-1]
    assert (mark["type"], mark["said"], mark["actor"]["name"], mark["to"]) == (
        "task.returned",
        "请补充依据",
        "刘洋",
        ["draft"],
    )
    assert told(handler.get(f"/tasks/{check}/earlier"), 404)["code"] == "error.not_found"
    assert told(substitute.get(f"/tasks/{check}/earlier"), 409)["code"] == "error.already_done"


def test_what_was_done_is_withdrawn_from_its_page(site: Site, visitor: Visitor) -> None:
    task_id = begun(site)
    handler = visitor(HANDLER)
    told(handler.post(f"/tasks/{task_id}/complete", json={"variables": {"text": "错"}}))
    assert "withdraw" in sheet(handler, task_id)["verbs"]
    assert told(handler.post(f"/tasks/{task_id}/withdraw"))["state"] == "recalled"
    (again,) = inbox(handler)
    assert sheet(handler, again)["draft"]["variables"] == {"text": "错"}
    assert told(handler.post(f"/tasks/{task_id}/withdraw"), 409)["code"] == "error.conflict"


def test_a_signer_sees_what_the_task_sees_and_signs(site: Site, visitor: Visitor) -> None:
    task_id = begun(site)
    handler, head = visitor(HANDLER), visitor(UNIT_HEAD)
    asked = {"people": [id_of(site, UNIT_HEAD)], "position": "before", **WHY}
    told(handler.post(f"/tasks/{task_id}/signers", json=asked))
    (signers_task,) = inbox(head)
    (active,) = told(visitor(OFFICER).get("/instances/1"))["active"]
    assert active["task_id"] == task_id
    shown = told(head.get(f"/tasks/{signers_task}"))
    assert (shown["signs_for"], shown["signs"], shown["form"]) == (task_id, "before", None)
    assert shown["sheet"]["verbs"] == ["claim", "save_draft", "sign", "transfer", "copy", "comment"]
    refused = told(handler.post(f"/tasks/{task_id}/complete", json={"variables": {}}), 409)
    assert refused["problems"][0]["code"] == "tasks.signers_open"
    told(head.post(f"/tasks/{signers_task}/sign", json={"agree": True, "text": "同意"}))
    (signer,) = sheet(handler, task_id)["signers"]
    assert (signer["agree"], signer["text"], signer["person"]["name"]) == (True, "同意", "王清")
    told(handler.post(f"/tasks/{signers_task}/remove-signer"), 409)
    told(handler.post(f"/tasks/{task_id}/complete", json={"variables": {}}))


def test_a_copy_stands_in_the_inbox_and_its_receipt_on_the_page(site: Site, visitor: Visitor) -> None:
    task_id = begun(site)
    handler, head = visitor(HANDLER), visitor(UNIT_HEAD)
    told(handler.post(f"/tasks/{task_id}/copy", json={"people": [id_of(site, UNIT_HEAD)], "note": "请知悉"}))
    assert inbox(head, "copied") == [task_id]
    assert sheet(head, task_id)["verbs"] == ["read", "comment"]
    told(head.post(f"/tasks/{task_id}/read"))
    (copy,) = sheet(handler, task_id)["copies"]
    assert copy["read_at"] is not None
    assert inbox(visitor(SUBSTITUTE), "copied") == []


def test_drafts_comments_and_urges_over_the_api(site: Site, visitor: Visitor) -> None:
    task_id = begun(site)
    handler, officer = visitor(HANDLER), visitor(OFFICER)
    told(handler.put(f"/tasks/{task_id}/draft", json={"variables": {"text": "一半"}}))
    assert sheet(officer, task_id)["draft"] is None
    told(officer.post(f"/tasks/{task_id}/comment", json={"text": "<b>注意</b>"}))
    told(officer.post(f"/tasks/{task_id}/urge", json={"text": "请抓紧"}))
    again = told(officer.post(f"/tasks/{task_id}/urge", json={"text": "请抓紧"}), 409)
    assert again["problems"][0]["code"] == "tasks.urged_lately"
    assert "answer_urge" in sheet(handler, task_id)["verbs"]
    told(handler.post(f"/tasks/{task_id}/answer-urge", json={"text": "明天报"}))
    (urge,) = sheet(officer, task_id)["urges"]
    assert (urge["answer"], urge["answered_by"]["name"]) == ("明天报", "陈璐")


def test_several_tasks_at_once_each_tell_what_became_of_them(either_site: Site, either_visitor: Visitor) -> None:
    first = begun(either_site)
    second = give(either_site, task_at(either_site, start_process(either_site, "p"), "draft"), HANDLER)
    handler = either_visitor(HANDLER)
    told(handler.post(f"/tasks/{second}/complete", json={"variables": {}}))
    moved = {"verb": "transfer", "tasks": [first, second, "nothing"], "to": id_of(either_site, SUBSTITUTE), **WHY}
    results = told(handler.post("/tasks/bulk", json=moved))["items"]
    assert [(one["done"], one["code"]) for one in results] == [
        (True, None),
        (False, "error.already_done"),
        (False, "error.not_found"),
    ]
    assert inbox(either_visitor(SUBSTITUTE)) == [first]


@pytest.mark.parametrize("verb", ["complete", "claim", "release", "urge", "read"])
def test_every_verb_for_several_is_the_one_for_one(site: Site, visitor: Visitor, verb: str) -> None:
    task_id = begun(site)
    handler, officer = visitor(HANDLER), visitor(OFFICER)
    if verb == "release":
        told(handler.post(f"/tasks/{task_id}/claim"))
    elif verb == "read":
        told(handler.post(f"/tasks/{task_id}/copy", json={"people": [id_of(site, OFFICER)]}))
    person = officer if verb in ("urge", "read") else handler
    (result,) = told(person.post("/tasks/bulk", json={"verb": verb, "tasks": [task_id, task_id], **WHY}))["items"]
    assert result == {"task_id": task_id, "done": True, "code": None, "message": None}
    assert state_of(site, task_id) == ("done" if verb == "complete" else "open")


def test_a_transfer_of_several_needs_somebody_and_nobody_gets_past_the_door(site: Site, visitor: Visitor) -> None:
    task_id = begun(site)
    (result,) = told(visitor(HANDLER).post("/tasks/bulk", json={"verb": "transfer", "tasks": [task_id]}))["items"]
    assert result["code"] == "tasks.whom"
    assert visitor("").post("/tasks/bulk", json={"verb": "claim", "tasks": [task_id]}).status_code == 401


def test_a_task_that_has_changed_meanwhile_is_left_alone(site: Site, visitor: Visitor) -> None:
    task_id = begun(site)
    handler = visitor(HANDLER)
    version = told(handler.get(f"/tasks/{task_id}"))["version"]
    told(handler.post(f"/tasks/{task_id}/claim", headers={"If-Match": f'"{version}"'}))
    told(handler.post(f"/tasks/{task_id}/release", headers={"If-Match": f'"{version}"'}), 409)
