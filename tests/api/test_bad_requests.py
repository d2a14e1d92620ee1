"""Every bad request gets a problem document that says what to mend, and none is answered 5xx."""

import re
from typing import Any

import httpx
import pytest

from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.diagrams import diagram
from tests.support.office import ADMINISTRATOR, DESIGNER, HANDLER, LEADER, OFFICER

MATTER = {
    "title": "关于开展专项检查的批示",
    "source": "领导批示",
    "issuer": "周瑞",
    "urgency": "平件",
    "received_on": "2026-01-05",
}
JSON = {"content-type": "application/json"}
NUMBERS = ("99999999999999999999", "2147483648", "0", "-1", "1.5", "one", "0x1", "１２３４５６７８９０１２")
CURSORS = ("abc", "-1", "1.5", "%C2%B2", "%D9%A3", "9999999999", "", "%00")


def register(officer: httpx.Client) -> dict[str, Any]:
    response = officer.post("/matters", json=MATTER)
    assert response.status_code == 201, response.text
    registered: dict[str, Any] = response.json()
    return registered


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"key":', b"[1,2", b"\xff\xfe", b"null", b"[]", b'"text"', b"[" * 99_999]
)
def test_a_body_that_is_not_the_json_asked_for(visitor: Visitor, content: bytes) -> None:
    response = visitor(ADMINISTRATOR).post("/instances", content=content, headers=JSON)
    assert response.status_code in (400, 422)
    problem_of(response, response.status_code)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "/key"),
        ({"key": 1}, "/key"),
        ({"key": "k" * 121}, "/key"),
        ({"key": "p", "version": "one"}, "/version"),
        ({"key": "p", "version": 0}, "/version"),
        ({"key": "p", "version": 10**30}, "/version"),
        ({"key": "p", "variables": []}, "/variables"),
        ({"key": "p", "business_key": {}}, "/business_key"),
    ],
)
def test_a_wrong_type_is_named_by_its_field(visitor: Visitor, body: dict[str, Any], field: str) -> None:
    document = problem_of(visitor(ADMINISTRATOR).post("/instances", json=body), 422)
    assert [problem["field"] for problem in document["problems"]] == [field]


def test_all_that_is_wrong_is_said_at_once(visitor: Visitor) -> None:
    document = problem_of(visitor(OFFICER).post("/matters", json={"urgency": "马上"}), 422)
    assert {problem["field"] for problem in document["problems"]} == {
        "/title",
        "/source",
        "/issuer",
        "/urgency",
        "/received_on",
    }


@pytest.mark.parametrize("path", ["/nothing", "/items/1/nothing", "/definitions/a/b/c"])
def test_an_unknown_path(visitor: Visitor, path: str) -> None:
    assert problem_of(visitor(OFFICER).get(path), 404)["code"] == "error.not_found"


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/items"), ("PUT", "/tasks"), ("PATCH", "/matters/1")])
def test_a_wrong_method(visitor: Visitor, method: str, path: str) -> None:
    assert problem_of(visitor(OFFICER).request(method, path), 405)["code"] == "request.method"


def test_a_number_no_record_has(either_visitor: Visitor) -> None:
    officer = either_visitor(OFFICER)
    for path in ("/items/{}", "/matters/{}", "/instances/{}", "/imports/{}", "/mailbox/{}"):
        for number in NUMBERS:
            problem_of(officer.get(path.format(number)), 422)


@pytest.mark.parametrize(
    "query", ["unit_id=99999999999999999999", "matter_id=-1", "unit_id=a", "light=pink", "state=x"]
)
def test_a_filter_that_cannot_be(visitor: Visitor, query: str) -> None:
    problem_of(visitor(OFFICER).get(f"/items?{query}"), 422)


def test_a_cursor_that_no_list_gave(either_visitor: Visitor) -> None:
    officer = either_visitor(OFFICER)
    for path in ("/items", "/tasks", "/matters", "/instances", "/mailbox"):
        for cursor in CURSORS:
            problem_of(officer.get(f"{path}?cursor={cursor}"), 422)


def test_text_that_no_database_keeps(either_visitor: Visitor) -> None:
    office = either_visitor(ADMINISTRATOR)
    for text in ("\\u0000", "a\\u0000b", "\\ud800", "\\udfff\\ud800"):
        for path, body in (
            ("/instances", f'{{"key": "supervision-matter", "variables": {{"note": ["{text}"]}}}}'),
            ("/instances", f'{{"key": "supervision-matter", "variables": {{"{text}": 1}}}}'),
            ("/session", f'{{"username": "{text}", "password": "x"}}'),
        ):
            document = problem_of(office.post(path, content=body.encode(), headers=JSON), 422)
            assert document["problems"][0]["field"] == "/body"


def test_nul_in_an_address(either_visitor: Visitor) -> None:
    officer = either_visitor(OFFICER)
    for path in ("/tasks/%00", "/definitions/a%00b", "/items?q=%00", "/instances?key=%00&state=a"):
        problem_of(officer.get(path), 422)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none(visitor: Visitor, number: str) -> None:
    body = f'{{"key": "supervision-matter", "variables": {{"n": {number}}}}}'.encode()
    problem_of(visitor(ADMINISTRATOR).post("/instances", content=body, headers=JSON), 422)


