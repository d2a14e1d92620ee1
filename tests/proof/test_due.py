"""Hundreds of timers due in the same second fire once each; a day's downtime is caught up in due order.

`make soak` does both with ten thousand.
"""

import random

from engine.site import Site
from tests.proof.due import catch_up_a_day, fire_all_at_once


def test_five_hundred_timers_due_in_the_same_second_fire_once_each_on_sqlite(site: Site) -> None:
    assert fire_all_at_once(site, 500) == []


def test_eighty_timers_shared_by_two_workers_fire_once_each_on_postgresql(postgresql_site: Site) -> None:
    assert fire_all_at_once(postgresql_site, 80) == []


def test_a_day_in_which_no_worker_was_there_is_caught_up_in_due_order(either_site: Site) -> None:
    seed = random.randrange(10**6)
    assert catch_up_a_day(either_site, 48, seed) == [], f"seed {seed}"
