"""Who voted is known, what is not: whatever is chosen, and whichever of two chose which, all that can be seen is equal.

The properties are those of `tests.support.secret_ballots`; `make soak` holds hundreds of examples on each database.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import structlog
from hypothesis import HealthCheck, Phase, settings
from sqlalchemy import select
from sqlalchemy.engine import make_url

from api.app import make_app
from engine.catalog import BundleCatalog
from engine.site import Site
from engine.store.models import Ballot, BallotPool, GivenAnswer
from tests.conftest import _share
from tests.support.deciding import CHOOSE, VOTERS, ballot_of, begin, receipt, vote
from tests.support.in_process import InProcess
from tests.support.office import HANDLER, move_clock_and_work, open_site
from tests.support.openings import postgresql_opening, sqlite_opening, whole
from tests.support.secret_ballots import (
    OVER,
    Worlds,
    hidden,
    once,
    open_ballot_in,
    require_hidden,
    require_unlinked,
    unlinked,
)
from tests.support.server import token_of
from tests.support.services import create_database, drop_database

FEW = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def worlds(_furnished_file: Path, catalog: BundleCatalog, tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    folder = tmp_path_factory.mktemp("opened")
    file = folder / "opened.sqlite3"
    shutil.copyfile(_furnished_file, file)
    site = _share(open_site(f"sqlite:///{file}", folder), catalog)
    open_ballot_in(site)
    site.close()
    return Worlds(sqlite_opening(whole(file), folder), folder, lambda one: _share(one, catalog))


@pytest.fixture(scope="module")
def worlds_on_postgresql(
    postgresql_server: str, _furnished_database: str, catalog: BundleCatalog, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worlds]:
    folder = tmp_path_factory.mktemp("opened-pg")
    url = create_database(postgresql_server, template=make_url(_furnished_database).database)
    site = _share(open_site(url, folder), catalog)
    open_ballot_in(site)
    site.close()
    yield Worlds(postgresql_opening(postgresql_server, url), folder, lambda one: _share(one, catalog))
    drop_database(postgresql_server, url)


def test_before_the_close_nothing_tells_what_was_chosen(worlds: Worlds) -> None:
    FEW(hidden(worlds))()


def test_after_the_count_nothing_tells_which_of_two_chose_which(worlds: Worlds) -> None:
    FEW(unlinked(worlds))()


def test_each_votes_once_whatever_is_tried_with_whose_receipt(worlds: Worlds) -> None:
    FEW(once(worlds))()


def test_the_rows_of_postgresql_tell_no_more(worlds_on_postgresql: Worlds) -> None:
    require_hidden(worlds_on_postgresql, [("a",), ("a", "b"), ("b",), ("c",)], [("c",), ("a",), ("a", "c"), ("b",)])
    require_unlinked(worlds_on_postgresql, VOTERS, [("a",), ("a", "b"), ("b",), ("c",)], 0, 2)


def test_the_pool_has_no_row_number_moment_or_person_of_a_vote() -> None:
    pool = BallotPool.__table__
    assert {column.name for column in pool.columns} == {"ballot_id", "salt", "sealed"}
    assert {key.column.table.name for key in pool.foreign_keys} == {"ballot"}


def test_every_cast_writes_the_whole_pool_anew_at_the_same_length(either_site: Site) -> None:
    instance_id = begin(either_site)

    def pools() -> list[tuple[bytes, bytes]]:
        with either_site.reading() as session:
            return [(one.salt, one.sealed) for one in session.scalars(select(BallotPool))]

    before = pools()
    vote(either_site, instance_id, HANDLER, "a")
    (after,) = pools()
    assert len(before) == 1
    assert [len(part) for part in after] == [len(part) for part in before[0]]
    same = sum(one == other for one, other in zip(after[1], before[0][1], strict=True))
    assert same < len(after[1]) / 8  # by chance, one in 256


def test_no_log_line_and_no_kept_answer_tells_of_a_vote(site: Site) -> None:
    instance_id = begin(site, CHOOSE)
    client = httpx.Client(
        transport=InProcess(make_app(site, None)),  # type: ignore[arg-type]
        base_url="http://testserver/api/v1",
        headers={"Authorization": f"Bearer {token_of(HANDLER)}", "Idempotency-Key": "one"},
    )
    path = f"/ballots/{ballot_of(site, instance_id).id}/votes"
    with structlog.testing.capture_logs() as lines:
        answers = [client.post(path, json={"receipt": receipt(1), "choices": {"b": "for"}}) for _ in range(2)]
        refused = client.post(path, json={"receipt": receipt(2), "choices": {"b": "for"}})
    assert [one.json() for one in answers] == [{"ballot": ballot_of(site, instance_id).code, "has_voted": True}] * 2
    assert refused.status_code == 409
    told = str(lines) + refused.text
    assert receipt(1) not in told and receipt(2) not in told
    with site.reading() as session:
        assert session.scalars(select(GivenAnswer)).all() == []


def test_without_the_key_the_votes_of_an_open_ballot_are_lost_and_said_to_be(site: Site, tmp_path: Path) -> None:
    """The database alone, as in a stolen backup, tells nothing: another key opens nothing."""
    instance_id = begin(site)
    vote(site, instance_id, HANDLER, "a")
    (tmp_path / "ballot.key").write_text("00" * 32)
    site.house.__dict__.pop("ballot_key")
    move_clock_and_work(site, OVER)
    with site.reading() as session:
        assert session.scalars(select(Ballot.record)).one() is None