@pytest.mark.parametrize("query", ["from=9999-12-31", "from=0001-01-01", "from=soon"])
def test_a_date_past_the_calendar(visitor: Visitor, query: str) -> None:
    problem_of(visitor(OFFICER).get(f"/calendar/due?{query}&working_days=1"), 422)


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=x", "text/plain", "application/json"]
)
def test_an_upload_that_is_none(visitor: Visitor, content_type: str) -> None:
    for path in ("/imports", "/definitions", "/definitions/check"):
        response = visitor(ADMINISTRATOR).post(path, content=b"garbage", headers={"content-type": content_type})
        assert response.status_code in (400, 422)
        problem_of(response, response.status_code)


@pytest.mark.parametrize("names", [["n" * 201 + ".bpmn"], ["same.bpmn", "same.bpmn"], ["drawing.exe"]])
def test_file_names_that_cannot_be_kept(visitor: Visitor, names: list[str]) -> None:
    files = [("files", (name, diagram())) for name in names]
    document = problem_of(visitor(DESIGNER).post("/definitions", files=files), 422)
    assert document["problems"]


@pytest.mark.parametrize("version", [b"", b"one", b"-1", b"\xb2", b"9" * 5_000, b"W/1", b"1.0"])
def test_a_version_that_is_none(visitor: Visitor, version: bytes) -> None:
    officer = visitor(OFFICER)
    path = f"/tasks/{register(officer)['task_id']}/complete"
    response = officer.post(path, json={"variables": {}}, headers={b"if-match": version})
    assert problem_of(response, 422)["problems"][0]["field"] == "If-Match"


def test_a_version_that_is_no_longer_the_current_one(visitor: Visitor) -> None:
    officer = visitor(OFFICER)
    path = f"/tasks/{register(officer)['task_id']}/complete"
    response = officer.post(path, json={"variables": {}}, headers={"if-match": '"7"'})
    assert problem_of(response, 409)["code"] == "error.conflict"


def test_an_idempotency_key_used_for_something_else(visitor: Visitor) -> None:
    officer, key = visitor(OFFICER), {"Idempotency-Key": "one"}
    assert officer.post("/matters", json=MATTER, headers=key).status_code == 201
    for body in ({**MATTER, "title": "另一件"}, {**MATTER, "urgency": "特急"}):
        document = problem_of(officer.post("/matters", json=body, headers=key), 422)
        assert document["problems"][0]["code"] == "request.key_reused"


def test_an_idempotency_key_used_for_another_file(visitor: Visitor) -> None:
    officer, key = visitor(OFFICER), {"Idempotency-Key": "one"}
    plan = "一、主要任务\n（一）做好第一项工作。\n（二）做好第二项工作。\n".encode()
    first = officer.post("/imports", files={"file": ("plan.txt", plan)}, headers=key)
    assert first.status_code == 201, first.text
    again = officer.post("/imports", files={"file": ("plan.txt", plan)}, headers=key)
    assert again.json() == first.json()
    other = officer.post("/imports", files={"file": ("plan.txt", plan + b"x")}, headers=key)
    assert problem_of(other, 422)["problems"][0]["code"] == "request.key_reused"


def test_an_idempotency_key_too_long_to_be_told_from_others(visitor: Visitor) -> None:
    response = visitor(OFFICER).post("/matters", json=MATTER, headers={"Idempotency-Key": "k" * 101})
    assert problem_of(response, 422)["problems"][0]["code"] == "request.key_long"


@pytest.mark.parametrize("token", [b"", b"wrong", b"\xe9"])
def test_a_cookie_alone_does_not_write(visitor: Visitor, token: bytes) -> None:
    nobody = visitor("")
    session = nobody.post("/session", json={"username": OFFICER, "password": "duban-demo"})
    assert session.status_code == 200
    response = nobody.post("/matters", json=MATTER, headers={b"X-CSRF-Token": token})
    assert problem_of(response, 403)["problems"][0]["code"] == "request.csrf"
    shown = {"X-CSRF-Token": session.json()["csrf_token"]}
    assert nobody.post("/matters", json=MATTER, headers=shown).status_code == 201


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}, {"Cookie": "duban_session=wrong"}],
)
def test_somebody_who_is_not_signed_in(visitor: Visitor, headers: dict[str, str]) -> None:
    nobody = visitor("")
    for method, path in (("GET", "/tasks"), ("GET", "/items/1"), ("POST", "/messages"), ("GET", "/session")):
        body = {"json": {"name": "m"}} if method == "POST" else {}
        assert problem_of(nobody.request(method, path, headers=headers, **body), 401)["code"] == "error.unauthenticated"  # type: ignore[arg-type]


def test_a_wrong_name_and_a_wrong_password_are_told_alike(visitor: Visitor) -> None:
    nobody = visitor("")
    answers = [
        nobody.post("/session", json={"username": name, "password": "wrong"}).json() for name in (OFFICER, "nobody")
    ]
    assert answers[0] == answers[1]
    assert answers[0]["status"] == 401


