"""Furnished databases by the dozen for one test, and a quiet log."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.support import openings
from tests.support.openings import Opening


@pytest.fixture(autouse=True)
def _quiet_log() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


@pytest.fixture
def sqlite_opening(tmp_path: Path, _furnished_file: Path) -> Opening:
    return openings.sqlite_opening(_furnished_file, tmp_path)


@pytest.fixture
def postgresql_opening(postgresql_server: str, _furnished_database: str) -> Opening:
    return openings.postgresql_opening(postgresql_server, _furnished_database)
