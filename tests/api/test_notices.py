"""Notices over HTTP: opened they are read and lead to the very task; the pulse says when something has arrived."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.commands.tasks.transfer import transfer_task
from engine.jobs.work import do_all_due
from engine.site import Site
from engine.store.models import Event, Notice, Person
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.matter import dispatch, open_task
from tests.support.office import ADMINISTRATOR, DESIGNER, HANDLER, MONDAY, OFFICER, SUBSTITUTE, move_clock
from tests.support.verbs import by, id_of

URGENT = {"subject": "【加急】{title}", "lead": "{name}：请速办“{title}”。", "robot": "{subject} {link}"}


def test_a_mails_link_opens_the_very_task_and_says_when_it_was_read(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site)
    handler = visitor(HANDLER)
    [notice] = handler.get("/notices?unread=true").json()["items"]
    assert (notice["label"], notice["read_at"]) == ("交办", None)
    move_clock(site, MONDAY + timedelta(minutes=5))
    opened = handler.post(f"/notices/{notice['id']}/open", json={"via": "link"}).json()
    assert opened["place"] == f"/tasks/{open_task(site, 'sign')}"
    move_clock(site, MONDAY + timedelta(hours=1))
    handler.post(f"/notices/{notice['id']}/open", json={"via": "app"})
    told = {row["to"]: row for row in visitor(OFFICER).get(f"/items/{item_id}/notices").json()["items"]}
    read = told["陈璐"]
    assert (read["read_at"], read["read_via"], read["way"]) == ("2026-01-05T01:35:00Z", "link", "mail")
    assert told["刘洋"]["read_at"] is None
    explained = visitor(OFFICER).get(f"/items/{item_id}/explain").json()["told"]
    assert [(one["to"], one["read_via"]) for one in explained] == [("陈璐", "link"), ("刘洋", None)]
    assert handler.get("/notices?unread=true").json()["items"] == []


def test_a_notice_is_not_there_for_somebody_else_and_stays_unread(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    [notice] = visitor(HANDLER).get("/notices").json()["items"]
    for somebody in (SUBSTITUTE, OFFICER, ADMINISTRATOR):
        problem_of(visitor(somebody).post(f"/notices/{notice['id']}/open", json={"via": "link"}), 404)
    assert visitor(HANDLER).get("/notices").json()["items"][0]["read_at"] is None


def test_a_notice_of_a_task_that_went_to_another_leads_no_further_than_one_may_see(
    site: Site, visitor: Visitor
) -> None:
    dispatch(site)
    task_id = open_task(site, "sign")
    by(site, HANDLER, transfer_task, task_id, id_of(site, "panying"))
    [notice] = visitor("panying").get("/notices").json()["items"]
    assert notice["label"] == "转办"
    path = f"/notices/{notice['id']}/open"
    assert visitor("panying").post(path, json={}).json()["place"] == f"/tasks/{task_id}"
    by(site, "panying", transfer_task, task_id, id_of(site, HANDLER))
    assert visitor("panying").post(path, json={}).json()["place"] == f"/items/{_item_of(site)}"


def _item_of(site: Site) -> int:
    with site.reading() as session:
        found = session.scalars(select(Notice.item_id).where(Notice.item_id.is_not(None))).first()
        assert found is not None
        return found


def test_the_pulse_changes_when_something_arrives_and_costs_nothing_else(site: Site, visitor: Visitor) -> None:
    handler = visitor(HANDLER)
    quiet = handler.get("/notices/pulse")
    assert handler.get("/notices/pulse", headers={"If-None-Match": quiet.headers["etag"]}).status_code == 304
    item_id = dispatch(site)
    arrived = handler.get("/notices/pulse", headers={"If-None-Match": quiet.headers["etag"]})
    assert arrived.status_code == 200
    assert (arrived.json()["unread"], arrived.json()["tasks"]) == (1, quiet.json()["tasks"] + 1)
    before = visitor(OFFICER).get(f"/notices/pulse?item_id={item_id}").json()["item"]
    assert visitor(OFFICER).post(f"/items/{item_id}/urge", json={"reason": "抓紧"}).status_code == 200
    assert visitor(OFFICER).get(f"/notices/pulse?item_id={item_id}").json()["item"] > before
    problem_of(visitor(DESIGNER).get(f"/notices/pulse?item_id={item_id}"), 404)


def test_all_are_marked_as_read_at_once(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    dispatch(site, title="第二项任务")
    handler = visitor(HANDLER)
    assert handler.post("/notices/read-all").json() == {"marked": 2}
    assert handler.post("/notices/read-all").json() == {"marked": 0}
    assert handler.get("/notices/pulse").json()["unread"] == 0
    assert {row["read_via"] for row in handler.get("/notices").json()["items"]} == {"marked"}


def test_one_chooses_how_to_be_told_over_what_the_office_has(site: Site, visitor: Visitor) -> None:
    quiet = {"starts": "20:00", "ends": "08:00", "days_off": True}
    office = visitor(ADMINISTRATOR).put("/notices/office-preference", json={"modes": {"closed": "app"}, "quiet": quiet})
    assert office.status_code == 200, office.text
    handler = visitor(HANDLER)
    own = handler.put("/notices/preference", json={"modes": {"urge": "digest"}}).json()
    kinds = {row["kind"]: row for row in own["kinds"]}
    assert (kinds["urge"]["own"], kinds["urge"]["office"]) == ("digest", "at_once")
    assert (kinds["closed"]["own"], kinds["closed"]["office"]) == (None, "app")
    assert (own["quiet"], own["office_quiet"]) == (None, quiet)
    with site.reading() as session:
        assert session.scalars(select(Event).where(Event.type == "telling.changed")).one().after is not None


def test_every_wrong_wish_is_named_and_supervision_cannot_be_put_off(visitor: Visitor) -> None:
    modes = {"supervise": "digest", "standing_in": "app", "nothing": "app"}
    problem = problem_of(visitor(HANDLER).put("/notices/preference", json={"modes": modes}), 422)
    assert {one["field"] for one in problem["problems"]} == {f"/modes/{kind}" for kind in modes}


def test_a_designer_changes_a_text_for_what_is_told_from_now_on_and_restores_it(site: Site, visitor: Visitor) -> None:
    designer = visitor(DESIGNER)
    changed = designer.put("/notice-texts/work_order", json=URGENT)
    assert changed.status_code == 200, changed.text
    dispatch(site)
    [notice] = visitor(HANDLER).get("/notices").json()["items"]
    assert (notice["title"], notice["text"]) == ("【加急】第一项任务", "陈璐：请速办“第一项任务”。")
    restored = designer.put("/notice-texts/work_order", json={"restore": True}).json()
    assert (restored["is_shipped"], restored["texts"]) == (True, restored["shipped"])
    assert [row["version"] for row in restored["versions"]] == [2, 1]
    assert {row["changed_by"]["name"] for row in restored["versions"]} == {_name_of(site, DESIGNER)}
    dispatch(site, title="第二项任务")
    assert visitor(HANDLER).get("/notices").json()["items"][0]["title"].startswith("【交办】")


def _name_of(site: Site, username: str) -> str:
    with site.reading() as session:
        return session.scalars(select(Person.name).where(Person.username == username)).one()


@pytest.mark.parametrize(
    "text",
    [
        "{nobody}",
        "{title.__class__}",
        "{title!r}",
        "{title:>99999999}",
        "{}",
        "{0}",
        "{title[0]}",
        "{",
        "未闭合 {title",
        " ",
    ],
)
def test_a_text_that_names_what_is_not_there_is_refused_before_it_is_saved(visitor: Visitor, text: str) -> None:
    designer = visitor(DESIGNER)
    for method, path in (("PUT", "/notice-texts/urge"), ("POST", "/notice-texts/urge/preview")):
        problem = problem_of(designer.request(method, path, json={**URGENT, "lead": text}), 422)
        assert [one["field"] for one in problem["problems"]] == ["/lead"]
    assert designer.get("/notice-texts/urge").json()["versions"] == []


def test_a_preview_shows_a_real_item_to_who_may_see_it_and_an_example_to_others(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site)
    shown = visitor(ADMINISTRATOR).post("/notice-texts/urge/preview", json={**URGENT, "item_id": item_id}).json()
    assert shown["subject"] == "【加急】第一项任务"
    assert f"/items/{item_id}" in shown["robot"]
    assert "第一项任务" in shown["html"]
    assert "示例" in visitor(DESIGNER).post("/notice-texts/urge/preview", json=URGENT).json()["subject"]
    problem_of(visitor(DESIGNER).post("/notice-texts/urge/preview", json={**URGENT, "item_id": item_id}), 404)
    do_all_due(site)
    assert len(visitor(HANDLER).get("/notices").json()["items"]) == 1
