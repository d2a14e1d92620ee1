"""督办月报 over HTTP: counted as the statistics are, numbered by the year, once a month, and again with a reason."""

from datetime import timedelta

import pytest

from engine.commands.supervision.step_by_hand import step_by_hand
from engine.jobs.filing import file_waiting
from engine.site import Site
from engine.store.models import Item, ItemRecord, OfficialDocument
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.documents import documents, text_of
from tests.support.matter import complete, confirm, dispatch, open_task
from tests.support.office import (
    ADMINISTRATOR,
    DESIGNER,
    HANDLER,
    LEADER,
    MONDAY,
    OFFICER,
    act_of,
    move_clock,
    roles,
)
from tests.support.record import findings

PATH = "/official-documents/briefings"
JANUARY = {"month": "2026-01"}


def close(site: Site) -> None:
    """The one open item, closed in time and to the leader's satisfaction."""
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    complete(site, HANDLER, open_task(site, "handle"), summary="已完成检查", evidence="报告")
    complete(site, OFFICER, open_task(site, "verify"), decision="accept", opinion="情况属实")
    confirm(site, "satisfied")


@pytest.fixture
def january(site: Site) -> Site:
    """One item closed well, one overdue and supervised, one that is green, a circular, and one that was withdrawn."""
    dispatch(site, title="已经办好的任务")
    close(site)
    late, _ = dispatch(site, title="拖着不办的任务", due_working_days=1), dispatch(site, unit="xxc", title="还早的任务")
    with site.writing() as session:
        step_by_hand(act_of(site, session, OFFICER), roles(session, OFFICER), late, "supervise", "未按时限办结")
        for n, withdrawn_at in ((1, None), (2, MONDAY)):
            number = f"督通〔2026〕{n}号"
            record = ItemRecord(item_id=late, kind="circular", number=number, at=MONDAY, data={})
            record.withdrawn_at = withdrawn_at
            session.add(record)
    move_clock(site, MONDAY + timedelta(days=4))
    return site


def content(site: Site) -> OfficialDocument:
    return documents(site)[-1]


def grid(document: OfficialDocument, head: str) -> list[list[str]]:
    """The rows of the table with this column."""
    return next(one["rows"] for one in document.content["paragraphs"] if head in one.get("heads", []))


def test_the_briefing_has_the_months_figures_lights_circulars_and_praise(january: Site, visitor: Visitor) -> None:
    body = {**JANUARY, "remarks": "各单位要加快进度。\n月底前清零。"}
    answer = visitor(OFFICER).post(PATH, json=body)
    assert (answer.status_code, answer.json()["number"], answer.json()["item"]) == (201, "2026年第1期", None)
    file_waiting(january)
    text = text_of(january, content(january))
    parts = (
        "督办月报",
        "2026年第1期",
        "2026年1月督办情况通报",
        "1月派单3项，其中已销号1项、在办2项。当月销号1项，其中按期1项、逾期0项，按期率100.0%。",
        "逾期未结1项",
        "督办1项、通报1项",
        "综合处（1项）",
        "各单位要加快进度。",
        "月底前清零。",
        "逾期未结：在办、没有中止、已过办理时限的任务",
        "抄送：各单位。",
    )
    assert [part for part in parts if part not in text] == []
    assert grid(content(january), "灯") == [
        ["综合处", f"拖着不办的任务（{number_of(january, '拖着不办的任务')}）", "2026年1月6日 17:30", "0%", "红灯"]
    ]
    assert grid(content(january), "文号") == [["督通〔2026〕1号", "综合处", "拖着不办的任务"]]
    units = {row[0]: row[1:3] for row in grid(content(january), "按期率")}
    assert units == {"综合处": ["2", "1"], "信息处": ["1", "0"]}
    assert findings(january) == []


def number_of(site: Site, title: str) -> str:
    with site.reading() as session:
        return next(item.number or "" for item in session.query(Item) if item.title == title)


def test_its_figures_are_those_of_the_statistics(january: Site, visitor: Visitor) -> None:
    visitor(OFFICER).post(PATH, json=JANUARY)
    period = {"from": "2026-01-01", "to": "2026-01-31"}
    found = visitor(OFFICER).get("/statistics", params=period).json()
    (_, body, year, *_) = content(january).content["paragraphs"]
    figures = {code: value["number"] for code, value in found["total"]["values"].items()}
    assert f"派单{figures['dispatched']:g}项" in body["text"]
    assert f"逾期未结{figures['overdue']:g}项" in year["text"]


def test_a_month_has_one_briefing_and_a_reason_makes_its_next_version(january: Site, visitor: Visitor) -> None:
    officer = visitor(OFFICER)
    assert officer.post(PATH, json=JANUARY).status_code == 201
    problem_of(officer.post(PATH, json=JANUARY | {"reason": "再编"}), 409)
    file_waiting(january)
    assert [one["field"] for one in problem_of(officer.post(PATH, json=JANUARY), 422)["problems"]] == ["/reason"]
    again = officer.post(PATH, json=JANUARY | {"reason": "补充销号任务"}).json()
    assert (again["number"], again["version"], again["reason"]) == ("2026年第1期", 2, "补充销号任务")
    file_waiting(january)
    listed = officer.get("/official-documents", params={"kind": "briefing"}).json()["items"]
    assert [one["state"]["code"] for one in listed] == ["filed", "superseded"]
    move_clock(january, MONDAY + timedelta(days=31))
    assert officer.post(PATH, json={"month": "2026-02"}).json()["number"] == "2026年第2期"


def test_a_month_that_has_not_begun_or_is_none_is_refused(site: Site, visitor: Visitor) -> None:
    for month in ("2026-02", "2026-13", "26-1"):
        fields = [
            one["field"] for one in problem_of(visitor(OFFICER).post(PATH, json={"month": month}), 422)["problems"]
        ]
        assert fields == ["/month"]


def test_an_office_without_items_has_a_briefing_that_says_so(site: Site, visitor: Visitor) -> None:
    assert visitor(ADMINISTRATOR).post(PATH, json=JANUARY).status_code == 201
    file_waiting(site)
    text = text_of(site, content(site))
    assert text.count("本月没有。") == 3
    assert "1月派单0项" in text


def test_briefings_are_ordered_by_officers_and_seen_by_who_oversees(site: Site, visitor: Visitor) -> None:
    assert [visitor(one).post(PATH, json=JANUARY).status_code for one in (HANDLER, LEADER, DESIGNER)] == [403] * 3
    ordered = visitor(OFFICER).post(PATH, json=JANUARY).json()
    file_waiting(site)
    path = f"/official-documents/{ordered['id']}/content"
    seen = [visitor(one).get(path).status_code for one in (OFFICER, LEADER, HANDLER, DESIGNER)]
    assert seen == [200, 200, 404, 404]
