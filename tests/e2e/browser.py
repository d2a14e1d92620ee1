"""A real Chromium at the product's pages: people sign in, each in a window of their own."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from engine.demo.accounts import DEMO_PASSWORD
from tests.support.server import Server, client

PICTURES = Path(__file__).resolve().parents[2] / "test-results"
PAGES = Path(__file__).resolve().parents[2] / "web" / "dist" / "index.html"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
PAPER: ViewportSize = {"width": 703, "height": 1009}  # A4 within the margins of the style sheet
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
TELEPHONE: ViewportSize = {"width": 375, "height": 800}
PATIENCE = 60_000  # milliseconds that a page may take on a busy machine; nothing is measured by it
expect.set_options(timeout=PATIENCE)


def chromium_program() -> str:
    """The machine's Chromium; tests are skipped where there is none."""
    named = os.environ.get("DUBAN_TEST_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium on this machine (DUBAN_TEST_CHROMIUM may name one)")
    if not PAGES.is_file():
        pytest.skip("the web pages are not built: run `make setup`")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    program = chromium_program()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


class Window:
    """One person's browser window, signed in through the page."""

    def __init__(self, browser: Browser, server: Server, username: str, *, sign_in: bool = True) -> None:
        self._server = server
        context = browser.new_context(viewport=DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai")
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        if sign_in:
            self._sign_in(username)

    def enter(self, username: str, password: str) -> None:
        """Name and password on the sign-in page, whatever comes of it."""
        self.page.goto(f"{self._server.url}/login")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码", exact=True).fill(password)
        self.button("登录").click()

    def _sign_in(self, username: str) -> None:
        self.enter(username, DEMO_PASSWORD)
        expect(self.page.get_by_role("heading", name="我的任务")).to_be_visible()

    def button(self, name: str) -> Locator:
        """A button by its words; the design system puts a space between two characters."""
        return self.page.get_by_role("button", name=re.compile(r"^" + r"\s*".join(name) + "$"))

    def goto(self, path: str) -> None:
        self.page.goto(f"{self._server.url}{path}")

    def open_task(self, name: str, about: str) -> None:
        """From the inbox to the task of that name about that item."""
        self.goto("/tasks")
        row = self.page.get_by_role("row").filter(has_text=about).filter(has_text=name).first
        row.get_by_role("link", name=name).click()
        expect(self.page.get_by_role("heading", name=name, level=1)).to_be_visible()

    def submit(self) -> None:
        """Hand the form in; the inbox comes back when the server took it."""
        self.button("提交").click()
        expect(self.page.get_by_role("heading", name="我的任务")).to_be_visible()

    def picture(self, name: str) -> None:
        """The page at desktop and telephone width; at neither may it run out of the window."""
        PICTURES.mkdir(exist_ok=True)
        for viewport in (DESKTOP, TELEPHONE):
            self.page.set_viewport_size(viewport)
            self.page.wait_for_load_state("networkidle")
            self.page.screenshot(path=PICTURES / f"{name}-{viewport['width']}.png", full_page=True)
            overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{name} is {overflow} px wider than {viewport['width']} px"
        self.page.set_viewport_size(DESKTOP)

    def print_out(self, name: str) -> None:
        """The page as it comes on paper: all of it within the sheet, without menu and buttons."""
        PICTURES.mkdir(exist_ok=True)
        self.page.wait_for_load_state("networkidle")
        self.page.emulate_media(media="print")
        self.page.set_viewport_size(PAPER)
        self.page.screenshot(path=PICTURES / f"{name}-paper.png", full_page=True)
        overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{name} is {overflow} px wider than a sheet of paper"
        expect(self.page.locator(".ant-layout-sider, button").locator("visible=true")).to_have_count(0)
        self.page.emulate_media(media="screen")
        self.page.set_viewport_size(DESKTOP)


def choose(window: Window, select: Locator, option: str) -> None:
    """Pick from one of the design system's selects, whose list hangs at the end of the page."""
    select.click()
    window.page.locator(".ant-select-item-option").filter(has_text=option).locator("visible=true").first.click()


def search(window: Window, select: Locator, option: str) -> None:
    """Pick from one whose list is long: it is narrowed down by typing."""
    select.fill(option)
    choose(window, select, option)


def move_clock(server: Server, moment: str) -> None:
    with client(server, "administrator") as administrator:
        answer = administrator.post("/testing/clock", json={"set": datetime.fromisoformat(moment).isoformat()})
        assert answer.is_success, answer.text
