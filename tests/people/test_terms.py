"""The throttle and the rules of passwords, as pure functions."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.people.devices import device_name
from engine.people.passwords import password_problems
from engine.people.terms import FORGOTTEN_AFTER, LONGEST_WAIT, Throttle, address_as_counted

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


def test_free_failures_cost_nothing_then_each_waits_twice_as_long_up_to_a_quarter_of_an_hour() -> None:
    throttle = Throttle(free=5)
    waits = [throttle.blocked_until(count, NOON) for count in (1, 4, 5, 6, 7, 12, 1000)]
    assert waits[:2] == [None, None]
    seconds = [(until - NOON).total_seconds() for until in waits if until]
    assert seconds == [30, 60, 120, LONGEST_WAIT.total_seconds(), LONGEST_WAIT.total_seconds()]


def test_one_account_takes_at_most_a_dozen_guesses_an_hour() -> None:
    throttle, now, count, last, guesses = Throttle(free=5), NOON, 0, None, 0
    while now < NOON + timedelta(hours=1):
        count, last, guesses = throttle.count_with(count, last, now), now, guesses + 1
        now = throttle.blocked_until(count, now) or now
    assert guesses <= 13


def test_after_an_hour_without_any_the_count_begins_anew() -> None:
    throttle = Throttle(free=5)
    assert throttle.count_with(7, NOON, NOON + FORGOTTEN_AFTER) == 8
    assert throttle.count_with(7, NOON, NOON + FORGOTTEN_AFTER + timedelta(seconds=1)) == 1


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        ("x" * 900, "x" * 45),
    ],
)
def test_an_ipv6_network_counts_as_one_address(address: str, counted: str) -> None:
    assert address_as_counted(address) == counted


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("长安回望绣成堆千门", ["password_short"]),
        ("长安回望绣成堆山顶千门", []),
        ("violet-kettle-9", []),
        ("aabbaabbaabb", ["password_monotonous"]),
        ("Password123", ["password_common"]),
        ("ZhengYi-2026", ["password_username"]),
        ("zhengyi", ["password_short", "password_username"]),
        ("y" * 129, ["password_long", "password_monotonous"]),
    ],
)
def test_everything_wrong_with_a_password_is_said_at_once(password: str, codes: list[str]) -> None:
    assert [problem.code for problem in password_problems(password, "zhengyi")] == [f"people.{code}" for code in codes]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36", "Chrome，Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0", "Edge，Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox，Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0", "微信，iPhone"),
        ("curl/8.5", ""),
    ],
)
def test_a_device_is_named_as_a_person_knows_it(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name
