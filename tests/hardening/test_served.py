"""The product as it is served: what it says of itself, and what its log keeps to itself."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.files import PDF
from tests.support.server import ADMINISTRATOR_TOKEN, Server, client, prepare, token_of

RECEIVERS = {"oa": {"kind": "webhook", "url": "http://127.0.0.1:1/hook", "secret": "secret-of-the-receiver"}}
SECRETS = (
    "secret-of-the-receiver",
    "secret-of-the-mail-server",
    "password-that-was-typed",
    "duban-demo",
    ADMINISTRATOR_TOKEN,
    token_of("chenlu"),
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(
        tmp_path,
        DUBAN_SMTP_HOST="127.0.0.1",
        DUBAN_SMTP_PORT="1",
        DUBAN_SMTP_USERNAME="duban",
        DUBAN_SMTP_PASSWORD="secret-of-the-mail-server",
    )
    prepare(server, "2026-01-05T09:30:00+08:00")
    server.environment["DUBAN_RECEIVERS"] = json.dumps(RECEIVERS)
    server.start()
    yield server
    server.stop()


def _raw(server: Server, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_it_says_neither_what_serves_it_nor_what_it_was_told(server: Server) -> None:
    assert "server" not in httpx.get(f"{server.url}/healthz").headers
    for request in (b"\x1b[31m\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /\x00\x1b HTTP/1.1\r\nHost: x\r\n\r\n"):
        answer = _raw(server, request)
        assert answer.startswith(b"HTTP/1.1 400")
        assert b"Traceback" not in answer


def test_the_log_of_a_day_has_no_secret_and_no_forged_line(server: Server) -> None:
    forged = "x\r\n2026-01-05 [error] forged\x1b[31m"
    with httpx.Client(base_url=f"{server.url}/api/v1") as outside:
        for password in ("password-that-was-typed", "duban-demo"):
            outside.post("/session", json={"username": f"chenlu{forged}", "password": password})
            outside.post("/session", json={"username": "chenlu", "password": password})
        outside.get("/tasks", headers={"authorization": f"Bearer {token_of('chenlu')}x"})
        outside.get(f"/definitions/{forged}".replace("\r\n", "%0d%0a").replace("\x1b", "%1b"))
        outside.get("/readyz")
    with client(server, "chenlu") as handler:
        for path in ("/tasks/none/attachments", "/items/1/attachments"):
            handler.post(path, params={"name": forged}, content=PDF)
    with client(server, "administrator") as administrator:
        administrator.post("/instances", json={"key": forged, "variables": {forged: forged}})
    server.stop()
    log = "".join(path.read_text("utf-8", "replace") for path in server.folder.glob("*.log"))
    assert [secret for secret in SECRETS if secret in log] == []
    assert "\x1b" not in log
    assert [line for line in log.splitlines() if line.startswith("2026-01-05 [error] forged")] == []
