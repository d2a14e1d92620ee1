"""Instructions, splits, merges, milestones, duplicates, numbers and caps over HTTP."""

import io
from typing import Any

import httpx
import openpyxl
from sqlalchemy import select

from engine.site import Site
from engine.store.models import Item, Milestone
from tests.api.conftest import Visitor
from tests.support.items import leader_post, unit_id
from tests.support.matter import dispatch
from tests.support.office import DESIGNER, HANDLER, LEADER, OFFICER
from tests.support.several import dispatch_several

TEXT = "建立督办台账，逐项明确责任人和完成时限，每周五报送进展情况"


def json_of(answer: httpx.Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def test_an_item_shows_its_instructions_milestones_and_contributions(site: Site, visitor: Visitor) -> None:
    milestone = {"title": "初稿", "due_on": "2026-01-12", "percent": 40}
    with site.reading() as session:
        co_unit, post_id = unit_id(session, "xxc"), leader_post(session)
    item_id = dispatch(site, co_unit_ids=[co_unit], milestones=[milestone])
    body = {"text": "请加快进度", "dated_on": "2026-01-05", "leader_post_id": post_id}
    shown = json_of(visitor(OFFICER).post(f"/items/{item_id}/instructions", json=body))
    (instructed,) = [one["instructed"] for one in shown["records"] if one["kind"]["code"] == "instruction"]
    assert instructed["leader"] and instructed["leader"] != instructed["entered_by"]
    assert instructed["dated_on"] == "2026-01-05"
    assert [(one["title"], one["percent"], one["reached_at"]) for one in shown["milestones"]] == [("初稿", 40, None)]
    assert [(one["unit"], one["at"]) for one in shown["contributions"]] == [("信息处", None)]
    with site.reading() as session:
        milestone_id = session.scalars(select(Milestone.id)).one()
    reached = visitor(HANDLER).post(f"/items/{item_id}/milestones/{milestone_id}/reach", json={"evidence": "已报"})
    assert json_of(reached)["progress"] == 40


def test_a_part_shows_the_course_and_the_files_of_what_was_split(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site)
    officer = visitor(OFFICER)
    file = officer.post(f"/items/{item_id}/attachments", params={"name": "批件.txt"}, content="原件".encode())
    attachment_id = json_of(file, 201)["id"]
    with site.reading() as session:
        units = [unit_id(session, code) for code in ("zhc", "xxc")]
    rows = [
        {"ordinal": n, "title": f"第{n}部分", "lead_unit_id": unit, "due_working_days": 5}
        for n, unit in enumerate(units, 1)
    ]
    matter = json_of(officer.post(f"/items/{item_id}/split", json={"reason": "分开办", "rows": rows}))
    part = matter["items"][2]
    assert [row["outcome"] and row["outcome"]["text"] for row in matter["items"]] == ["已拆分", None, None]
    handler = visitor("caomin")  # of the other unit, who does not see the item that was split
    assert handler.get(f"/items/{item_id}").status_code == 404
    shown = json_of(handler.get(f"/items/{part['id']}"))
    assert [(one["kind"]["code"], one["is_from"], one["item_id"]) for one in shown["links"]] == [
        ("split", True, item_id)
    ]
    assert "work_order" in [record["kind"]["code"] for record in shown["earlier"][0]["records"]]
    files = json_of(handler.get(f"/items/{part['id']}/attachments"))
    assert [one["name"] for one in files["items"]] == ["批件.txt"]
    assert handler.get(f"/attachments/{attachment_id}/content").status_code == 200
    assert visitor("panying").get(f"/attachments/{attachment_id}/content").status_code == 404


def test_items_are_merged(site: Site, visitor: Visitor) -> None:
    first, second = dispatch_several(site, 2)
    body = {"reason": "同一件事", "item_ids": [second]}
    shown = json_of(visitor(OFFICER).post(f"/items/{first}/merge", json=body))
    assert [one["kind"]["code"] for one in shown["links"]] == ["merged"]


def test_a_matter_shows_the_instruction_on_each_open_item(site: Site, visitor: Visitor) -> None:
    dispatch_several(site, 2)
    with site.reading() as session:
        matter_id = session.scalars(select(Item.matter_id)).first()
    body = {"text": "请加快进度", "dated_on": "2026-01-05"}
    shown = json_of(visitor(LEADER).post(f"/matters/{matter_id}/instructions", json=body))
    assert [task["element_id"] for task in shown["open_tasks"]] == []
    with site.reading() as session:
        items = session.scalars(select(Item.id)).all()
    for item_id in items:
        assert "supplement" in [
            one["kind"]["code"] for one in json_of(visitor(LEADER).get(f"/items/{item_id}"))["records"]
        ]


def test_duplicates_are_told_before_anything_is_written(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site, title=TEXT)
    rows = [{"title": "一、" + TEXT}, {"title": "与它无关的另外一件具体事情"}]
    asked = {"title": "关于开展专项检查的批示", "source": "领导批示", "issuer": "周瑞", "rows": rows}
    found = json_of(visitor(OFFICER).post("/duplicates", json=asked))
    assert [(one["row"], one["item_id"], one["similarity"]) for one in found["items"]] == [(0, item_id, 1.0)]
    assert found["matters"] == []  # the title is too short to tell


def test_a_draft_keeps_what_was_decided_and_its_milestones(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site, title=TEXT)
    officer = visitor(OFFICER)
    facts = {
        "title": "又一件",
        "source": "上级文件",
        "issuer": "省政府",
        "urgency": "平件",
        "received_on": "2026-01-05",
    }
    matter_id = json_of(officer.post("/matters", json={**facts, "reference": "省办〔2026〕3号"}), 201)["matter_id"]
    milestone = {"title": "初稿", "due_on": "2026-01-12", "percent": 40}
    row = {"ordinal": 1, "title": TEXT, "same_as_id": item_id, "milestones": [milestone]}
    shown = json_of(officer.put(f"/matters/{matter_id}/items", json={"rows": [row]}))
    assert (shown["reference"], shown["draft_items"][0]["same_as_id"]) == ("省办〔2026〕3号", item_id)
    assert shown["draft_items"][0]["milestones"] == [milestone]


def test_numbers_and_caps_are_shown_and_changed(site: Site, visitor: Visitor) -> None:
    designer = visitor(DESIGNER)
    numbering = json_of(designer.get("/numbering"))
    numbering["sources"][3]["is_offered"] = False
    assert json_of(designer.put("/numbering", json=numbering))["sources"][3]["is_offered"] is False
    facts = {"title": "又一件", "source": "群众来信", "issuer": "某人", "urgency": "平件", "received_on": "2026-01-05"}
    refused = json_of(visitor(OFFICER).post("/matters", json=facts), 422)
    assert [one["code"] for one in refused["problems"]] == ["supervision.source_unknown"]
    asked = json_of(designer.put("/asking/caps", json={"caps": [{"urges": 0}]}))
    assert (asked["caps"], asked["starts_on"]) == ([{"line": "", "urges": 0, "reports": None}], "2026-01-05")


def test_an_urge_over_the_cap_says_where_the_reason_goes(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site)
    json_of(visitor(DESIGNER).put("/asking/caps", json={"caps": [{"urges": 0}]}))
    officer = visitor(OFFICER)
    refused = json_of(officer.post(f"/items/{item_id}/urge", json={"reason": "请抓紧"}), 422)
    assert [one["field"] for one in refused["problems"]] == ["over_cap_reason"]
    json_of(officer.post(f"/items/{item_id}/urge", json={"reason": "请抓紧", "over_cap_reason": "上级明日检查"}))
    week = json_of(officer.get("/asking"))
    assert [(one["unit"]["name"], one["urges"], one["is_over"]) for one in week["units"]] == [("综合处", 1, True)]


def test_items_over_the_cap_are_left_out_of_urges_in_bulk_unless_a_reason_is_given(
    site: Site, visitor: Visitor
) -> None:
    item_ids = [dispatch(site), dispatch(site)]
    json_of(visitor(DESIGNER).put("/asking/caps", json={"caps": [{"urges": 1}]}))
    officer, body = visitor(OFFICER), {"item_ids": item_ids, "step": "urge", "reason": "集中催办"}
    found = json_of(officer.post("/items/steps", json=body))
    assert [one["is_over_cap"] for one in found["outcomes"]] == [False, True]
    again = {**body, "item_ids": item_ids[1:], "over_cap_reason": "上级明日检查"}
    assert json_of(officer.post("/items/steps", json=again))["done"] == 1
    assert "上级明日检查" in json_of(officer.get(f"/items/{item_ids[1]}"))["ladder"]["taken"][0]["text"]


def test_an_office_calls_and_colours_its_lights_and_reads_them_so_everywhere(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site)
    designer, officer = visitor(DESIGNER), visitor(OFFICER)
    lights = json_of(designer.get("/lights"))["lights"]
    own = {"code": "green", "label": "蓝灯", "colour": "#1F5FA8"}
    closed = {"code": "blue", "label": "已销号", "colour": "#2e7d32"}
    wanted = [{"green": own, "blue": closed}.get(one["code"], one) for one in lights]
    bright = [{**one, "colour": "#ffcc00"} if one["code"] == "yellow" else one for one in wanted]
    refused = json_of(designer.put("/lights", json={"lights": bright}), 422)
    assert [one["code"] for one in refused["problems"]] == ["lights.contrast"]
    assert "看不清" in refused["problems"][0]["message"]
    assert officer.put("/lights", json={"lights": wanted}).status_code == 403
    kept = json_of(designer.put("/lights", json={"lights": wanted}))["lights"]
    assert {**own, "colour": "#1f5fa8"} in kept
    assert json_of(officer.get(f"/items/{item_id}"))["light"]["text"] == "蓝灯"
    assert [one["code"] for one in json_of(officer.get("/session"))["own_lights"]] == ["green", "blue"]
    page = openpyxl.load_workbook(io.BytesIO(officer.get("/items/sheet").content))["台账"]
    assert "蓝灯" in [cell.value for row in page.iter_rows() for cell in row]
    shipped = json_of(designer.get("/lights"))["shipped"]
    json_of(designer.put("/lights", json={"lights": shipped}))
    assert json_of(officer.get("/session"))["own_lights"] == []
