"""Whoever has all rights to the database and tampers with the record is found out, chain by chain, at the record.

Here an eighth of it; `make soak` tampers a thousand times on each database.
"""

import random
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.queries.record.exported import read_exported
from engine.queries.record.verify import verify_record
from engine.site import Site
from engine.store.final import unguarded
from tests.support.record import verified
from tests.support.tampering import misnamed, tamper_and_verify, write_record

CHAINS, LENGTH = 250, 40  # 10,000 events
NEEDS_ANCHORS = ("cut", "rewrite", "edit_and_hash")


@pytest.fixture
def dice() -> random.Random:
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201 - pytest shows it where the test fails
    return random.Random(seed)


def _exported(site: Site) -> list[Path]:
    return sorted(site.settings.anchor_folder.glob("*.jsonl"))


def test_of_random_tamperings_with_ten_thousand_events_every_one_is_named(site: Site, dice: random.Random) -> None:
    write_record(site, CHAINS, LENGTH)
    report = verified(site, exported=_exported(site))
    assert (report.instances, report.events, report.anchors, report.findings) == (CHAINS, CHAINS * LENGTH, 4, [])
    done, report = tamper_and_verify(site, dice, CHAINS // 2)
    assert misnamed(done, report.findings) == []


def test_with_exported_anchors_it_is_named_though_the_database_has_none(either_site: Site, dice: random.Random) -> None:
    write_record(either_site, 40, 20)
    done, report = tamper_and_verify(either_site, dice, 20, exported=_exported(either_site))
    assert [one.code for one in report.findings if one.instance is None] == ["anchor_cut"]
    assert misnamed(done, report.findings) == []


def test_without_anchors_all_is_named_but_what_was_cut_or_made_to_fit(either_site: Site, dice: random.Random) -> None:
    write_record(either_site, 40, 20)
    done, report = tamper_and_verify(either_site, dice, 20, but=NEEDS_ANCHORS, exported=[])
    for instance, (way, seq) in list(done.items()):
        if way == "delete_and_close_the_gap" and seq >= 19:  # at the tail it cannot be told from a cut or an edit
            del done[instance]
            report.findings = [one for one in report.findings if one.instance != instance]
    assert misnamed(done, report.findings) == []


def test_on_postgresql_every_one_is_named(postgresql_site: Site, dice: random.Random) -> None:
    write_record(postgresql_site, 40, 20)
    assert verified(postgresql_site).findings == []
    done, report = tamper_and_verify(postgresql_site, dice, 20)
    assert misnamed(done, report.findings) == []


GARBAGE = [
    "UPDATE event SET data = '{' WHERE instance_id = 2 AND seq = 3",
    "UPDATE event SET data = x'ff00' WHERE instance_id = 2 AND seq = 3",
    "UPDATE event SET at = 'yesterday' WHERE instance_id = 2 AND seq = 3",
    "UPDATE event SET seq = 'third' WHERE instance_id = 2 AND seq = 3",
    "UPDATE event SET actor_id = 'me' WHERE instance_id = 2 AND seq = 3",
    "UPDATE event SET instance_id = 'two' WHERE instance_id = 2 AND seq = 3",
    "UPDATE event SET hash = 5 WHERE instance_id = 2 AND seq = 3",
    "UPDATE instance SET event_count = 'many' WHERE id = 2",
    "UPDATE anchor_leaf SET hashes = '[' WHERE instance_id = 2",
    "UPDATE anchor SET at = 'yesterday' WHERE number = 2",
    "UPDATE anchor SET root = x'00' WHERE number = 2",
]


@pytest.mark.parametrize("statement", GARBAGE)
def test_what_cannot_even_be_read_is_named_as_well(site: Site, statement: str) -> None:
    """SQLite keeps anything in any column; foreign keys are only held by who wants to."""
    write_record(site, 4, 8)
    with Session(site.engine) as session, read_exported(_exported(site)) as exported:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        with unguarded(session):
            session.execute(text(statement))
        found = verify_record(session, (), exported).findings
        session.rollback()
    if "anchor" in statement:
        assert found[0].anchor in {1, 2}
    else:
        assert 2 in {one.instance for one in found}
