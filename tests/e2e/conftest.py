"""A served office and a browser for every journey."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser import chromium
from tests.support.server import Server, prepare


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    prepare(server, "2026-01-05T09:30:00+08:00")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="package")
def _chromium() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser(_chromium: Browser) -> Iterator[Browser]:
    """No window of it outlives a test, nor what a window kept: each has a context of its own."""
    yield _chromium
    for context in _chromium.contexts:
        context.close()
