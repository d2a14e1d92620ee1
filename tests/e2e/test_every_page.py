"""Every page that the web app has, opened by who sees most and by who sees least, on a desk and on a telephone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.e2e.browser import DESKTOP, TELEPHONE, Window
from tests.e2e.test_told import dispatch
from tests.support.server import Server, client

pytestmark = pytest.mark.browser
ROUTES = Path(__file__).resolve().parents[2] / "web" / "src" / "routes.tsx"
ELSEWHERE = {
    "imports/:id": "test_loop",
    "reviews/tasks/:id": "test_reviews",
    "performance/entries/:id": "test_performance",
    "commendation/:id": "test_commendation",
    "commendation/awards/:id": "test_commendation",
    "commendation/nominations/:id": "test_commendation",
    "ballots/:id": "test_ballots_and_notices",
    "public-notices/:id": "test_ballots_and_notices",
    "notices/:id": "test_told",
    "/notice/:slug": "test_ballots_and_notices",
    "/awards/:year": "test_commendation",
}  # pages of one record, with the journey that makes such a record and looks at the page at both widths
ADMINISTRATOR, HANDLER = "pengfei", "chenlu"
GO = """path => {
    const state = { usr: null, key: path, idx: history.state.idx + 1 };
    history.pushState(state, '', path);
    dispatchEvent(new PopStateEvent('popstate', { state }));
}"""
READY = "before => document.title !== before && !document.querySelector('.loading, .ant-spin-spinning')"
SETTLED = """isWide => !document.querySelector('.loading, .ant-spin-spinning')
    && isWide === Boolean(document.querySelector('.ant-layout-sider'))"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NAMELESS = """() => [...document.querySelectorAll('button, a[href], input:not([type=hidden]), textarea')]
    .filter(one => one.offsetParent && !one.closest('[aria-hidden=true]')
        && getComputedStyle(one).visibility !== 'hidden' && !/hidden/.test(one.className))
    .filter(one => !(one.innerText.trim() || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby')
        || one.title || one.labels?.length || one.placeholder || one.type === 'file'
        || one.querySelector('[aria-label]')))
    .map(one => one.outerHTML.slice(0, 200))"""
PROGRAMMERS_WORDS = re.compile(r"\bnull\b|undefined|NaN|\[object|\d{4}-\d\d-\d\dT\d\d:\d\d")


def pages(server: Server, username: str) -> Iterator[str]:
    """Every path of routes.tsx that is for this person, those of one record with a record that is there."""
    item = dispatch(server)
    with client(server, "zhengyi") as officer, client(server, username) as person:
        matter = officer.get(f"/items/{item}").json()["matter"]["id"]
        task = person.get("/tasks", params={"view": "todo"}).json()["items"]
    records = {
        "items/:id": f"items/{item}",
        "matters/:id": f"matters/{matter}" if username == ADMINISTRATOR else None,
        "tasks/:id": f"tasks/{task[0]['id']}" if task else None,
        "designer/:key": "designer/supervision-item",
        "designer/:key/carry-over": "designer/supervision-item/carry-over",
    }
    found = re.findall(r'page\(\s*"([^"]+)",.*?\)\)\.\w+(, *\S|,\s+\w)?', ROUTES.read_text("utf-8"), re.DOTALL)
    assert len(found) > 40
    for path, roles in found:
        if path in ELSEWHERE or (roles and username != ADMINISTRATOR):
            continue
        if shown := records[path] if ":" in path else path:
            yield f"/{shown}"


def open_page(page: Page, path: str) -> None:
    """By a link of the page, as people go about in it: the program is not loaded again."""
    if page.url.endswith(path):
        return
    before = page.title()
    page.evaluate(GO, path)
    page.wait_for_function(READY, arg=before)


def faults_of(page: Page, path: str) -> Iterator[str]:
    for viewport in (DESKTOP, TELEPHONE):
        page.set_viewport_size(viewport)
        page.wait_for_function(SETTLED, arg=viewport == DESKTOP)
        if (over := page.evaluate(TOO_WIDE)) > 0:
            yield f"{path} is {over} px wider than {viewport['width']} px"
        yield from (f"{path} has what nobody could call by name: {one}" for one in page.evaluate(NAMELESS))
    if page.locator("h1").count() != 1:
        yield f"{path} has {page.locator('h1').count()} headings of the first level"
    if words := PROGRAMMERS_WORDS.findall(page.locator("#page").inner_text()):
        yield f"{path} shows {words}"
    page.set_viewport_size(DESKTOP)


@pytest.mark.parametrize("username", [ADMINISTRATOR, HANDLER])
def test_no_page_runs_out_of_its_window_fails_a_request_or_complains(
    server: Server, browser: Browser, username: str
) -> None:
    paths = list(pages(server, username))
    window = Window(browser, server, username)
    refused: list[str] = []

    def note(answer: Response) -> None:
        if answer.status >= 400:
            refused.append(f"{answer.status} {answer.url}")

    window.page.on("response", note)
    window.page.on(
        "console",
        lambda line: refused.append(line.text) if line.type in ("error", "warning") else None,
    )
    faults: list[str] = []
    for path in paths:
        open_page(window.page, path)
        faults += faults_of(window.page, path)
    window.page.wait_for_load_state("networkidle")
    assert not (found := [*faults, *refused, *window.faults]), "\n".join(found)
