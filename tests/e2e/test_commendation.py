"""总结表彰 in a real browser: a cycle is opened, somebody is nominated, a panel member marks, the awards are read."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from engine.site import Site
from tests.e2e.browser import Window, choose, move_clock, search
from tests.support.commending import BODIES, decide, give_marks, give_opinions, panel_votes, put_forward, recommend_all
from tests.support.files import PDF
from tests.support.server import Server

pytestmark = pytest.mark.browser
TITLE, CATEGORY = "2025 年度表彰", "先进个人"
MEMBERS = ("钱博", "孙岚", "吴健", "李鸣")


@pytest.fixture
def site(server: Server) -> Iterator[Site]:
    """The served office, for what others do in the meantime."""
    site = Site(server.settings())
    yield site
    site.close()


def open_cycle(office: Window) -> int:
    """Through the page, with a panel that is too small at first."""
    page = office.page
    office.goto("/commendation")
    office.button("建立表彰").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("表彰名称").fill(TITLE)
    dialog.get_by_label("申报截止").fill("2026-01-12")
    page.keyboard.press("Enter")
    dialog.get_by_label("联系方式").fill("党委办 8001")
    dialog.get_by_label("通知内容").fill("请各单位认真组织申报。")
    dialog.get_by_label("类别名称").fill(CATEGORY)
    dialog.get_by_label("允许个人自荐").check()
    enter_criteria(office, dialog)
    search(office, dialog.get_by_label("评审组组长"), "周瑞")
    search(office, dialog.get_by_label("评审组成员"), MEMBERS[0])
    office.button("发布").click()
    expect(dialog.locator(".ant-form-item-explain-error")).to_have_count(1)
    office.picture("commendation-open")
    for name in MEMBERS[1:]:
        search(office, dialog.get_by_label("评审组成员"), name)
    office.button("发布").click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    return int(page.url.rsplit("/", 1)[-1])


def enter_criteria(office: Window, dialog: Locator) -> None:
    """Two of sixty and forty points; what does not make a hundred is said before it is sent."""
    name, points = "类别 1 标准 {} 名称", "类别 1 标准 {} 满分"
    dialog.get_by_label(name.format(1)).fill("工作实绩")
    dialog.get_by_label(points.format(1)).fill("60")
    dialog.get_by_label("类别 1 标准 1 评价要点").fill("按期办结，没有红灯")
    expect(dialog.get_by_text("合计 60 分")).to_be_visible()
    office.button("类别 1 再加一项标准").click()
    dialog.get_by_label(name.format(2)).fill("群众公认")
    expect(dialog.get_by_text("合计 100 分", exact=True)).to_be_visible()


def nominate(head: Window, cycle_id: int) -> None:
    page = head.page
    head.goto(f"/commendation/{cycle_id}")
    head.button("申报").click()
    dialog = page.get_by_role("dialog")
    choose(head, dialog.get_by_label("类别"), CATEGORY)
    choose(head, dialog.get_by_label("人员"), "黄静")
    dialog.get_by_label("主要事迹").fill("全年牵头办理督办任务 12 项，全部按期办结。")
    files = [("获奖证书.pdf", "application/pdf", PDF), ("事迹说明.txt", "text/plain", "全年无差错".encode())]
    sent = [FilePayload(name=name, mimeType=kind, buffer=content) for name, kind, content in files]
    dialog.locator("input[type=file]").set_input_files(sent)
    head.picture("commendation-nominate")
    dialog.locator(".ant-btn-primary").last.click()
    expect(page.get_by_role("heading", name="黄静", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="获奖证书.pdf")).to_be_visible()
    expect(page.get_by_text("评审开始前可以增加、删除")).to_be_visible()
    head.button("预览 事迹说明.txt").click()
    expect(page.locator(".preview-text")).to_have_text("全年无差错")
    page.keyboard.press("Escape")
    expect(page.get_by_text("6 项，全部符合")).to_be_visible()
    head.picture("commendation-nominee")


def read_unit_notice(colleague: Window, unit: str) -> None:
    """Of the nominee's unit: in the list, with what the unit may read, and where to object."""
    page = colleague.page
    colleague.goto("/public-notices")
    expect(page.get_by_text("推荐对象公示")).to_have_count(1)
    page.get_by_role("link", name=f"{TITLE}推荐对象公示（{unit}）").click()
    expect(page.get_by_text(f"只在{unit}公示，登录后由本单位人员查看。")).to_be_visible()
    expect(page.get_by_text("黄静")).to_be_visible()
    expect(page.get_by_role("heading", name="提出异议")).to_be_visible()
    colleague.picture("commendation-unit-notice")


