"""实绩 over HTTP: who sees which lines, a line explained, like posts, the workbook, praise, the negative list."""

import io

from openpyxl import load_workbook

from engine.actions.reckoning import reckon_as_bound
from engine.site import Site
from tests.api.conftest import Visitor
from tests.support.items import finish, leader_post
from tests.support.matter import confirm, dispatch
from tests.support.office import HANDLER, LEADER, OFFICER, SUBSTITUTE, UNIT_HEAD, act_of
from tests.support.performance import COMMITTEE, changed_table, deploy_family

URL = "/performance/2026"


def closed(site: Site, handler: str = HANDLER, unit: str = "zhc") -> int:
    item_id = dispatch(site, unit=unit, issuer="周瑞")
    finish(site, handler, item_id, "sign", decision="sign")
    finish(site, handler, item_id, "handle", summary="已办结")
    finish(site, OFFICER, item_id, "verify", decision="accept", opinion="情况属实")
    confirm(site, "satisfied")
    return item_id


def reckoned(site: Site) -> None:
    with site.writing() as session:
        reckon_as_bound(act_of(site, session), 2026)


def test_one_sees_ones_own_the_head_the_unit_and_the_party_committee_all(site: Site, visitor: Visitor) -> None:
    closed(site)
    closed(site, "huangjing", "ms1")
    reckoned(site)
    seen = {}
    for who in (SUBSTITUTE, HANDLER, UNIT_HEAD, COMMITTEE, LEADER, OFFICER):
        sums = visitor(who).get(URL).json()["sums"]
        seen[who] = [(one["person"] or one["unit"])["name"] for one in sums]
    assert seen[SUBSTITUTE] == seen[OFFICER] == []
    assert seen[HANDLER] == ["陈璐"]
    assert seen[UNIT_HEAD] == ["综合处", "陈璐"]
    assert seen[COMMITTEE] == seen[LEADER] == ["综合处", "秘书一处", "陈璐", "黄静"]
    mine = visitor(HANDLER).get(f"{URL}/lines").json()["items"]
    assert {(one["kind"]["text"], one["points"]) for one in mine} == {("按期办结", 2.0), ("领导满意、表扬", 1.0)}


def test_every_point_is_explained_by_its_record_and_its_row(site: Site, visitor: Visitor) -> None:
    item_id = closed(site)
    reckoned(site)
    line = next(one for one in visitor(HANDLER).get(f"{URL}/lines").json()["items"] if one["kind"]["code"] == "on_time")
    told = visitor(HANDLER).get(f"/performance/entries/{line['id']}").json()
    assert told["rule"]["name"] == "按期办结"
    assert told["rule"]["conditions"] == [{"label": "什么情况", "value": "按期办结"}]
    assert told["text"] == told["rule"]["sentence"] == "按期办结，加 2 分"
    assert told["source"]["path"] == f"/items/{item_id}"
    assert {"label": "紧急程度", "value": "平件"} in told["facts"]
    assert told["may_appeal"] is True
    assert visitor(UNIT_HEAD).get(f"/performance/entries/{line['id']}").json()["may_appeal"] is False
    assert visitor(SUBSTITUTE).get(f"/performance/entries/{line['id']}").status_code == 404


def test_like_posts_are_ranked_and_one_without_lines_is_among_them(site: Site, visitor: Visitor) -> None:
    closed(site)
    reckoned(site)
    groups = visitor(COMMITTEE).get(f"{URL}/comparison").json()["groups"]
    assert [(one["kind"]["code"], one["is_ranked"]) for one in groups] == [("handler", True)]
    peers = groups[0]["peers"]
    assert len(peers) == 12
    assert (peers[0]["person"]["name"], peers[0]["rank"], peers[1]["rank"]) == ("陈璐", 1, 2)


def test_the_workbook_has_what_one_may_see(site: Site, visitor: Visitor) -> None:
    closed(site)
    reckoned(site)
    book = load_workbook(io.BytesIO(visitor(COMMITTEE).get(f"{URL}/sheet").content))
    assert book.sheetnames == ["汇总", "明细", "同类岗位"]
    assert [cell.value for cell in book["汇总"][3]] == ["陈璐", "综合处", 3, 3, 0, 2]
    own = load_workbook(io.BytesIO(visitor(HANDLER).get(f"{URL}/sheet").content))
    assert own.sheetnames == ["汇总", "明细"]
    assert own["汇总"].max_row == 2


def test_a_changed_table_is_rehearsed_and_taken_over(site: Site, visitor: Visitor) -> None:
    closed(site)
    reckoned(site)
    deploy_family(site, changed_table("<text>2</text>", "<text>4</text>"))
    told = visitor(COMMITTEE).get(f"{URL}/rehearsal").json()
    assert told["is_new"] is True
    assert [(one["before"], one["after"], len(one["changes"])) for one in told["differences"]] == [(3, 5, 1), (3, 5, 1)]
    assert told["differences"][0]["changes"][0]["before"] == 2
    stale = visitor(COMMITTEE).post(f"{URL}/reckon", json={"digest": "0" * 64})
    assert stale.status_code == 409
    done = visitor(COMMITTEE).post(f"{URL}/reckon", json={"digest": told["digest"]})
    assert done.json() == {"changed": 2}
    assert visitor(HANDLER).get(URL).json()["sums"][0]["points"] == 5


def test_an_instruction_that_praises_asks_for_nothing_and_counts(site: Site, visitor: Visitor) -> None:
    item_id = closed(site)
    with site.reading() as session:
        post = leader_post(session)
    body = {"text": "办得好，值得推广", "dated_on": "2026-01-05", "leader_post_id": post, "praise": True}
    before = len(visitor(OFFICER).get("/items").json()["items"])
    answer = visitor(OFFICER).post(f"/items/{item_id}/instructions", json=body)
    assert answer.status_code == 200, answer.text
    assert len(visitor(OFFICER).get("/items").json()["items"]) == before
    reckoned(site)
    mine = visitor(HANDLER).get(f"{URL}/lines").json()["items"]
    assert [one["kind"]["code"] for one in mine].count("praised") == 2


def test_discipline_is_listed_for_the_party_committee_and_the_person_alone(site: Site, visitor: Visitor) -> None:
    handler = visitor(HANDLER).get("/session").json()["person"]["id"]
    body = {"kind": "discipline", "text": "诫勉", "occurred_on": "2026-01-05", "person_id": handler}
    entered = visitor(COMMITTEE).post("/negative-entries", json=body)
    assert entered.status_code == 201, entered.text
    listed = {who: len(visitor(who).get("/negative-entries").json()["items"]) for who in (COMMITTEE, HANDLER)}
    hidden = {who: len(visitor(who).get("/negative-entries").json()["items"]) for who in (OFFICER, LEADER, UNIT_HEAD)}
    assert set(listed.values()) == {1}
    assert set(hidden.values()) == {0}
    withdrawn = visitor(COMMITTEE).post(
        f"/negative-entries/{entered.json()['id']}/withdraw", json={"reason": "影响期满"}
    )
    assert withdrawn.json()["state"]["code"] == "withdrawn"
    assert visitor(HANDLER).get("/negative-entries", params={"state": "stands"}).json()["items"] == []
