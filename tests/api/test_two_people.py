"""Two people, each in four windows, complete one task at the same moment: it happens once, the others are told so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.contest import contest
from tests.support.server import Server, prepare
from tests.support.services import create_database

ROUNDS = 30  # `make soak` plays a thousand


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """`duban serve` as a process, on each database."""
    url = create_database(request.getfixturevalue("postgresql_server")) if request.param == "postgresql" else None
    server = Server(tmp_path, database_url=url)
    prepare(server, "2026-01-05T09:30:00+08:00")
    server.start()
    yield server
    server.stop()


def test_of_eight_clients_one_completes_it_and_seven_are_told(served: Server) -> None:
    contest(served, ROUNDS)
