"""A start loads what it needs: what only some starts or some requests need waits until then."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import event, inspect

from engine.site import Site
from engine.store.database import migration_config, newest_revision, upgrade
from tests.support.office import open_site

NOT_AT_START = ("alembic", "docx", "holidays.countries", "sqlalchemy.dialects.mysql", "openpyxl", "xlsxwriter")


@pytest.mark.parametrize("name", NOT_AT_START)
def test_serving_does_not_begin_with(name: str, modules_of_a_start: frozenset[str]) -> None:
    assert name not in modules_of_a_start


@pytest.fixture(scope="module")
def modules_of_a_start() -> frozenset[str]:
    listing = "import sys, cli.serving; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    return frozenset(answer.stdout.split())


def test_the_newest_migration_file_is_the_head(site: Site) -> None:
    heads = ScriptDirectory.from_config(migration_config(site.engine)).get_heads()
    assert list(heads) == [newest_revision()]


def test_an_empty_database_gets_its_tables_and_an_up_to_date_one_is_left_alone(tmp_path: Path) -> None:
    site = open_site(f"sqlite:///{tmp_path / 'duban.sqlite3'}", tmp_path)
    upgrade(site.engine)
    assert "item" in inspect(site.engine).get_table_names()
    statements: list[str] = []
    event.listen(site.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    upgrade(site.engine)
    assert [one for one in statements if not one.startswith(("SELECT", "PRAGMA", "BEGIN"))] == []
    site.close()
