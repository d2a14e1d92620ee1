"""Who voted is known, what is not: whatever is chosen, and whichever of two chose which, all that can be seen is equal.

Two worlds begin as copies of one database with an open ballot. The same people vote at the same moments; then every row
of every table, the chain, the evidence package and the bytes of the file itself are compared.
"""

import shutil
from collections.abc import Iterator, Sequence
from datetime import timedelta
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from api.app import make_app
from engine.actions import ballots as actions
from engine.actions import public_notices
from engine.bpmn import live
from engine.catalog import BundleCatalog
from engine.domain.recount import check_record, commitment_of, find_vote, tally
from engine.queries.record.evidence import instance_subject, write_evidence
from engine.site import Site
from engine.store.models import Ballot, BallotPool, Base, GivenAnswer
from tests.conftest import _share
from tests.support.deciding import CHOOSE, OPTIONS, VOTERS, at, ballot_of, begin, receipt, vote
from tests.support.in_process import InProcess
from tests.support.office import HANDLER, move_clock, move_clock_and_work, open_site
from tests.support.server import token_of

OVER = at("2026-01-07", 17, 30)
CODE = "BALLOT0000000001"
CHOICES = st.sets(st.sampled_from("abc"), min_size=1, max_size=2).map(lambda chosen: tuple(sorted(chosen)))
Cast = tuple[str, int, tuple[str, ...]]  # who, with which receipt, what


@pytest.fixture(scope="module")
def opened(_furnished_file: Path, catalog: BundleCatalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database in which a ballot is open, and its key."""
    folder = tmp_path_factory.mktemp("opened")
    shutil.copyfile(_furnished_file, folder / "duban.sqlite3")
    site = _share(open_site(f"sqlite:///{folder / 'duban.sqlite3'}", folder), catalog)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "new_ballot_code", lambda: CODE)
        begin(site, {**CHOOSE, "tie": "none"})
    site.close()
    return folder


@pytest.fixture
def worlds(opened: Path, catalog: BundleCatalog, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Worlds"]:
    """What is drawn by lot, and has nothing to do with votes, is the same in all of them."""
    numbers = Numbers()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(public_notices, "token_hex", lambda count: "0" * count)
        patch.setattr(live, "urandom", numbers.next)
        yield Worlds(opened, catalog, tmp_path_factory, numbers)


class Numbers:
    """The ids of tasks, the same in every world."""

    def __init__(self) -> None:
        self._last = 0

    def restart(self) -> None:
        self._last = 10**6

    def next(self, size: int) -> bytes:
        self._last += 1
        return self._last.to_bytes(size, "big")


class Worlds:
    """Copies of one office."""

    def __init__(
        self, opened: Path, catalog: BundleCatalog, folders: pytest.TempPathFactory, numbers: "Numbers"
    ) -> None:
        self._opened, self._catalog, self._folders, self._numbers = opened, catalog, folders, numbers

    def live(self, casts: Sequence[Cast]) -> tuple[Site, int]:
        """A minute between one vote and the next."""
        self._numbers.restart()
        folder = self._folders.mktemp("world")
        for name in ("duban.sqlite3", "ballot.key"):
            shutil.copyfile(self._opened / name, folder / name)
        site = _share(open_site(f"sqlite:///{folder / 'duban.sqlite3'}", folder, anchor_minutes=0), self._catalog)
        with site.reading() as session:
            instance_id = session.scalars(select(Ballot.instance_id)).one()
        for number, (username, which, chosen) in enumerate(casts):
            move_clock(site, at("2026-01-05", 10) + timedelta(minutes=number))
            vote(site, instance_id, username, *chosen, number=which)
        return site, instance_id


def seen(site: Site) -> dict[str, Any]:
    """Every row of every table, in the order the database gives them; of the pool its size."""
    found: dict[str, Any] = {}
    with site.reading() as session:
        for table in Base.metadata.sorted_tables:
            rows = [dict(row._mapping) for row in session.execute(select(table))]
            if table.name == BallotPool.__tablename__:
                rows = [{name: len(row[name]) for name in ("salt", "sealed")} for row in rows]
            found[table.name] = rows
    return found


def exported(site: Site, instance_id: int) -> bytes:
    file = BytesIO()
    with site.reading() as session:
        write_evidence(session, file, instance_subject(session, instance_id), site.clock.now(), "办公室")
    return file.getvalue()


def on_disk(site: Site) -> bytes:
    """The file and what has not been moved into it yet."""
    return b"".join(path.read_bytes() for path in sorted(site.settings.data_dir.glob("duban.sqlite3*")))


def differing(one: tuple[dict[str, Any], bytes], other: tuple[dict[str, Any], bytes]) -> list[tuple[Any, Any]]:
    """The rows that are not in both worlds; the evidence, where it differs."""
    rows = [pair for name in one[0] for pair in zip_longest(one[0][name], other[0][name]) if pair[0] != pair[1]]
    return rows if one[1] == other[1] else [*rows, ("evidence", "evidence")]


LASTING = settings(max_examples=2, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])


@LASTING
@given(st.lists(CHOICES, min_size=4, max_size=4), st.lists(CHOICES, min_size=4, max_size=4))
def test_before_the_close_nothing_tells_what_was_chosen(
    worlds: Worlds, one: list[tuple[str, ...]], other: list[tuple[str, ...]]
) -> None:
    found = []
    for shift, choices in ((0, one), (10, other)):
        casts = [
            (who, number + shift, chosen) for number, (who, chosen) in enumerate(zip(VOTERS, choices, strict=False))
        ]
        site, instance_id = worlds.live(casts)
        kept = on_disk(site)
        for _, number, _ in casts:
            commitment = commitment_of(CODE, receipt(number))
            assert not any(text in kept for text in (receipt(number).encode(), commitment.encode()))
            assert bytes.fromhex(commitment) not in kept
        found.append((seen(site), exported(site, instance_id)))
        site.close()
    assert differing(*found) == []


@LASTING
@given(st.permutations(VOTERS), st.lists(CHOICES, min_size=4, max_size=4), st.integers(0, 3), st.integers(0, 3))
def test_after_the_count_nothing_tells_which_of_two_chose_which(
    worlds: Worlds, voters: list[str], choices: list[tuple[str, ...]], one: int, other: int
) -> None:
    """What the two voted, and with it their receipts, is exchanged."""
    straight = [(who, number, chosen) for number, (who, chosen) in enumerate(zip(voters, choices, strict=False))]
    swapped = [*straight]
    swapped[one] = (straight[one][0], *straight[other][1:])
    swapped[other] = (straight[other][0], *straight[one][1:])
    found = []
    for casts in (straight, swapped):
        site, instance_id = worlds.live(casts)
        move_clock_and_work(site, OVER)
        found.append((seen(site), exported(site, instance_id)))
        record = ballot_of(site, instance_id).record
        assert record is not None
        require_recount(record, casts)
        site.close()
    assert differing(*found) == []


def require_recount(record: dict[str, Any], casts: Sequence[Cast]) -> None:
    """Everybody finds their vote as it was cast, and the published votes give the result."""
    assert check_record(record) == []
    assert len(record["votes"]) == len(casts)
    for _, number, chosen in casts:
        own = find_vote(record, receipt(number))
        assert own is not None
        assert [mark == "for" for mark in own["marks"]] == [one["code"] in chosen for one in OPTIONS]
    marks = [one["marks"] for one in record["votes"]]
    codes = [one["code"] for one in record["options"]]
    assert tally(record["rule"], codes, marks, len(casts), len(VOTERS)) == record["result"]


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
