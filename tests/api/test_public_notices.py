"""The page without sign-in: what it shows and for how long, how caches keep it, objections and their answers."""

from engine.site import Site
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.commending import begin_cycle, give_opinions, put_forward, recommend_all, unit_notices_of
from tests.support.deciding import at, notice_of, on_notice, receipt
from tests.support.instances import task_at
from tests.support.matter import complete
from tests.support.office import ADMINISTRATOR, HANDLER, move_clock_and_work

PARTY = "renhong"
SAID = {"code": receipt(1), "text": "材料与事实不符", "name": "群众甲", "contact": "13800000000"}


def test_everybody_reads_a_notice_without_signing_in_and_only_what_was_named(site: Site, visitor: Visitor) -> None:
    path = f"/public/notices/{notice_of(site, on_notice(site)).slug}"
    answer = visitor("").get(path)
    shown = answer.json()
    assert shown["ends_on"] == "2026-01-12"
    assert (shown["days_left"], shown["takes_objections"]) == (5, True)
    assert [one["name"] for one in shown["subjects"]] == ["综合处", "信息处"]
    assert set(shown) == {
        "slug", "office", "title", "text", "contact", "subjects", "state", "published_on", "ends_on", "ends_at",
        "days", "days_left", "takes_objections", "anonymous",
    }  # fmt: skip
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    again = visitor("").get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    move_clock_and_work(site, at("2026-01-12", 9))
    assert visitor("").get(path).json()["days_left"] == 1
    problem_of(visitor("").get("/public/notices/nothing"), 404)


def test_after_its_end_no_name_is_left_on_the_page(site: Site, visitor: Visitor) -> None:
    path = f"/public/notices/{notice_of(site, on_notice(site)).slug}"
    move_clock_and_work(site, at("2026-01-12", 17, 30))
    shown = visitor("").get(path).json()
    assert (shown["state"]["code"], shown["subjects"], shown["text"]) == ("ended", [], "")
    problem_of(visitor("").post(f"{path}/objections", json=SAID), 409)


def test_an_objection_from_outside_is_answered_and_read_by_its_code(either_site: Site, either_visitor: Visitor) -> None:
    instance_id = on_notice(either_site)
    notice = notice_of(either_site, instance_id)
    path = f"/public/notices/{notice.slug}"
    for _ in range(2):  # the answer was lost on the way
        assert either_visitor("").post(f"{path}/objections", json=SAID).json() == {"code": receipt(1)}
    assert either_visitor("").get(path).json()["state"]["code"] == "paused"
    answer = either_visitor("").get(f"/public/objections/{receipt(1)}").json()
    assert (answer["finding"], answer["answer"]) == (None, "")
    assert len(either_visitor(PARTY).get(f"/public-notices/{notice.id}").json()["objections"]) == 1
    assert either_visitor(HANDLER).get(f"/public-notices/{notice.id}").json()["objections"] == []
    task = task_at(either_site, instance_id, "investigate")
    complete(either_site, ADMINISTRATOR, task, finding="unfounded", answer="经核查，情况不属实")
    answer = either_visitor("").get(f"/public/objections/{receipt(1)}").json()
    assert (answer["finding"]["text"], answer["answer"]) == ("不属实", "经核查，情况不属实")
    assert "群众甲" not in either_visitor("").get(path).text


def test_what_is_wrong_with_an_objection_is_all_said(site: Site, visitor: Visitor) -> None:
    path = f"/public/notices/{notice_of(site, on_notice(site)).slug}/objections"
    refused = visitor("").post(path, json={"code": "x", "text": "短"})
    assert [one["field"] for one in refused.json()["problems"]] == ["/code", "/text", "/name", "/contact"]
    problem_of(visitor("").post(path, json={**SAID, "text": "长" * 8001}), 422)


def test_one_address_that_asks_too_often_waits(site: Site, visitor: Visitor) -> None:
    path = f"/public/notices/{notice_of(site, on_notice(site)).slug}/objections"
    answers = [visitor("").post(path, json={"code": "x", "text": "短"}) for _ in range(11)]
    assert [one.status_code for one in answers] == [422] * 10 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 600


def test_a_notice_within_a_unit_is_not_there_for_others_and_not_without_signing_in(
    site: Site, visitor: Visitor
) -> None:
    cycle_id = begin_cycle(site, unit_notice=True)
    number = put_forward(site, cycle_id, "先进个人", "ms1", "huangjing")
    give_opinions(site)
    recommend_all(site)
    notice = unit_notices_of(site, number)[0]
    inside, outside = f"/public-notices/{notice.id}", f"/public/notices/{notice.slug}"
    assert visitor("xuhao").get(inside).json()["unit"]["name"] == "秘书一处"
    assert visitor("xuhao").get("/public-notices").json()["items"][0]["id"] == notice.id
    assert visitor("linxi").get("/public-notices").json()["items"] == []
    for answer in (
        visitor("linxi").get(inside),
        visitor("linxi").post(f"{inside}/objections", json=SAID),
        visitor("").get(outside),
        visitor("").post(f"{outside}/objections", json=SAID),
    ):
        problem_of(answer, 404)
    assert visitor("xuhao").post(f"{inside}/objections", json=SAID).status_code == 201
    shown = visitor("huangjing").get("/commendation/nominations/1").json()
    assert (shown["state"]["code"], shown["unit_notices"][0]["state"]["code"]) == ("unit_notice", "paused")
