"""The product's API in-process: people of the office at it, each with their own token."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext

import httpx
import pytest
import structlog

from api.app import make_app
from engine.site import Site
from tests.support.in_process import InProcess
from tests.support.server import token_of

Visitor = Callable[[str], httpx.Client]


@pytest.fixture(autouse=True)
def _quiet_log() -> Iterator[None]:
    """What the API logs about bad requests belongs in no test's output."""
    with structlog.testing.capture_logs():
        yield


def visitor_of(site: Site) -> Visitor:
    transport = InProcess(make_app(site, nullcontext))

    def visit(username: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token_of(username)}"} if username else {}
        return httpx.Client(transport=transport, base_url="http://testserver/api/v1", headers=headers)

    return visit


@pytest.fixture
def visitor(site: Site) -> Visitor:
    """`visitor("zhengyi")`: somebody at the API; `visitor("")`: nobody."""
    return visitor_of(site)


@pytest.fixture
def either_visitor(either_site: Site) -> Visitor:
    """The same, on each database in turn."""
    return visitor_of(either_site)
