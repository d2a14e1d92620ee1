"""The whole loop by hand, in a real browser: import, confirm, dispatch, urge, sign, report, submit, verify, close."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import Window, choose, move_clock
from tests.support.server import Server, client

pytestmark = pytest.mark.browser
PLAN = """提升服务效能行动方案

一、主要措施

一是推行首问负责，在接得住上下功夫。首位接待的同志负责到底。二是压缩办理时限，在办得快上下功夫。逐项公布承诺时限。三是加强结果反馈，在有回音上下功夫。办结当日反馈。
"""
FIRST = "推行首问负责"


def import_and_dispatch(officer: Window, folder: Path) -> None:
    """A plan becomes three items, all for one unit, ten working days, weekly reports."""
    plan = folder / "plan.txt"
    plan.write_text(PLAN, "utf-8")
    page = officer.page
    officer.goto("/imports")
    page.locator("input[type=file]").set_input_files(plan)
    expect(page.get_by_text("共识别 3 项")).to_be_visible()
    page.get_by_role("checkbox", name="全选").check()
    bulk = page.get_by_role("group", name="已选 3 行")
    choose(officer, bulk.get_by_label("牵头单位"), "综合处")
    bulk.get_by_label("完成时限").fill("10")
    choose(officer, bulk.get_by_label("反馈频次"), "每周")
    bulk.get_by_role("button", name="套用到所选行").click()
    officer.picture("import")
    page.get_by_label("交办人或交办机关").fill("办公室主任")
    page.get_by_role("button", name="确认立项").click()
    expect(page.get_by_role("heading", name="分解派单", level=1)).to_be_visible()
    officer.picture("split")
    officer.submit()


def test_the_loop_is_walked_by_hand(server: Server, browser: Browser, tmp_path: Path) -> None:
    officer = Window(browser, server, "zhengyi")
    import_and_dispatch(officer, tmp_path)
    officer.goto("/ledger")
    expect(officer.page.get_by_role("row").filter(has_text=FIRST)).to_contain_text("绿灯")
    officer.picture("ledger")

    move_clock(server, "2026-01-06T10:00:00+08:00")  # nobody signed: urged when the office opened
    handler = Window(browser, server, "chenlu")
    handler.goto("/mailbox")
    handler.page.get_by_text(f"-1 {FIRST}").filter(has_text="【催办】").first.click()
    expect(handler.page.get_by_text("陈璐").first).to_be_visible()
    handler.picture("mailbox")
    handler.open_task("催办回执", FIRST)
    handler.page.get_by_label("办理情况和预计办结时间").fill("今日签收，月底前办结")
    handler.submit()
    handler.open_task("签收", FIRST)
    handler.picture("sign")
    handler.page.get_by_label("签收", exact=True).check()
    handler.submit()

    move_clock(server, "2026-01-07T10:00:00+08:00")  # two working days before Friday's report
    handler.open_task("进展反馈", FIRST)
    handler.page.get_by_label("完成进度（%）").fill("60")
    handler.page.get_by_label("进展情况").fill("已明确首问岗位和流程")
    handler.submit()
    handler.open_task("办理并报送结果", FIRST)
    handler.page.get_by_label("办理结果").fill("首问负责制度已印发施行")
    handler.picture("handle")
    handler.submit()

    officer.open_task("核查", FIRST)
    officer.page.get_by_label("通过", exact=True).check()
    officer.page.get_by_label("核查意见").fill("制度已印发，抽查属实")
    officer.picture("verify")
    officer.submit()

    leader = Window(browser, server, "qianbo")
    leader.open_task("销号确认", FIRST)
    leader.page.get_by_label("满意", exact=True).check()
    leader.submit()

    officer.goto("/ledger")
    expect(officer.page.get_by_role("row").filter(has_text=FIRST)).to_contain_text("蓝灯")
    officer.page.get_by_role("link", name=FIRST).click()
    for entry in ("交办单", "催办单", "催办回执", "签收", "进展反馈", "报送结果", "核查", "销号确认"):
        expect(officer.page.get_by_text(entry, exact=False).first).to_be_visible()
    officer.picture("closed-item")
    assert officer.faults + handler.faults + leader.faults == []


def test_a_designer_publishes_a_new_version(server: Server, browser: Browser) -> None:
    designer = Window(browser, server, "caomin")
    page = designer.page
    designer.goto("/designer/supervision-item")
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    designer.picture("designer")  # on a telephone the board is for looking only, so it comes first
    page.locator("[data-element-id=sign] > .djs-hit").first.click()
    designer.button("检查").click()
    expect(page.get_by_text("检查通过")).to_be_visible()
    name = page.locator("#bio-properties-panel-name")
    name.fill("签收任务")
    name.blur()
    page.get_by_role("button", name="发布新版本").click()
    designer.button("确定").click()
    expect(page.get_by_text("第 2 版").first).to_be_visible()
    with client(server, "administrator") as administrator:
        xml = administrator.get("/definitions/supervision-item/versions/2/xml").text
    assert 'name="签收任务"' in xml
    assert '<duban:ladder decision="ladder" stage="办理"' in xml
    assert 'duban:collection="co_units" duban:element="co_unit"' in xml
    assert designer.faults == []
