"""The verbs of a task in a real browser: transferred, signed, returned, taken back, copied and read, many at once."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.browser import Window, choose
from tests.support.diagrams import chain, diagram, end, start
from tests.support.server import Server, client

pytestmark = pytest.mark.browser
FORM = b"""{"key": "note", "title": "\xe6\x8b\x9f\xe7\xa8\xbf", "schema": {"type": "object", "properties":
{"text": {"type": "string", "title": "\xe6\xad\xa3\xe6\x96\x87", "minLength": 1}}, "required": ["text"]}, "ui": {}}"""


def task(identifier: str, name: str) -> str:
    form = '<extensionElements><duban:form key="note" /></extensionElements>'
    return f'<userTask id="{identifier}" name="{name}">{form}</userTask>'


LINE = diagram(
    start(),
    task("draft", "拟稿"),
    task("check", "核稿"),
    end(),
    chain("start", "draft", "check", "end"),
    key="paper",
    name="公文办理",
)


def answered(response: httpx.Response) -> Any:
    assert response.is_success, response.text
    return response.json()


def begin(server: Server, drafts: int) -> None:
    """So many papers, each to be drafted by the handler."""
    with client(server, "administrator") as administrator:
        files = [("files", ("paper.bpmn", LINE)), ("files", ("note.json", FORM))]
        answered(administrator.post("/definitions", files=files))
        people = answered(administrator.get("/people"))["items"]
        handler = next(one["id"] for one in people if one["name"] == "陈璐")
        for _ in range(drafts):
            started = answered(administrator.post("/instances", json={"key": "paper"}))
            task_id = answered(administrator.get(f"/instances/{started['id']}"))["active"][0]["task_id"]
            answered(administrator.post(f"/tasks/{task_id}/transfer", json={"to": handler, "reason": "请拟稿"}))


def verb(window: Window, name: str, *, under_more: bool = False, person: str = "", words: str = "") -> None:
    """Open the dialog of a verb, fill it in, and do it."""
    page = window.page
    if under_more:
        page.get_by_role("button", name="更多操作").click()
        page.get_by_role("menuitem", name=name).click()
    else:
        window.button(name).click()
    dialog = page.get_by_role("dialog")
    if person:
        pick(window, dialog.get_by_role("combobox", name="人员"), person)
        dialog.get_by_text(name).first.click()
    if words:
        dialog.get_by_role("textbox").last.fill(words)
    window.picture(f"verb-{name}")
    dialog.locator(".ant-btn-primary").click()
    expect(dialog).to_be_hidden()


def pick(window: Window, select: Locator, person: str) -> None:
    """Somebody from the list of all, by the name that is typed."""
    select.fill(person)
    choose(window, select, person)


def open_task(window: Window, name: str) -> None:
    window.goto("/tasks")
    window.page.get_by_role("link", name=name).first.click()
    expect(window.page.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_a_task_goes_through_the_hands_of_an_office(server: Server, browser: Browser) -> None:
    begin(server, drafts=3)
    handler, head = Window(browser, server, "chenlu"), Window(browser, server, "wangqing")
    open_task(handler, "拟稿")
    handler.page.get_by_label("正文").fill("第一稿")
    handler.button("存草稿").click()
    expect(handler.page.get_by_text("草稿已保存")).to_be_visible()
    verb(handler, "加签", person="王清", words="请把关")
    expect(handler.page.get_by_role("heading", name="加签", exact=True)).to_be_visible()
    verb(handler, "批注", under_more=True, words="按领导意见修改过一次")
    handler.picture("task-with-signer")

    head.goto("/tasks")
    head.page.get_by_role("link", name="拟稿（前加签：王清）").click()
    head.page.get_by_role("radio", name="同意", exact=True).check()
    head.page.get_by_label("意见", exact=True).fill("同意，注意格式")
    head.picture("task-of-a-signer")
    head.submit()

    open_task(handler, "拟稿")
    expect(handler.page.get_by_text("同意，注意格式").first).to_be_visible()
    handler.submit()
    handler.goto("/tasks?view=done")
    handler.page.get_by_role("link", name="拟稿").first.click()
    handler.picture("task-done-by-me")
    verb(handler, "撤回", words="还要改")
    expect(handler.page.get_by_role("heading", name="我的任务")).to_be_visible()
    verb_after_withdrawal(handler, head)


def verb_after_withdrawal(handler: Window, head: Window) -> None:
    """The draft is back with what was said; it is copied, then two others are transferred at once."""
    page = handler.page
    page.get_by_role("row").filter(has_text="拟稿").last.get_by_role("link").first.click()
    verb(handler, "抄送", under_more=True, person="王清", words="请知悉")
    expect(page.get_by_text("未阅")).to_be_visible()
    head.goto("/tasks?view=copied")
    head.picture("tasks-copied")
    head.page.get_by_role("link", name="拟稿").click()
    expect(head.page.get_by_text("已阅").first).to_be_visible()
    handler.goto("/tasks")
    page.locator("thead .ant-checkbox-input").check()
    handler.picture("tasks-chosen")
    handler.button("转办").click()
    dialog = page.get_by_role("dialog")
    pick(handler, dialog.get_by_role("combobox", name="人员"), "刘洋")
    dialog.get_by_role("textbox").last.fill("集中办理")
    dialog.locator(".ant-btn-primary").click()
    expect(page.get_by_text("3 项中 3 项已办理")).to_be_visible()
    assert handler.faults == head.faults == []


def test_a_task_is_returned_with_its_reason_on_the_page(server: Server, browser: Browser) -> None:
    begin(server, drafts=1)
    handler = Window(browser, server, "chenlu")
    open_task(handler, "拟稿")
    handler.page.get_by_label("正文").fill("第一稿")
    handler.submit()
    with client(server, "administrator") as administrator:
        (check,) = answered(administrator.get("/tasks?view=all&state=open"))["items"]
        people = answered(administrator.get("/people"))["items"]
        to = next(one["id"] for one in people if one["name"] == "王清")
        answered(administrator.post(f"/tasks/{check['id']}/transfer", json={"to": to, "reason": "请核稿"}))
    head = Window(browser, server, "wangqing")
    open_task(head, "核稿")
    head.button("退回").click()
    dialog = head.page.get_by_role("dialog")
    choose(head, dialog.get_by_role("combobox", name="退回到"), "拟稿（陈璐）")
    dialog.get_by_role("textbox").last.fill("数字与附件不一致")
    head.picture("verb-退回")
    dialog.locator(".ant-btn-primary").click()
    expect(head.page.get_by_role("heading", name="我的任务")).to_be_visible()
    open_task(handler, "拟稿")
    expect(handler.page.get_by_text("王清退回：数字与附件不一致")).to_be_visible()
    expect(handler.page.get_by_label("正文")).to_have_value("第一稿")
    handler.picture("task-returned")
    assert handler.faults == head.faults == []
