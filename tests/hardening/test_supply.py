"""What is installed is under a licence agreed to, and known vulnerabilities are asked for, without hanging on it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.support import advisories, licences
from tests.support.advisories import Unreachable, known, locked
from tests.support.licences import expression_of, is_agreed, of_python, of_web
from tests.support.services import free_port


def test_everything_installed_is_under_a_licence_agreed_to() -> None:
    web = json.loads(licences.WEB.read_text(encoding="utf-8"))
    found = [*of_python(), *of_web(web)]
    assert len(found) > 100
    assert [(name, licence) for name, licence in found if not is_agreed(licence)] == []


@pytest.mark.parametrize(
    ("expression", "agreed"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("GPL-3.0-only OR MIT", True),
        ("(MIT OR CC0-1.0)", True),
        ("(GPL-2.0 OR MIT) AND Apache-2.0", True),
        ("LGPL-3.0-only", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("MIT AND AGPL-3.0-only", False),
        ("MIT OR Apache-2.0 AND GPL-3.0-only", True),
        ("(MIT OR Apache-2.0) AND GPL-3.0-only", False),
        ("SSPL-1.0", False),
        ("BUSL-1.1", False),
        ("SEE LICENSE IN LICENSE", False),
        ("UNLICENSED", False),
        ("", False),
    ],
)
def test_an_expression_is_read_as_its_standard_says(expression: str, agreed: bool) -> None:
    assert is_agreed(expression) is agreed


@pytest.mark.parametrize(
    ("headers", "agreed"),
    [
        ([("License-Expression", "AGPL-3.0-only"), ("License", "MIT")], False),
        ([("License", "New BSD")], True),
        ([("License", "GPLv3"), ("Classifier", "License :: OSI Approved :: MIT License")], True),
        ([("Classifier", "License :: OSI Approved :: GNU Affero General Public License v3")], False),
        (
            [
                ("Classifier", "License :: OSI Approved :: MIT License"),
                ("Classifier", "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"),
            ],
            False,
        ),
        ([("Classifier", "Programming Language :: Python")], False),
    ],
)
def test_what_stood_in_metadata_before_is_understood(headers: list[tuple[str, str]], agreed: bool) -> None:
    metadata = Message()
    metadata["Name"] = "somebody"
    for name, value in headers:
        metadata[name] = value
    assert is_agreed(expression_of(metadata)) is agreed


@contextmanager
def service(answer: bytes, status: int = 200) -> Iterator[tuple[str, list[bytes]]]:
    """A service of advisories with one answer, and what it was asked."""
    asked: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    thread.join()
    server.server_close()


TWO = [("PyPI", "here", "1.0"), ("npm", "there", "2.0")]


def test_a_known_vulnerability_is_named_with_its_package() -> None:
    answer = json.dumps({"results": [{}, {"vulns": [{"id": "GHSA-x"}, {"id": "CVE-y"}]}]}).encode()
    with service(answer) as (url, asked):
        assert known(TWO, url) == {("npm", "there", "2.0"): ["GHSA-x", "CVE-y"]}
    assert json.loads(asked[0])["queries"][0] == {"package": {"name": "here", "ecosystem": "PyPI"}, "version": "1.0"}


@pytest.mark.parametrize(
    ("answer", "status"), [(b"<html>", 200), (b"{}", 200), (b'{"results": [{}]}', 200), (b"", 405), (b"", 503)]
)
def test_no_answer_is_not_taken_for_a_good_one(answer: bytes, status: int) -> None:
    with service(answer, status) as (url, _), pytest.raises(Unreachable):
        known(TWO, url)


def test_without_the_service_nothing_fails_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(advisories.NAMED_SERVICE, f"http://127.0.0.1:{free_port()}/")
    advisories.main()
    assert "NOT AUDITED" in capsys.readouterr().out


def test_a_vulnerability_that_nobody_judged_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(advisories, "locked", lambda _: TWO)
    monkeypatch.setattr(advisories, "_judged", lambda: {"CVE-y": "not used by us"})
    with service(json.dumps({"results": [{}, {"vulns": [{"id": "GHSA-x"}, {"id": "CVE-y"}]}]}).encode()) as (url, _):
        monkeypatch.setenv(advisories.NAMED_SERVICE, url)
        with pytest.raises(SystemExit, match="1"):
            advisories.main()
    said = capsys.readouterr().out
    assert "npm: there 2.0: GHSA-x" in said
    assert "CVE-y" not in said


def test_everything_that_is_locked_is_asked_for() -> None:
    found = {(where, name) for where, name, _ in locked(advisories.ROOT)}
    assert {("PyPI", "fastapi"), ("PyPI", "pytest"), ("npm", "react"), ("npm", "@rjsf/core")} <= found
