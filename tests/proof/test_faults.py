"""What users see while the database, the broker, a worker or the disk fails, and that all goes on by itself after it.

`make soak` lets workers stand still for longer than any timeout.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proof.faults import (
    broker_forgets_everything,
    broker_stands_still,
    database_goes_away,
    disk_fills_up,
    small_disk,
    workers_stand_still,
)
from tests.proof.killing import Setting, embedded, scaled

pytestmark = pytest.mark.scenario


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    with scaled(tmp_path_factory.mktemp("faults"), workers=1) as setting:
        yield setting


def test_while_postgresql_is_away_people_are_told_and_afterwards_all_goes_on(office: Setting) -> None:
    database_goes_away(office)


def test_a_broker_that_forgets_everything_or_is_away_costs_nothing(office: Setting) -> None:
    broker_forgets_everything(office)


def test_a_broker_that_never_answers_keeps_nobody_waiting(office: Setting) -> None:
    broker_stands_still(office)


def test_workers_that_stand_still_go_on_where_they_stood(office: Setting) -> None:
    workers_stand_still(office, seconds=3)


def test_a_full_disk_is_told_and_nothing_is_half_done(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", megabytes=8) as disk, embedded(tmp_path, data=disk) as setting:
        disk_fills_up(setting.server, disk)
