"""Signing in through a provider, a one-time password, and the page of one's own account, in a real browser."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import Window, choose
from tests.support.office import ADMINISTRATOR, HANDLER, OFFICER
from tests.support.provider import CLIENT_ID, CLIENT_SECRET, Provider, openid_provider
from tests.support.server import Server, prepare
from tests.support.signing_in import NEW_PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def provider() -> Iterator[Provider]:
    with openid_provider() as provider:
        provider.username = OFFICER
        provider.end_session = f"{provider.issuer}/leave"
        yield provider


@pytest.fixture
def server(tmp_path: Path, provider: Provider) -> Iterator[Server]:
    oidc = {"issuer": provider.issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    server = Server(tmp_path)
    prepare(server, "2026-01-05T09:30:00+08:00")
    server.environment["DUBAN_OIDC"] = json.dumps(oidc)
    server.start()
    yield server
    server.stop()


def test_an_account_from_the_provider_to_its_tokens(browser: Browser, server: Server, provider: Provider) -> None:
    window = Window(browser, server, OFFICER, sign_in=False)
    page = window.page
    window.goto("/login?from=%2Fledger")
    window.picture("login-with-provider")
    page.get_by_role("link", name="用统一身份认证登录").click()
    expect(page.get_by_role("heading", name="台账", level=1)).to_be_visible()
    assert page.url.endswith("/ledger")
    Window(browser, server, OFFICER)
    window.goto("/account")
    rows = page.get_by_role("table", name="登录情况").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="统一身份认证").get_by_text("本机")).to_be_visible()
    page.get_by_role("button", name="新建令牌").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("用途").fill("台账同步程序")
    window.picture("new-token")
    dialog.get_by_role("button", name=re.compile(r"^新\s*建$")).click()
    secret = dialog.get_by_text(re.compile("^duban_"))
    expect(secret).to_be_visible()
    window.picture("token-shown-once")
    dialog.get_by_role("button", name="已保存，关闭").click()
    window.picture("account")
    page.get_by_role("button", name="退出其他全部登录").click()
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_label("用户名")).to_be_visible()
    assert page.url == f"{server.url}/login"
    assert provider.left == [OFFICER]
    assert window.faults == []


def test_failures_are_seen_by_whom_they_concern_and_in_the_record(browser: Browser, server: Server) -> None:
    Window(browser, server, HANDLER)
    stranger = Window(browser, server, HANDLER, sign_in=False)
    for name in (HANDLER, "admin"):
        stranger.enter(name, "wrong")
        expect(stranger.page.get_by_role("alert")).to_be_visible()
    own = Window(browser, server, HANDLER)
    own.goto("/account")
    expect(own.page.get_by_text(re.compile("有 1 次没有成功的登录"))).to_be_visible()
    own.picture("own-sign-ins")
    administrator = Window(browser, server, ADMINISTRATOR)
    page = administrator.page
    administrator.goto("/sign-ins")
    rows = page.get_by_role("table", name="登录记录").get_by_role("row")
    expect(rows.filter(has_text="未知用户（ad…）").filter(has_text="用户名不存在")).to_have_count(1)
    administrator.picture("sign-ins")
    choose(administrator, page.get_by_label("结果"), "全部未成功的")
    expect(rows.filter(has_text="登录成功")).to_have_count(0)
    expect(rows.filter(has_text="密码不正确")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    assert download.value.suggested_filename.startswith("登录记录")
    assert own.faults + administrator.faults == []


def test_a_one_time_password_is_changed_before_anything_else(browser: Browser, server: Server) -> None:
    administrator = Window(browser, server, ADMINISTRATOR)
    administrator.goto("/account")
    chooser = administrator.page.get_by_label("人员")
    chooser.click()
    chooser.fill("陈璐")
    administrator.page.get_by_title(re.compile("陈璐")).first.click()
    administrator.page.get_by_role("button", name="生成一次性密码").click()
    given = administrator.page.get_by_text(re.compile("^[a-z2-9]{4}(-[a-z2-9]{4}){3}$"))
    password = given.inner_text()
    administrator.picture("one-time-password")
    window = Window(browser, server, HANDLER, sign_in=False)
    page = window.page
    window.enter(HANDLER, password)
    expect(page.get_by_role("heading", name="请先修改密码")).to_be_visible()
    window.goto("/ledger")
    expect(page.get_by_role("heading", name="请先修改密码")).to_be_visible()
    window.picture("must-change-password")
    page.get_by_label("一次性密码").fill(password)
    page.get_by_label("新密码", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("再输一遍新密码").fill(NEW_PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_role("heading", name="台账", level=1)).to_be_visible()
    assert window.faults == []
