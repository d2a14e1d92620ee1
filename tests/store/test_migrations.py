"""The migrations make the tables the models describe, on both databases, from one line of migrations."""

from pathlib import Path

from tests.support.migrations import differences, heads
from tests.support.services import create_database


def test_there_is_one_newest_migration() -> None:
    assert len(heads()) == 1


def test_models_and_migrations_agree_on_sqlite(tmp_path: Path) -> None:
    assert differences(f"sqlite:///{tmp_path / 'empty.sqlite3'}") == []


def test_models_and_migrations_agree_on_postgresql(postgresql_server: str) -> None:
    assert differences(create_database(postgresql_server)) == []
