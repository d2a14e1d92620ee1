"""Whatever is killed under load, nothing acknowledged is lost and nothing happens twice. `make soak` kills longer."""

import random
from pathlib import Path

import pytest

from tests.proof.killing import embedded, kill_under_load, scaled

pytestmark = pytest.mark.scenario


def test_kills_of_the_one_process_on_sqlite_lose_and_double_nothing(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    with embedded(tmp_path) as setting:
        outcome = kill_under_load(setting, kills=3, seed=seed)
    assert outcome.broken == [], f"seed {seed}"
    assert outcome.killed.total() == 3


def test_kills_of_api_workers_beat_postgresql_and_redis_lose_and_double_nothing(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    with scaled(tmp_path) as setting:
        outcome = kill_under_load(setting, kills=6, seed=seed)
    assert outcome.broken == [], f"seed {seed}"
    assert set(outcome.killed) == set(setting.victims)