def see_whose_opinion_is_due(office: Window) -> None:
    """The form of the opinions names every body that the rules want."""
    office.open_task("征求有关部门意见", TITLE)
    for body in BODIES:
        expect(office.page.locator(".ant-select").filter(has_text=body)).to_be_visible()
    office.picture("commendation-opinions")


def mark(member: Window) -> None:
    page = member.page
    member.open_task("评审打分", TITLE)
    expect(page.get_by_text("本单位，回避")).to_be_visible()
    member.button("黄静的证明材料 2 份").click()
    expect(page.get_by_role("link", name="获奖证书.pdf")).to_be_visible()
    page.get_by_label("黄静的工作实绩").fill("58")
    expect(page.get_by_text("已打 58 分")).to_be_visible()
    member.button("存草稿").click()
    page.reload()
    expect(page.get_by_label("黄静的工作实绩")).to_have_value("58")
    page.get_by_label("黄静的群众公认").fill("37")
    expect(page.get_by_text("合计 95 分")).to_be_visible()
    member.picture("commendation-marks")
    member.submit()


def read_award(office: Window) -> None:
    office.goto("/commendation/awards")
    office.page.get_by_role("link", name="黄静").click()
    expect(office.button("启动撤销")).to_be_visible()
    office.picture("commendation-award")


def has_facts(page: Page) -> bool:
    return page.get_by_text("审查依据").is_visible()


def test_a_cycle_is_opened_nominated_for_marked_and_read(server: Server, browser: Browser, site: Site) -> None:
    office = Window(browser, server, "shenmo")
    cycle_id = open_cycle(office)
    head = Window(browser, server, "zhaolei")
    nominate(head, cycle_id)
    assert not has_facts(head.page)
    put_forward(site, cycle_id, CATEGORY, "dcs", "hefan")
    see_whose_opinion_is_due(office)
    give_opinions(site)
    recommend_all(site)
    colleague = Window(browser, server, "xuhao")
    read_unit_notice(colleague, "秘书一处")
    assert colleague.faults == []

    move_clock(server, "2026-01-13T10:00:00+08:00")
    member = Window(browser, server, "liming")
    mark(member)
    head.page.reload()
    expect(head.page.get_by_text("材料已经固定")).to_be_visible()
    give_marks(site, {"申报〔2026〕1号": (57, 38), "申报〔2026〕2号": (50, 30)}, absent=["liming"])
    panel_votes(site, ["申报〔2026〕1号"])
    office.goto(f"/commendation/{cycle_id}")
    expect(office.page.get_by_role("link", name=f"{TITLE}拟表彰对象公示")).to_be_visible()
    office.picture("commendation-on-notice")
    move_clock(server, "2026-01-21T10:00:00+08:00")
    decide(site)

    office.goto(f"/commendation/{cycle_id}")
    expect(office.page.get_by_text("表彰证书〔2026〕1号")).to_be_visible()
    expect(office.page.get_by_text("应到 5 人，需 4 人，实到 5 人")).to_be_visible()
    office.picture("commendation-awarded")
    office.print_out("commendation-awarded")
    nominee = Window(browser, server, "huangjing")
    nominee.goto("/commendation")
    nominee.page.get_by_role("link", name=TITLE).click()
    expect(nominee.page.get_by_role("link", name="何帆")).to_have_count(0)
    nominee.page.get_by_role("link", name="黄静").first.click()
    expect(nominee.page.get_by_text("评审组平均 95.0 分，占六成")).to_be_visible()
    expect(nominee.page.get_by_text("57.2 / 60")).to_be_visible()
    nominee.picture("commendation-own")
    nominee.print_out("commendation-own")
    read_award(office)
    outside = Window(browser, server, "", sign_in=False)
    outside.goto("/awards/2026")
    expect(outside.page.get_by_text("表彰证书〔2026〕1号")).to_be_visible()
    outside.picture("commendation-published")
    assert outside.faults == []
    assert office.faults == head.faults == member.faults == nominee.faults == []
