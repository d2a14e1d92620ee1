"""The product's API in-process: people of the office at it, each with their own token."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import httpx
import pytest
import structlog
from fastapi import FastAPI

from api.app import make_app
from api.throttle import new_throttles
from engine.site import Site
from tests.support.in_process import InProcess
from tests.support.office import open_site
from tests.support.server import token_of

Visitor = Callable[[str], httpx.Client]


@pytest.fixture(autouse=True)
def _quiet_log() -> Iterator[None]:
    """What the API logs about bad requests belongs in no test's output."""
    with structlog.testing.capture_logs():
        yield


@pytest.fixture(scope="session")
def _app(_furnished_file: Path) -> Iterator[FastAPI]:
    """One application for the whole run, for building it takes longer than most tests; each test gives it its site."""
    site = open_site(f"sqlite:///{_furnished_file}", _furnished_file.parent)
    yield make_app(site, nullcontext)
    site.close()


def visitor_of(app: FastAPI, site: Site) -> Visitor:
    app.state.site = site
    app.state.throttles = new_throttles()  # what another test has asked does not count
    transport = InProcess(app)

    def visit(username: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token_of(username)}"} if username else {}
        return httpx.Client(transport=transport, base_url="http://testserver/api/v1", headers=headers)

    return visit


@pytest.fixture
def visitor(_app: FastAPI, site: Site) -> Visitor:
    """`visitor("zhengyi")`: somebody at the API; `visitor("")`: nobody."""
    return visitor_of(_app, site)


@pytest.fixture
def either_visitor(_app: FastAPI, either_site: Site) -> Visitor:
    """The same, on each database in turn."""
    return visitor_of(_app, either_site)
