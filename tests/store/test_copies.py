"""A copy of everything, and a database out of it, on both databases and from one to the other."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text

from engine.domain.errors import Invalid
from engine.queries.record.exported import read_exported
from engine.queries.record.verify import verify_record
from engine.site import Site
from engine.store.copies.reading import read_copy
from engine.store.copies.writing import MANIFEST, Manifest, write_copy
from engine.store.database import create, newest_revision, open_database
from engine.store.models import Person
from engine.store.unit_of_work import reading, snapshot
from tests.support.matter import dispatch
from tests.support.office import open_site
from tests.support.services import create_database, drop_database

NOW = datetime(2026, 11, 29, 8, tzinfo=UTC)


@pytest.fixture
def worked(either_site: Site) -> Site:
    """An office with work under way, and a person who points to one that was entered later."""
    dispatch(either_site)
    with either_site.writing() as session:
        first, *_, last = session.query(Person).order_by(Person.id)
        first.successor_id = last.id
    return either_site


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'restored.sqlite3'}"
        return
    server = request.getfixturevalue("postgresql_server")
    url = create_database(server)
    yield url
    drop_database(server, url)


def copied(engine: Engine, file: Path) -> Manifest:
    with file.open("wb") as target:
        return write_copy(engine, target, NOW)


def contents(file: Path) -> dict[str, list[str]]:
    with zipfile.ZipFile(file) as archive:
        return {
            name.partition("-")[2]: sorted(archive.read(name).decode().splitlines())
            for name in archive.namelist()
            if name != MANIFEST
        }


def test_what_was_restored_is_what_was_copied_and_goes_on(worked: Site, empty: str, tmp_path: Path) -> None:
    written = copied(worked.engine, tmp_path / "first.zip")
    engine = open_database(empty)
    assert read_copy(engine, tmp_path / "first.zip") == written
    copied(engine, tmp_path / "second.zip")
    assert contents(tmp_path / "second.zip") == contents(tmp_path / "first.zip")
    with snapshot(engine) as session, read_exported([]) as exported:
        report = verify_record(session, frozenset(), exported)
    assert (report.findings, report.events > 20) == ([], True)
    engine.dispose()
    site = open_site(empty, tmp_path)
    dispatch(site, title="恢复以后又来一件")
    site.close()


def test_a_copy_is_of_one_moment_while_the_office_works_on(worked: Site, tmp_path: Path) -> None:
    class Interrupted(io.BytesIO):
        """Somebody changes a name after the first bytes were written, before the people are."""

        is_changed = False

        def write(self, part: Any) -> int:
            if not self.is_changed:
                self.is_changed = True
                with worked.writing() as session:
                    session.execute(text("UPDATE person SET name = '后来改的'"))
            return super().write(part)

    target = Interrupted()
    write_copy(worked.engine, target, NOW)
    file = tmp_path / "copy.zip"
    file.write_bytes(target.getvalue())
    assert target.is_changed
    assert not any("后来改的" in line for line in contents(file)["person.jsonl"])


@pytest.fixture
def copy_of_an_office(site: Site, tmp_path: Path) -> Path:
    copied(site.engine, tmp_path / "copy.zip")
    return tmp_path / "copy.zip"


def refused(file: Path, folder: Path) -> list[str]:
    """The reasons; and nothing is there afterwards."""
    engine = open_database(f"sqlite:///{folder / 'restored.sqlite3'}")
    with pytest.raises(Invalid) as refusal:
        read_copy(engine, file)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    return [problem.code for problem in refusal.value.problems]


def rewritten(file: Path, **members: bytes | None) -> Path:
    """The same archive, some members with other bytes or left out."""
    changed = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            key = Path(name).stem.partition("-")[2] or Path(name).stem
            content = members[key] if key in members else source.read(name)
            if content is not None:
                target.writestr(name, content)
    return changed


def test_a_table_that_was_changed_or_is_missing_is_named_and_nothing_is_restored(
    copy_of_an_office: Path, tmp_path: Path
) -> None:
    assert refused(rewritten(copy_of_an_office, person=b'["id"]\n', unit=None), tmp_path) == ["copies.broken"] * 2


def test_a_file_that_is_cut_or_no_copy_is_refused(copy_of_an_office: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.zip"
    cut.write_bytes(copy_of_an_office.read_bytes()[:-2000])
    assert refused(cut, tmp_path) == ["copies.unreadable"]
    assert refused(tmp_path / "nowhere.zip", tmp_path) == ["copies.unreadable"]
    assert refused(rewritten(copy_of_an_office, manifest=None), tmp_path) == ["copies.no_copy"]
    assert refused(rewritten(copy_of_an_office, manifest=b"{}"), tmp_path) == ["copies.no_copy"]


def test_a_copy_of_a_newer_release_is_refused(copy_of_an_office: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(copy_of_an_office) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    newer = json.dumps(manifest | {"revision": "9999"}).encode()
    assert refused(rewritten(copy_of_an_office, manifest=newer), tmp_path) == ["copies.newer"]


def test_what_is_there_is_never_overwritten(site: Site, copy_of_an_office: Path) -> None:
    with pytest.raises(Invalid) as refusal:
        read_copy(site.engine, copy_of_an_office)
    assert [problem.code for problem in refusal.value.problems] == ["copies.occupied"]
    with reading(site.engine) as session:
        assert session.query(Person).count() > 10


def test_a_copy_that_an_older_release_wrote_is_restored_and_brought_up_to_date(tmp_path: Path) -> None:
    older = open_database(f"sqlite:///{tmp_path / 'older.sqlite3'}")
    create(older, "0025", lambda connection: None)
    written = copied(older, tmp_path / "older.zip")
    assert written.revision == "0025"
    engine = open_database(f"sqlite:///{tmp_path / 'restored.sqlite3'}")
    read_copy(engine, tmp_path / "older.zip")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == newest_revision()


def test_a_row_that_does_not_fit_leaves_nothing_behind(copy_of_an_office: Path, tmp_path: Path) -> None:
    """As from a copy whose manifest was made to fit by hand."""
    with zipfile.ZipFile(copy_of_an_office) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        (name,) = [one["file"] for one in manifest["tables"] if one["name"] == "unit"]
        columns, *_ = archive.read(name).splitlines()
    broken = columns + b"\n" + b"[1]\n"
    for one in manifest["tables"]:
        if one["name"] == "unit":
            one["sha256"] = hashlib.sha256(broken).hexdigest()
    changed = rewritten(copy_of_an_office, unit=broken, manifest=json.dumps(manifest).encode())
    assert refused(changed, tmp_path) == ["copies.row"]
    manifest["tables"] = [one for one in manifest["tables"] if one["name"] != "unit"]
    changed = rewritten(copy_of_an_office, manifest=json.dumps(manifest).encode())
    assert refused(changed, tmp_path) == ["copies.row"]
