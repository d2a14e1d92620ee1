"""Every kind of answer carries the headers that protect its reader, and none tells of the inside."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api import app as application
from api import secure
from api.app import make_app
from engine.site import Site
from engine.store import DatabaseFailed
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.in_process import InProcess
from tests.support.matter import dispatch
from tests.support.office import ADMINISTRATOR, DESIGNER, HANDLER, OFFICER, open_site

JSON = {"content-type": "application/json"}
INTERNAL = ("Traceback", 'File "', "sqlalchemy", "engine/", "site-packages", "SELECT", "secret-of-the-inside")


@pytest.fixture
def outside(_app: FastAPI, site: Site) -> Iterator[httpx.Client]:
    """Somebody at the root, with no token."""
    _app.state.site = site
    with httpx.Client(transport=InProcess(_app), base_url="http://testserver") as client:
        yield client


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A web build of one page and one asset."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (tmp_path / "assets" / "main.js").write_text("0", encoding="utf-8")
    monkeypatch.setattr(application, "WEB", tmp_path)


def _fail(*_: object) -> None:
    raise RuntimeError("secret-of-the-inside")


ANSWERS: dict[str, tuple[int, str, str, dict[str, Any]]] = {
    "a page": (200, "GET", "/ledger", {}),
    "an asset": (200, "GET", "/assets/main.js", {}),
    "alive": (200, "GET", "/healthz", {}),
    "ready": (200, "GET", "/readyz", {}),
    "measured": (200, "GET", "/metrics", {}),
    "the document": (200, "GET", "/api/v1/openapi.json", {}),
    "not there": (404, "GET", "/api/v1/nothing", {}),
    "not signed in": (401, "GET", "/api/v1/tasks", {}),
    "not so": (405, "PATCH", "/api/v1/tasks", {}),
    "not understood": (422, "POST", "/api/v1/session", {"content": b"{", "headers": JSON}),
    "too large": (413, "POST", "/api/v1/session", {"content": bytes(secure.LARGEST_JSON + 1), "headers": JSON}),
    "an unforeseen error": (500, "GET", "/api/v1/units", {}),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_kind_of_answer_has_the_headers(
    outside: httpx.Client, pages: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    if name == "an unforeseen error":
        monkeypatch.setattr("api.edge.find_token", _fail)
        outside.headers["authorization"] = "Bearer x"
    status, method, path, more = ANSWERS[name]
    answer = outside.request(method, path, **more)
    assert answer.status_code == status, answer.text
    for header, value in secure.PAGES.items():
        assert answer.headers[header] == value
    assert len(answer.headers["x-request-id"]) == 32
    expected = {"a page": "no-cache", "an asset": "public, max-age=31536000, immutable"}
    assert answer.headers["cache-control"] == expected.get(name, "no-store")
    assert not [word for word in INTERNAL if word in answer.text and name != "the document"]


def test_scripts_come_from_here_and_nothing_else_is_let_in() -> None:
    policy = dict(part.strip().split(" ", 1) for part in secure.PAGES["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["object-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert "unsafe-eval" not in str(policy)
    assert [name for name, sources in policy.items() if "unsafe-inline" in sources] == ["style-src"]


def test_only_an_office_that_is_encrypted_says_so_for_a_year(tmp_path: Path) -> None:
    for base_url, expected in (("https://duban.example.cn", "max-age=31536000"), ("http://127.0.0.1:8000", None)):
        site = open_site(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path, base_url=base_url)
        with httpx.Client(transport=InProcess(make_app(site, nullcontext)), base_url=base_url) as client:
            assert client.get("/healthz").headers.get("strict-transport-security") == expected
        site.close()


def test_an_unforeseen_error_is_a_problem_that_tells_nothing(
    outside: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.edge.find_token", _fail)
    answer = outside.get("/api/v1/units", headers={"authorization": "Bearer x"})
    assert problem_of(answer, 500)["detail"] == "系统内部错误，已记录，请联系系统管理员"


def test_when_the_database_is_away_nobody_is_told_where_it_is(
    outside: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise DatabaseFailed("SELECT 1", {}, Exception("host db-7.internal: secret-of-the-inside"))

    monkeypatch.setattr(application, "next_due", fail)
    answer = outside.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "away"})


def test_what_an_office_keeps_is_kept_by_no_cache(site: Site, visitor: Visitor) -> None:
    item = dispatch(site)
    for path in ("/session", "/tasks", f"/items/{item}", f"/items/{item}/attachments", "/mailbox"):
        assert visitor(HANDLER).get(path).headers["cache-control"] == "no-store"
    assert "no-store" in visitor(OFFICER).get("/matters/1/evidence").headers["cache-control"]


def test_a_diagram_is_given_out_to_be_saved_not_to_be_shown(site: Site, visitor: Visitor) -> None:
    """Opened as a page of ours, an XML file could carry a script."""
    headers = visitor(DESIGNER).get("/definitions/supervision-item/versions/1/xml").headers
    assert headers["content-disposition"].startswith("attachment; ")
    assert headers["content-security-policy"].endswith("sandbox")


def test_a_body_is_not_read_beyond_the_limit_whoever_sends_it(outside: httpx.Client) -> None:
    for content_type, limit in (("application/json", secure.LARGEST_JSON), ("text/plain", secure.LARGEST_BODY)):
        for path in ("/api/v1/session", "/api/v1/messages", "/api/v1/hooks/oa", "/api/v1/definitions"):
            answer = outside.post(path, content=bytes(limit + 1), headers={"content-type": content_type})
            assert answer.status_code in (401, 404, 413, 422), path
    answer = outside.post("/api/v1/session", content=b" " * (secure.LARGEST_JSON + 1), headers=JSON)
    assert problem_of(answer, 413)["code"] == "error.too_large"
    uploaded = outside.post("/api/v1/imports", files={"file": ("a.txt", bytes(secure.LARGEST_BODY + 1))})
    assert uploaded.status_code in (401, 413)


@pytest.mark.parametrize(
    "body",
    [
        b'{"username": ' + b"9" * 5000 + b', "password": "x"}',
        b'{"username": 1e999, "password": "x"}',
        b'{"username": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
        b'{"username": "a", "username": "b", "password": NaN}',
        b'{"username": "\\ud800", "password": "\\u0000"}',
        json.dumps({str(number): number for number in range(50_000)}).encode(),
    ],
    ids=["digits", "infinite", "deep list", "deep record", "no number", "no text", "wide"],
)
def test_hostile_json_is_refused_in_words(outside: httpx.Client, body: bytes) -> None:
    answer = outside.post("/api/v1/session", content=body, headers=JSON)
    assert answer.status_code in (400, 422)
    problem_of(answer, answer.status_code)


@pytest.mark.parametrize(
    "path",
    ["//evil.example/", "/api/v1/tasks/", "/\\evil.example", "/%2f%2fevil.example", "/login?next=//evil.example"],
)
def test_nothing_redirects_anywhere(outside: httpx.Client, pages: None, path: str) -> None:
    answer = outside.get(f"http://testserver{path}", headers={"host": "evil.example"})
    assert "location" not in answer.headers
    assert answer.status_code < 300 or answer.status_code >= 400
    assert "evil.example" not in answer.text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("duban.example.cn", 200),
        ("DUBAN.example.cn:8000", 200),
        ("evil.example", 421),
        ("duban.example.cn.evil.example", 421),
        ("evil.example:80@duban.example.cn", 421),
        ("", 421),
    ],
)
def test_a_request_meant_for_another_host_is_refused(tmp_path: Path, host: str, status: int) -> None:
    site = open_site(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path, allowed_hosts=["duban.example.cn"])
    with httpx.Client(transport=InProcess(make_app(site, nullcontext)), base_url="http://x") as client:
        answer = client.get("/healthz", headers={"host": host})
    assert answer.status_code == status
    assert ("x-frame-options" in answer.headers) is True
    site.close()


def test_links_in_mails_are_of_the_settings_whatever_host_was_asked(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    mail = visitor(HANDLER).get("/mailbox/1", headers={"host": "evil.example"}).json()
    assert site.settings.base_url in mail["text"]
    assert "evil.example" not in mail["text"] + mail["html"]


def test_the_cookie_of_a_session_is_kept_from_scripts_and_from_other_sites(outside: httpx.Client) -> None:
    body = {"username": HANDLER, "password": "duban-demo"}
    for scheme, is_secure in (("http", False), ("https", True)):
        answer = outside.post(f"{scheme}://testserver/api/v1/session", json=body)
        cookie = answer.headers["set-cookie"].lower()
        assert {"httponly", "samesite=strict"} <= {part.strip() for part in cookie.split(";")}
        assert ("secure" in [part.strip() for part in cookie.split(";")]) == is_secure
        assert "domain=" not in cookie


def test_an_uploaded_plan_with_a_hostile_name_is_answered_as_text(visitor: Visitor) -> None:
    name = '"><script>alert(1)</script>.txt'
    answer = visitor(OFFICER).post("/imports", files={"file": (name, "一、甲\n一是乙。二是丙。".encode())})
    assert answer.headers["content-type"] == "application/json"
    assert visitor(ADMINISTRATOR).get("/imports").headers["x-content-type-options"] == "nosniff"
