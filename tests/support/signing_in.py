"""People who sign in with a password at the API in-process; the machine's clock stands still for them."""

from datetime import UTC, datetime, timedelta

import httpx

from engine.demo.accounts import DEMO_PASSWORD
from engine.domain.clock import FixedClock
from engine.site import Site

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
NEW_PASSWORD = "violet-kettle-9"


def stop_machine_clock(site: Site) -> FixedClock:
    clock = FixedClock(NOON)
    site.machine_clock = clock
    return clock


def wait(clock: FixedClock, **time: float) -> None:
    clock.set(clock.now() + timedelta(**time))


def try_to_sign_in(client: httpx.Client, username: str, password: str = DEMO_PASSWORD) -> httpx.Response:
    """The client keeps the cookie, and from then on shows the token against forged requests."""
    answer = client.post("/session", json={"username": username, "password": password})
    if answer.status_code == 200:
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return answer


def signed_in(client: httpx.Client, username: str, password: str = DEMO_PASSWORD) -> httpx.Client:
    answer = try_to_sign_in(client, username, password)
    assert answer.status_code == 200, answer.text
    return client
