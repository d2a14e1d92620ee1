"""Fixtures that several areas share: a furnished office on SQLite, on PostgreSQL, or on each in turn."""

import gc
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy.engine import make_url

from engine.catalog import BundleCatalog
from engine.site import KNOWN, Site
from tests.support.office import furnish, open_site
from tests.support.openings import whole
from tests.support.services import create_database, drop_database, postgresql

settings.register_profile("duban", deadline=None)  # how fast an example is says more of the machine than of us
settings.load_profile("duban")

gc.disable()  # while everything is imported and collected, which stays

LONGEST_FIRST = ("scenarios", "conformance", "proof", "soak", "e2e", "demo", "fuzz", "hardening", "jobs", "api")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The folders whose files take longest come first, so that workers end together; the order within stays."""
    items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """What was collected is no garbage: nobody looks through it again."""
    gc.freeze()
    gc.set_threshold(10_000)  # what one test makes lives as long as it does
    gc.enable()


def _turn(item: pytest.Item) -> int:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)


@pytest.fixture(scope="session")
def catalog() -> BundleCatalog:
    """Bundles never change, so what one test compiled serves the next."""
    return BundleCatalog(KNOWN)


def _share(site: Site, catalog: BundleCatalog) -> Site:
    site.house = replace(site.house, bundles=catalog)
    return site


@pytest.fixture(scope="session")
def _furnished_file(tmp_path_factory: pytest.TempPathFactory, catalog: BundleCatalog) -> Path:
    file = tmp_path_factory.mktemp("furnished") / "duban.sqlite3"
    site = _share(open_site(f"sqlite:///{file}", file.parent), catalog)
    furnish(site)
    site.close()
    return whole(file)


@pytest.fixture
def site(tmp_path: Path, _furnished_file: Path, catalog: BundleCatalog) -> Iterator[Site]:
    """A furnished office on SQLite; the clock stands at half past nine on Monday, 5 January 2026."""
    file = tmp_path / "duban.sqlite3"
    shutil.copyfile(_furnished_file, file)
    site = _share(open_site(f"sqlite:///{file}", tmp_path), catalog)
    yield site
    site.close()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """One server for the whole run; its socket's path must be short, so it does not lie under pytest's folders."""
    folder = Path(tempfile.mkdtemp(prefix="duban-pg-"))
    with postgresql(folder) as url:
        yield url
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def _furnished_database(
    postgresql_server: str, catalog: BundleCatalog, tmp_path_factory: pytest.TempPathFactory
) -> str:
    url = create_database(postgresql_server)
    site = _share(open_site(url, tmp_path_factory.mktemp("furnished-pg")), catalog)
    furnish(site)
    site.close()
    return url


@pytest.fixture
def postgresql_site(
    tmp_path: Path, postgresql_server: str, _furnished_database: str, catalog: BundleCatalog
) -> Iterator[Site]:
    """The same office on PostgreSQL, a copy for every test."""
    template = make_url(_furnished_database).database
    url = create_database(postgresql_server, template=template)
    site = _share(open_site(url, tmp_path), catalog)
    yield site
    site.close()
    drop_database(postgresql_server, url)


@pytest.fixture(params=["sqlite", "postgresql"])
def either_site(request: pytest.FixtureRequest) -> Site:
    """The office on each database in turn, for what a database could do differently."""
    found: Site = request.getfixturevalue("site" if request.param == "sqlite" else "postgresql_site")
    return found
