"""Whoever has all rights to the database and tampers with the record is found out, chain by chain, at the record."""

import random
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from engine.domain.chain import Finding
from engine.site import Site
from engine.store.final import unguarded
from engine.store.models import Anchor, AnchorLeaf, Instance
from tests.support.office import open_site
from tests.support.record import verified
from tests.support.tampering import Tamperer, write_record

CHAINS, LENGTH = 250, 40  # 10,000 events
TURNS, TAMPERED = 8, 125  # 1,000 tamperings
CODES = {
    "edit": {"edited"},
    "edit_and_hash": {"rewritten"},
    "delete": {"deleted", "cut"},
    "delete_and_close_the_gap": {"deleted", "cut"},
    "insert": {"inserted"},
    "insert_with_a_hash_that_fits": {"inserted"},
    "swap": {"reordered"},
    "swap_what_they_say": {"reordered", "edited"},
    "cut": {"cut"},
    "rewrite": {"rewritten"},
}


@pytest.fixture(scope="module")
def _recorded(_furnished_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("record")
    shutil.copyfile(_furnished_file, folder / "duban.sqlite3")
    site = open_site(f"sqlite:///{folder / 'duban.sqlite3'}", folder)
    write_record(site, CHAINS, LENGTH)
    site.close()
    return folder


@pytest.fixture
def recorded_site(_recorded: Path, tmp_path: Path) -> Iterator[Site]:
    shutil.copytree(_recorded, tmp_path, dirs_exist_ok=True)
    site = open_site(f"sqlite:///{tmp_path / 'duban.sqlite3'}", tmp_path)
    yield site
    site.close()


def tamper(site: Site, most: int, but: Collection[str] = ()) -> dict[int, tuple[str, int]]:
    """Which chains were tampered with: how (in any way but these), and which record should be named."""
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201 - pytest shows it where the test fails
    dice = random.Random(seed)
    done = {}
    with site.writing() as session, unguarded(session):
        tamperer = Tamperer(session, dice)
        for instance in dice.sample(list(session.scalars(select(Instance.id))), most):
            way = dice.choice([way for way in tamperer.ways if way.__name__ not in but])
            done[instance] = (way.__name__, way(instance))
    return done


def misnamed(done: dict[int, tuple[str, int]], findings: list[Finding]) -> list[object]:
    """What was tampered with and not named, or named wrongly."""
    named = {one.instance: one for one in findings}
    wrong: list[object] = [one for one in findings if one.instance not in done]
    for instance, (way, seq) in done.items():
        found = named.get(instance)
        if found is None or found.seq != seq or found.code not in CODES[way]:
            wrong.append((instance, way, seq, found))
    return wrong


def test_a_record_nobody_tampered_with_holds(recorded_site: Site) -> None:
    report = verified(recorded_site)
    assert (report.instances, report.events, report.anchors, report.findings) == (CHAINS, CHAINS * LENGTH, 4, [])


@pytest.mark.parametrize("turn", range(TURNS))
def test_of_a_thousand_tamperings_with_ten_thousand_events_every_one_is_named(recorded_site: Site, turn: int) -> None:
    done = tamper(recorded_site, TAMPERED)
    assert misnamed(done, verified(recorded_site).findings) == []


def test_without_anchors_all_is_named_but_what_was_cut_or_made_to_fit(recorded_site: Site) -> None:
    done = tamper(recorded_site, TAMPERED, but=["cut", "rewrite", "edit_and_hash"])
    _forget_anchors(recorded_site)
    findings = verified(recorded_site).findings
    last = {one for one, (way, seq) in done.items() if way == "delete_and_close_the_gap" and seq >= LENGTH - 1}
    assert [one for one in misnamed(done, findings) if not (isinstance(one, tuple) and one[0] in last)] == []


def _forget_anchors(site: Site) -> None:
    with site.writing() as session, unguarded(session):
        session.execute(delete(AnchorLeaf))
        session.execute(delete(Anchor))


def test_exported_anchors_name_it_even_where_the_anchors_in_the_database_are_gone(recorded_site: Site) -> None:
    done = tamper(recorded_site, TAMPERED)
    _forget_anchors(recorded_site)
    report = verified(recorded_site, exported=sorted(recorded_site.settings.anchor_folder.glob("*.jsonl")))
    assert [one.code for one in report.findings if one.instance is None] == ["anchor_cut"]
    assert misnamed(done, [one for one in report.findings if one.instance is not None]) == []


def test_on_postgresql_every_one_is_named(postgresql_site: Site) -> None:
    write_record(postgresql_site, 20, 20)
    done = tamper(postgresql_site, 20)
    report = verified(postgresql_site)
    assert report.events > 380
    assert misnamed(done, report.findings) == []
