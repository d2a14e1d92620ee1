"""Ballots over HTTP: voting, nothing of the result before the close, and the package that counts again."""

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from engine.site import Site
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.deciding import CHOOSE, VOTERS, ballot_of, begin, receipt
from tests.support.office import HANDLER, LEADER, OFFICER

PARTY, STRANGER = "renhong", "panying"


def test_a_ballot_is_voted_on_and_its_record_counted_again_by_anybody(
    either_site: Site, either_visitor: Visitor, tmp_path: Path
) -> None:
    instance_id = begin(either_site, {**CHOOSE, "early": True})
    path = f"/ballots/{ballot_of(either_site, instance_id).id}"
    mine = either_visitor(HANDLER).get("/ballots").json()["items"]
    assert [(one["own"]["may_vote"], one["cast"], one["roll"]) for one in mine] == [(True, 0, 5)]
    assert either_visitor(STRANGER).get("/ballots").json()["items"] == []
    for number, username in enumerate(VOTERS):
        before = either_visitor(PARTY).get(path).json()
        assert (before["result"], before["cast"]) == (None, number)
        problem_of(either_visitor(PARTY).get(f"{path}/record"), 404)
        body = {"receipt": receipt(number), "choices": {"a": "for"}}
        assert either_visitor(username).post(f"{path}/votes", json=body).json()["has_voted"]
    shown = either_visitor(OFFICER).get(path).json()
    assert (shown["result"]["outcome"]["code"], shown["result"]["elected"]) == ("decided", ["a"])
    package = either_visitor(LEADER).get(f"{path}/record/package")
    with zipfile.ZipFile(BytesIO(package.content)) as files:
        assert set(files.namelist()) == {"README.md", "record.json", "votes.csv", "recount.py"}
        files.extractall(tmp_path)
    command = [sys.executable, "-I", "recount.py", "--code", receipt(2)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, "您的选票：for、none、none" in done.stdout.decode()) == (0, True)
    assert (tmp_path / "votes.csv").read_text("utf-8-sig").splitlines()[0] == "校验码,综合处,信息处,督查处"


def test_what_is_wrong_with_a_vote_is_said_and_a_stranger_finds_no_ballot(site: Site, visitor: Visitor) -> None:
    path = f"/ballots/{ballot_of(site, begin(site)).id}"
    wrong = visitor(HANDLER).post(f"{path}/votes", json={"receipt": "x", "choices": {"z": "for"}})
    assert [one["field"] for one in wrong.json()["problems"]] == ["/choices/z", "/receipt"]
    body = {"receipt": receipt(1), "choices": {"a": "for"}}
    problem_of(visitor(STRANGER).post(f"{path}/votes", json=body), 404)
    assert visitor(HANDLER).post(f"{path}/votes", json=body).status_code == 200
    twice = visitor(HANDLER).post(f"{path}/votes", json={**body, "receipt": receipt(2)})
    assert (twice.status_code, twice.json()["problems"][0]["code"]) == (409, "ballot.voted")


def test_an_organiser_strikes_off_and_calls_off_and_voters_only_themselves(site: Site, visitor: Visitor) -> None:
    path = f"/ballots/{ballot_of(site, begin(site)).id}"
    voters = {one["name"]: one["person_id"] for one in visitor(PARTY).get(path).json()["voters"]}
    body = {"person_id": max(voters.values()), "reason": "本人参评"}
    struck = visitor(PARTY).post(f"{path}/recusals", json=body).json()
    assert (struck["roll"], [one["struck"] for one in struck["voters"]].count("本人参评")) == (4, 1)
    assert visitor(HANDLER).post(f"{path}/cancel", json={"reason": "试"}).status_code == 403
    called_off = visitor(PARTY).post(f"{path}/cancel", json={"reason": "名单有误"}).json()
    assert (called_off["state"]["code"], called_off["reason"]) == ("cancelled", "名单有误")
