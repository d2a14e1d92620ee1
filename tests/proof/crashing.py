"""A crash at one commit, a restart, and what the record is in the end, held against an undisturbed run."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.queries.stranded import find_stranded
from tests.proof.comparable import comparable_record
from tests.proof.failpoints import CRASHED, When, commits_of, mails_of, run
from tests.support.office import open_site
from tests.support.openings import Opening
from tests.support.record import findings


@dataclass(frozen=True)
class Undisturbed:
    """What comes of the script when nothing crashes."""

    record: dict[str, Any]
    commits: int


def undisturbed(opening: Opening, folder: Path) -> Undisturbed:
    with opening() as url:
        assert run(url, folder) == 0
        record = _record(url, folder)
    assert record["instances"]
    assert {state for _, _, state, _ in record["instances"]} == {"completed"}
    assert len(mails_of(folder)) == len(record["mails"]) > 0
    return Undisturbed(record, commits_of(folder))


def differences(opening: Opening, folder: Path, number: int, when: When, expected: Undisturbed) -> list[str]:
    """What is different after a crash at this commit and a restart."""
    folder.mkdir()
    with opening() as url:
        first, second = run(url, folder, number, when), run(url, folder)
        if (first, second) != (CRASHED, 0):
            return [f"expected a crash and an end, but got exit codes {first} and {second}"]
        found = _record(url, folder)
    different = [name for name in expected.record if found[name] != expected.record[name]]
    return [*different, *_mails(folder, len(expected.record["mails"]))]


def _record(url: str, folder: Path) -> dict[str, Any]:
    site = open_site(url, folder)
    try:
        assert findings(site) == []
        with site.reading() as session:
            assert find_stranded(session) == []
            return comparable_record(session)
    finally:
        site.close()


def _mails(folder: Path, written: int) -> list[str]:
    """Each at least once, and at most one a second time."""
    sent = Counter(mails_of(folder))
    return [] if len(sent) == written and sent.total() <= written + 1 else [f"mails were sent {sent}"]
