"""The published record of a ballot: in the evidence with its program, proven, and looked at by the audit."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from engine.domain import recount
from engine.queries.record.evidence import instance_subject, write_evidence
from engine.site import Site
from engine.store.models import Ballot
from engine.store.unit_of_work import snapshot
from tests.support.deciding import CHOOSE, VOTERS, ballot_of, begin, receipt, vote
from tests.support.office import MONDAY
from tests.support.record import findings


@pytest.fixture
def counted(either_site: Site) -> int:
    """An instance whose ballot was counted."""
    instance_id = begin(either_site, {**CHOOSE, "early": True})
    for username in VOTERS:
        vote(either_site, instance_id, username, "a")
    return instance_id


def run(program: Path, *arguments: str) -> tuple[int, str]:
    """As somebody would who has nothing but Python."""
    command = [sys.executable, "-I", "-S", "-B", program.name, *arguments]
    done = subprocess.run(
        command, cwd=program.parent, capture_output=True, encoding="utf-8", env={"PYTHONUTF8": "1"}, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def take(site: Site, instance_id: int, folder: Path) -> Path:
    with snapshot(site.engine) as session, (folder / "evidence.zip").open("wb") as file:
        write_evidence(session, file, instance_subject(session, instance_id), MONDAY, "办公室")
    with zipfile.ZipFile(folder / "evidence.zip") as package:
        package.extractall(folder / "evidence")
    return folder / "evidence"


def test_evidence_has_the_record_of_the_ballot_and_the_program_that_counts_it_again(
    either_site: Site, counted: int, tmp_path: Path
) -> None:
    folder = take(either_site, counted, tmp_path)
    code, said = run(folder / "verify.py")
    assert code == 0 and "表决：1 次，投票记录与计票时的哈希一致" in said
    ballot = folder / "ballots" / ballot_of(either_site, counted).code
    code, said = run(ballot / "recount.py", "--code", receipt(10))
    assert code == 0 and "您的选票：for、none、none" in said


def test_evidence_of_an_open_ballot_has_none_of_it(site: Site, tmp_path: Path) -> None:
    instance_id = begin(site)
    vote(site, instance_id, VOTERS[0], "a")
    assert not (take(site, instance_id, tmp_path) / "ballots").exists()


def test_a_record_that_was_changed_is_named_by_the_evidence_and_by_the_audit(
    either_site: Site, counted: int, tmp_path: Path
) -> None:
    assert findings(either_site) == []
    with either_site.writing() as session:
        ballot = session.get_one(Ballot, ballot_of(either_site, counted).id)
        ballot.record = json.loads(json.dumps(ballot.record).replace('"for": 5', '"for": 4'))
    (found,) = findings(either_site)
    assert (found.code, found.instance) == ("ballot", counted)
    code, said = run(take(either_site, counted, tmp_path) / "verify.py")
    assert code == 1 and "投票记录与计票时的哈希不符" in said


def test_a_record_that_is_gone_or_was_never_counted_is_named_by_the_audit(site: Site) -> None:
    open_one = begin(site)
    with site.writing() as session:
        session.get_one(Ballot, ballot_of(site, open_one).id).record = {"format": 1}
    (found,) = findings(site)
    assert (found.code, found.instance, found.expected) == ("ballot", open_one, "-")
    with site.writing() as session:
        session.get_one(Ballot, ballot_of(site, open_one).id).record = None
    assert findings(site) == []


def test_a_record_whose_votes_do_not_give_its_result_is_named_though_its_hash_is_right(site: Site) -> None:
    """A program that was changed would have written the hash of what it made up."""
    with pytest.MonkeyPatch.context() as patch:
        honest = recount.tally
        patch.setattr("engine.actions.ballots.recount.tally", lambda *given: {**honest(*given), "elected": ["c"]})
        instance_id = begin(site, {**CHOOSE, "early": True})
        for username in VOTERS:
            vote(site, instance_id, username, "a")
    (found,) = findings(site)
    assert (found.code, found.instance) == ("ballot_count", instance_id)
    assert "结果与公布的结果不一致" in found.found
