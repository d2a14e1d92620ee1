"""Hostile words in diagrams, forms, plans, comments and names of files, in a real browser: no script runs."""

import json
from html import escape
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.e2e.browser import Window
from tests.support.diagrams import HEAD, chain
from tests.support.files import PDF
from tests.support.server import Server, client

pytestmark = pytest.mark.browser
IMAGE = "<img src=x onerror=window.ran=1>"
SCRIPT = "<script>window.ran=1</script>"
SVG = "<svg/onload=window.ran=1>"
LINK = "[看](javascript:window.ran=1)"
BROKEN_OUT = "'\"></title></style></textarea></script>" + IMAGE + SCRIPT
WORDS = f"{IMAGE}{SCRIPT}{SVG}{LINK}"
RAN = "window.ran === undefined"


def diagram() -> bytes:
    """A process whose every word is hostile, drawn, with a form that is as well."""
    words, broken = escape(WORDS, quote=True), escape(BROKEN_OUT, quote=True)
    task = (
        f'<userTask id="fill" name="{words}"><documentation>{words} {broken}</documentation>'
        '<extensionElements><duban:form key="hostile" /></extensionElements></userTask>'
    )
    nodes = f'<startEvent id="start" name="{broken}" />{task}<endEvent id="end" name="{words}" />'
    process = (
        f'<process id="hostile" name="{words}" isExecutable="true"><documentation>{broken}</documentation>'
        f"{nodes}{chain('start', 'fill', 'end')}</process>"
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>{HEAD}{process}{drawing()}</definitions>'.encode()


def drawing() -> str:
    places = {"start": (100, 120, 36, 36), "fill": (200, 98, 100, 80), "end": (400, 120, 36, 36)}
    shapes = "".join(
        f'<d:BPMNShape id="{name}_di" bpmnElement="{name}"><c:Bounds x="{x}" y="{y}" width="{wide}" height="{high}" />'
        "</d:BPMNShape>"
        for name, (x, y, wide, high) in places.items()
    )
    edges = "".join(
        f'<d:BPMNEdge id="{name}_di" bpmnElement="{name}"><i:waypoint x="{x}" y="138" /><i:waypoint x="{to}" y="138" />'
        "</d:BPMNEdge>"
        for name, x, to in (("start-fill", 136, 200), ("fill-end", 300, 400))
    )
    names = (
        'xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:c="http://www.omg.org/spec/DD/20100524/DC" '
        'xmlns:i="http://www.omg.org/spec/DD/20100524/DI"'
    )
    plane = f'<d:BPMNPlane id="plane" bpmnElement="hostile">{shapes}{edges}</d:BPMNPlane>'
    return f'<d:BPMNDiagram id="drawing" {names}>{plane}</d:BPMNDiagram>'


FORM = {
    "key": "hostile",
    "title": WORDS,
    "schema": {
        "type": "object",
        "title": WORDS,
        "properties": {"note": {"type": "string", "title": BROKEN_OUT, "description": WORDS, "default": WORDS}},
        "required": ["note"],
    },
    "ui": {"note": {"ui:help": WORDS, "ui:placeholder": BROKEN_OUT, "ui:description": WORDS}},
}


def watch(window: Window) -> list[str]:
    """What the browser says; of what it had to stop it says so."""
    said: list[str] = []
    window.page.on("console", lambda line: said.append(line.text))
    window.page.on("dialog", lambda dialog: said.append(f"Content Security Policy: {dialog.message}"))
    return said


def stopped_in(said: list[str]) -> list[str]:
    return [line for line in said if "Content Security Policy" in line]


def assert_inert(window: Window, path: str, shown: str) -> None:
    """The page shows the words as words."""
    window.goto(path)
    expect(window.page.get_by_text(shown, exact=False).first).to_be_visible()
    window.page.wait_for_load_state("networkidle")
    assert window.page.evaluate(RAN), path


def json_of(answer: Any) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


def test_words_of_a_plan_and_names_of_files_run_nothing(server: Server, browser: Browser) -> None:
    with client(server, "zhengyi") as officer, client(server, "chenlu") as handler:
        plan = f"{WORDS}方案\n\n一、{IMAGE}措施\n\n一是{WORDS}。{BROKEN_OUT}。二是{SVG}。\n"
        draft = json_of(officer.post("/imports", files={"file": (f"{IMAGE}.txt", plan.encode())}))
        unit = next(one for one in json_of(officer.get("/units"))["items"] if one["code"] == "zhc")
        matter = {"title": WORDS, "source": "领导批示", "issuer": SVG, "urgency": "平件", "received_on": "2026-01-05"}
        registered = json_of(officer.post("/matters", json=matter))
        row = {"ordinal": 1, "title": WORDS, "text": BROKEN_OUT, "section": IMAGE, "place": SVG}
        rows = [{**row, "lead_unit_id": unit["id"], "due_working_days": 10}]
        json_of(officer.put(f"/matters/{registered['matter_id']}/items", json={"rows": rows}))
        json_of(officer.post(f"/tasks/{registered['task_id']}/complete", json={"variables": {}, "comment": WORDS}))
        item = json_of(officer.get(f"/items?matter_id={registered['matter_id']}"))["items"][0]["id"]
        json_of(officer.post(f"/items/{item}/urge", json={"reason": WORDS}))
        task = next(one for one in json_of(handler.get("/tasks"))["items"] if one["element_id"] == "sign")
        name = f"{IMAGE}{SVG}'\"&amp;报告.pdf"
        for place in (f"/tasks/{task['id']}", f"/items/{item}"):
            json_of(handler.post(f"{place}/attachments", params={"name": name}, content=PDF))
    window = Window(browser, server, "zhengyi")
    said = watch(window)
    for path, shown in (
        (f"/imports/{draft['id']}", "确认"),
        ("/imports", "onerror"),
        ("/ledger", "onerror"),
        ("/matters", "onerror"),
        (f"/matters/{registered['matter_id']}", "onerror"),
        (f"/items/{item}", "onerror"),
        (f"/tasks/{task['id']}", "onerror"),
        ("/mailbox", "onerror"),
    ):
        assert_inert(window, path, shown)
    window.goto(f"/items/{item}")
    expect(window.page.get_by_role("link", name="报告.pdf").first).to_be_visible()
    window.picture("hostile-item")
    window.goto("/mailbox")
    window.page.get_by_text("onerror").first.click()
    expect(window.page.locator("iframe")).to_be_visible()
    assert all(frame.evaluate(RAN) for frame in window.page.frames)
    assert (stopped_in(said), window.faults) == ([], [])


def test_words_of_a_diagram_and_its_form_run_nothing(server: Server, browser: Browser) -> None:
    with client(server, "administrator") as administrator:
        files = [
            ("files", ("hostile.bpmn", diagram())),
            ("files", ("hostile.json", json.dumps(FORM).encode())),
        ]
        json_of(administrator.post("/definitions", files=files))
        started = json_of(administrator.post("/instances", json={"key": "hostile", "business_key": IMAGE}))
        path = f"/tasks?view=all&instance_id={started['id']}"
        (task,) = json_of(administrator.get(path))["items"]
    operator = Window(browser, server, "pengfei")
    said = watch(operator)
    assert_inert(operator, f"/tasks/{task['id']}", "onerror")
    expect(operator.page.locator("[data-element-id=fill]").first).to_be_visible()
    operator.picture("hostile-task")
    operator.page.get_by_role("textbox").first.fill(WORDS)
    operator.submit()
    assert_inert(operator, f"/tasks/{task['id']}", "onerror")
    assert (stopped_in(said), operator.faults) == ([], [])
    window = Window(browser, server, "caomin")
    said = watch(window)
    assert_inert(window, "/designer", "onerror")
    assert_inert(window, "/designer/hostile", "onerror")
    window.page.locator("[data-element-id=fill] > .djs-hit").first.click()
    expect(window.page.locator("#bio-properties-panel-name")).to_have_value(WORDS)
    window.picture("hostile-designer")
    window.page.locator("[data-element-id=fill] > .djs-hit").first.dblclick()
    window.button("检查").click()
    expect(window.page.get_by_text("检查通过")).to_be_visible()
    assert window.page.evaluate(RAN)
    assert (stopped_in(said), window.faults) == ([], [])


def test_the_browser_would_stop_what_came_through_all_the_same(server: Server, browser: Browser) -> None:
    """The second line: a script, an event handler and a javascript: address in the page itself do nothing."""
    window = Window(browser, server, "chenlu")
    said = watch(window)
    window.page.evaluate(
        """words => {
            document.body.insertAdjacentHTML('beforeend', words);
            const script = document.createElement('script');
            script.textContent = 'window.ran = 1';
            document.body.append(script);
            const link = document.createElement('a');
            link.href = 'javascript:window.ran = 1';
            document.body.append(link);
            link.click();
        }""",
        IMAGE + SVG,
    )
    window.page.wait_for_load_state("networkidle")
    expect(window.page.locator("body")).to_be_visible()
    assert window.page.evaluate(RAN)
    assert len(stopped_in(said)) >= 3


def test_a_file_is_saved_and_never_shown(server: Server, browser: Browser) -> None:
    with client(server, "zhengyi") as officer:
        matter = {"title": "甲", "source": "领导批示", "issuer": "丙", "urgency": "平件", "received_on": "2026-01-05"}
        registered = json_of(officer.post("/matters", json=matter))
    window = Window(browser, server, "zhengyi")
    window.goto(f"/tasks/{registered['task_id']}")
    page = window.page
    with page.expect_response(lambda answer: "/attachments" in answer.url and answer.request.method == "POST"):
        page.locator("input[type=file]").set_input_files(
            FilePayload(name="督查 报告.txt", mimeType="text/html", buffer=SCRIPT.encode())
        )
    link = page.get_by_role("link", name="督查 报告.txt")
    expect(link).to_be_visible()
    window.picture("attached")
    with page.expect_download() as downloading:
        link.click()
    assert downloading.value.suggested_filename == "督查 报告.txt"
    with page.expect_download():
        page.evaluate("address => { window.location.assign(address) }", link.get_attribute("href"))
    page.get_by_role("button", name="删除附件 督查 报告.txt").click()
    page.get_by_role("tooltip").get_by_role("button", name="删").click()
    expect(page.get_by_text("还没有附件。")).to_be_visible()
    assert window.faults == []