def test_not_yours_and_not_there_are_told_alike(visitor: Visitor) -> None:
    registered = register(visitor(OFFICER))
    stranger = visitor(HANDLER)
    for theirs, none in (
        (f"/tasks/{registered['task_id']}", "/tasks/00000000-0000-0000-0000-000000000000"),
        (f"/instances/{registered['instance_id']}", "/instances/99999"),
        (f"/instances/{registered['instance_id']}/history", "/instances/99999/history"),
        (f"/matters/{registered['matter_id']}", "/matters/99999"),
    ):
        assert problem_of(stranger.get(theirs), 404) == problem_of(stranger.get(none), 404)
    completed = [
        stranger.post(f"/tasks/{task}/complete", json={"variables": {}})
        for task in (registered["task_id"], "00000000-0000-0000-0000-000000000000")
    ]
    assert problem_of(completed[0], 404) == problem_of(completed[1], 404)


@pytest.mark.parametrize(
    ("username", "method", "path", "body"),
    [
        (OFFICER, "POST", "/instances", {"key": "supervision-matter"}),
        (OFFICER, "POST", "/messages", {"name": "m"}),
        (OFFICER, "POST", "/instances/1/cancel", {"reason": "x"}),
        (HANDLER, "POST", "/matters", MATTER),
        (HANDLER, "GET", "/matters", None),
        (HANDLER, "GET", "/instances", None),
        (LEADER, "GET", "/imports", None),
        (HANDLER, "POST", "/items/1/urge", {"reason": "x"}),
    ],
)
def test_what_somebody_may_not_do(
    visitor: Visitor, username: str, method: str, path: str, body: dict[str, Any] | None
) -> None:
    assert problem_of(visitor(username).request(method, path, json=body), 403)["code"] == "error.not_allowed"


def test_an_officer_may_not_deploy(visitor: Visitor) -> None:
    problem_of(visitor(OFFICER).post("/definitions", files=[("files", ("a.bpmn", diagram()))]), 403)


def test_nobody_waits_for_a_message(visitor: Visitor) -> None:
    assert problem_of(visitor(ADMINISTRATOR).post("/messages", json={"name": "m"}), 404)["code"] == "no-receiver"


def test_a_unit_that_does_not_exist(either_visitor: Visitor) -> None:
    officer = either_visitor(OFFICER)
    matter_id = register(officer)["matter_id"]
    rows = [{"ordinal": 1, "title": "第一项", "lead_unit_id": 4_711, "due_working_days": 5}]
    document = problem_of(officer.put(f"/matters/{matter_id}/items", json={"rows": rows}), 422)
    assert document["problems"][0]["field"] == "/rows/0/lead_unit_id"


def test_a_diagram_that_is_refused_names_file_line_and_element(visitor: Visitor) -> None:
    hostile = diagram('<startEvent id="start" />', '<sequenceFlow id="loose" sourceRef="start" targetRef="no" />')
    for path in ("/definitions", "/definitions/check"):
        document = problem_of(visitor(DESIGNER).post(path, files=[("files", ("bad.bpmn", hostile))]), 422)
        (problem,) = document["problems"]
        assert (problem["code"], problem["file"], problem["element"]) == ("bpmn.flow_loose", "bad.bpmn", "loose")
        assert problem["line"] == 5


@pytest.mark.parametrize(
    ("language", "is_chinese"), [("en", False), ("en-GB,zh;q=0.5", False), ("zh", True), ("fr", True)]
)
def test_it_speaks_the_language_asked_for(visitor: Visitor, language: str, is_chinese: bool) -> None:
    officer = visitor(OFFICER)
    headers = {"Accept-Language": language}
    for response in (
        officer.get("/items/99999", headers=headers),
        officer.get("/items?cursor=x", headers=headers),
        officer.post("/instances", json={"key": "p"}, headers=headers),
    ):
        document = problem_of(response, response.status_code)
        told = document["title"] + "".join(problem["message"] for problem in document["problems"])
        assert bool(re.search("[一-鿿]", told)) is is_chinese


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "必须填写"),
        ({"key": 1}, "应为文字"),
        ({"key": "k" * 121}, "不超过 120 个字符"),
        ({"key": "p", "version": 0}, "不能小于 1"),
        ({"key": "p", "version": "x"}, "应为整数"),
        ({"key": "p", "variables": []}, "应为一组名称和值"),
    ],
)
def test_what_is_wrong_with_a_field_is_said_in_chinese(visitor: Visitor, body: dict[str, Any], sentence: str) -> None:
    document = problem_of(visitor(ADMINISTRATOR).post("/instances", json=body), 422)
    assert sentence in document["problems"][0]["message"]
    assert "nput" not in document["problems"][0]["message"]


@pytest.mark.parametrize("path", ["/%00", "/" + "a" * 5_000, "/..%2f..%2fetc%2fpasswd", "//etc/passwd"])
def test_an_odd_page_address_is_the_index_or_not_built(visitor: Visitor, path: str) -> None:
    response = visitor("").get(f"http://testserver{path}")
    assert response.status_code in (200, 503)
    assert "root:" not in response.text
