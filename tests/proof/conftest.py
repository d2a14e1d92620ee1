"""Furnished databases by the dozen: a fresh copy for every example of a state machine."""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog
from sqlalchemy.engine import make_url

from tests.conftest import drop_database
from tests.proof.machine import Opening
from tests.support.services import create_database


@pytest.fixture(autouse=True)
def _quiet_log() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


@pytest.fixture
def sqlite_opening(tmp_path: Path, _furnished_file: Path) -> Opening:
    numbers = itertools.count()

    @contextmanager
    def opening() -> Iterator[str]:
        file = tmp_path / f"{next(numbers)}.sqlite3"
        shutil.copyfile(_furnished_file, file)
        yield f"sqlite:///{file}"
        file.unlink()

    return opening


@pytest.fixture
def postgresql_opening(postgresql_server: str, _furnished_database: str) -> Opening:
    @contextmanager
    def opening() -> Iterator[str]:
        url = create_database(postgresql_server, template=make_url(_furnished_database).database)
        yield url
        drop_database(postgresql_server, make_url(url).database or "")

    return opening
