"""Voting, finding one's own vote, and objecting on the page without sign-in, in a real browser."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import Window, move_clock
from tests.support.deciding import CHOOSE, OPTIONS, PROCESS, VOTERS, receipt
from tests.support.office import DESIGNER, HANDLER
from tests.support.server import Server, client

pytestmark = pytest.mark.browser
PARTY = "renhong"


def begin(server: Server) -> int:
    """The number of the ballot, which is open."""
    voters = []
    for username in VOTERS:
        with client(server, username) as voter:
            voters.append(voter.get("/session").json()["person"]["id"])
    with client(server, DESIGNER) as designer:
        files = {"files": ("deciding.bpmn", PROCESS)}
        designer.post("/definitions?variables=open", files=files).raise_for_status()
    variables = {"options": OPTIONS, "rule": dict(CHOOSE), "voters": voters, "recusals": []}
    with client(server, "administrator") as administrator:
        body = {"key": "deciding", "variables": {**variables, "notice_rule": {"anonymous": True}}}
        administrator.post("/instances", json=body).raise_for_status()
    with client(server, HANDLER) as voter:
        ballot_id: int = voter.get("/ballots").json()["items"][0]["id"]
        return ballot_id


def vote_in_the_browser(window: Window) -> str:
    """The receipt that was shown."""
    window.goto("/ballots")
    window.picture("ballots")
    window.page.get_by_role("link", name="先进单位推荐").click()
    for name in ("综合处", "信息处"):
        window.page.get_by_role("checkbox", name=name).check()
    window.picture("ballot-open")
    window.button("投票").click()
    window.page.get_by_role("dialog").get_by_role("button", name="投 票").click()
    expect(window.page.get_by_text("投票成功")).to_be_visible()
    window.picture("ballot-receipt")
    shown = window.page.locator(".receipt").inner_text().replace(" ", "").strip()
    window.button("我已记下").click()
    expect(window.page.get_by_text("您已投票。")).to_be_visible()
    return shown


def test_a_vote_is_cast_counted_and_found_and_the_notice_takes_an_objection(server: Server, browser: Browser) -> None:
    ballot_id = begin(server)
    voter = Window(browser, server, HANDLER)
    kept = vote_in_the_browser(voter)
    for number, username in enumerate(VOTERS[1:4]):
        with client(server, username) as other:
            body = {"receipt": receipt(number), "choices": {"a": "for", "b": "for"}}
            other.post(f"/ballots/{ballot_id}/votes", json=body).raise_for_status()
    move_clock(server, "2026-01-07T17:30:00+08:00")
    voter.page.reload()
    voter.page.get_by_label("回执码").fill(kept)
    voter.button("查找我的选票").click()
    expect(voter.page.get_by_text("找到了")).to_be_visible()
    voter.picture("ballot-counted")
    reader = Window(browser, server, "", sign_in=False)
    with client(server, PARTY) as party:
        (notice,) = party.get("/public-notices").json()["items"]
    reader.goto(f"/notice/{notice['slug']}")
    expect(reader.page.get_by_role("heading", name="拟表彰名单公示")).to_be_visible()
    reader.picture("notice-public")
    reader.page.get_by_label("异议内容").fill("材料与事实不符，请核实")
    reader.button("提交").click()
    expect(reader.page.get_by_text("已收到您的异议")).to_be_visible()
    committee = Window(browser, server, PARTY)
    committee.goto(f"/public-notices/{notice['id']}")
    expect(committee.page.get_by_text("材料与事实不符，请核实")).to_be_visible()
    committee.picture("notice-objected")
    assert [window.faults for window in (voter, reader, committee)] == [[], [], []]
