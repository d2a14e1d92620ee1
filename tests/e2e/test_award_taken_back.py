"""撤销表彰 in a real browser, from its start to the page without sign-in; and somebody who nominates themself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from engine.site import Site
from tests.e2e.browser import Window, choose, move_clock
from tests.support.commending import begin_cycle
from tests.support.revoking import AWARDED, award_all
from tests.support.server import Server

pytestmark = pytest.mark.browser
FACTS = "申报材料写明的任务由外单位办理。"


@pytest.fixture
def site(server: Server) -> Iterator[Site]:
    """The served office, for what was done before."""
    site = Site(server.settings())
    yield site
    site.close()


def start(office: Window, award_id: int) -> None:
    office.goto(f"/commendation/awards/{award_id}")
    office.button("启动撤销").click()
    dialog = office.page.get_by_role("dialog")
    dialog.get_by_label("事迹不实").check()
    dialog.get_by_label("事实").fill(FACTS)
    dialog.locator(".ant-btn-primary").click()
    expect(office.page.get_by_text("办理中", exact=True)).to_be_visible()


def take_back(office: Window) -> None:
    office.button("撤回撤销").click()
    dialog = office.page.get_by_role("dialog")
    dialog.get_by_label("理由").fill("核对有误")
    dialog.locator(".ant-btn-primary").click()
    expect(office.page.get_by_text("已撤回", exact=True)).to_be_visible()
    expect(office.button("撤回撤销")).to_have_count(0)


def test_an_award_is_taken_back_after_the_awarded_were_heard(server: Server, browser: Browser, site: Site) -> None:
    _, awards = award_all(site)
    office = Window(browser, server, "shenmo")
    start(office, awards[1].id)
    take_back(office)
    start(office, awards[1].id)
    office.picture("revocation-started")

    awarded = Window(browser, server, AWARDED)
    awarded.open_task("陈述申辩", "撤销表彰")
    expect(awarded.page.get_by_text(FACTS)).to_be_visible()
    awarded.page.get_by_label("对所列事实的说明").fill("该任务由本人牵头，附有记录。")
    awarded.picture("revocation-statement")
    awarded.submit()

    leader = Window(browser, server, "zhourui")
    leader.open_task("党组决定", "撤销表彰")
    expect(leader.page.get_by_text("该任务由本人牵头，附有记录。")).to_be_visible()
    leader.page.get_by_role("radio", name="撤销表彰").check()
    leader.page.get_by_label("理由").fill("事迹不实，予以撤销。")
    leader.picture("revocation-decision")
    leader.submit()

    office.goto(f"/commendation/awards/{awards[1].id}")
    expect(office.page.get_by_text("事迹不实，予以撤销。").first).to_be_visible()
    expect(office.button("启动撤销")).to_have_count(0)
    office.picture("revocation-decided")
    office.print_out("revocation-decided")
    outside = Window(browser, server, "", sign_in=False)
    outside.goto("/awards/2026")
    expect(outside.page.get_by_text("已撤销（2026年1月21日）")).to_be_visible()
    expect(outside.page.get_by_text("事迹不实")).to_have_count(0)
    assert office.faults == awarded.faults == leader.faults == outside.faults == []


def test_somebody_nominates_themself_where_the_category_allows_it(server: Server, browser: Browser, site: Site) -> None:
    cycle_id = begin_cycle(site)
    mine = Window(browser, server, AWARDED)
    page = mine.page
    mine.goto(f"/commendation/{cycle_id}")
    mine.button("申报").click()
    dialog = page.get_by_role("dialog")
    choose(mine, dialog.get_by_label("类别"), "先进个人")
    dialog.get_by_label("主要事迹").fill("全年牵头办理督办任务 12 项，全部按期办结。")
    mine.picture("self-nomination")
    dialog.locator(".ant-btn-primary").click()
    expect(page.get_by_role("heading", name="黄静", level=1)).to_be_visible()
    expect(page.get_by_text("黄静（自荐）")).to_be_visible()
    move_clock(server, "2026-01-06T10:00:00+08:00")
    office = Window(browser, server, "shenmo")
    office.goto(f"/commendation/{cycle_id}")
    expect(office.page.get_by_text("自荐", exact=True)).to_be_visible()
    assert mine.faults == office.faults == []
