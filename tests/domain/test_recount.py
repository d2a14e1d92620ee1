"""Counting: quorum, majority, seats and ties against a slow model; and what a published record must agree with."""

import json
import subprocess
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.domain import recount
from engine.domain.recount import check_record, commitment_of, find_vote, tally

CODES = ["a", "b", "c", "d"]
RULE = {"kind": "approve", "seats": 2, "least": 0, "most": 2, "quorum": ">=2/3", "majority": ">1/2", "of": "cast"}
RECEIPT = "0123456789ABCDEFGHJKMNPQRS"


def rule(**other: Any) -> dict[str, Any]:
    return {**RULE, "tie": "second_round", **other}


def count(marks: list[str], roll: int | None = None, **other: Any) -> dict[str, Any]:
    """`marks`: one text a vote, `+` for, `-` against, `0` abstain."""
    names = {"+": "for", "-": "against", "0": "abstain"}
    votes = [[names[one] for one in vote] for vote in marks]
    return tally(rule(**other), CODES[: len(marks[0]) if marks else 1], votes, len(marks), roll or len(marks))


def test_nothing_is_counted_below_the_quorum() -> None:
    found = count(["++"], roll=3)
    assert (found["outcome"], found["options"], found["elected"], found["cast"]) == ("no_quorum", [], [], 1)
    assert count(["++", "++"], roll=3)["outcome"] == "decided"


def test_exactly_the_share_is_enough_for_at_least_and_not_for_more_than() -> None:
    half = ["+", "-"]
    assert count(half, seats=1, majority=">=1/2")["elected"] == ["a"]
    assert count(half, seats=1)["elected"] == []


def test_abstentions_count_among_the_votes_cast_and_absent_people_only_of_the_roll() -> None:
    assert count(["+", "+", "0", "0"], seats=1)["elected"] == []
    assert count(["+", "+", "-"], roll=4, seats=1)["elected"] == ["a"]
    assert count(["+", "+", "-"], roll=4, seats=1, of="roll")["elected"] == []


def test_a_tie_at_the_last_seat_is_said_and_the_rule_decides() -> None:
    marks = ["++++", "+++-", "+-+-"]  # a 3, b 2, c 3, d 1; with two votes more b and d fall behind or draw level
    assert count(marks, seats=2)["elected"] == ["a", "c"]
    level = ["++0", "++0", "+0+", "+0+"]
    tied = count(level, seats=2, majority=">=1/2")
    assert (tied["outcome"], tied["elected"], tied["tied"], tied["seats_left"]) == ("tied", ["a"], ["b", "c"], 1)
    nobody = count(level, seats=2, majority=">=1/2", tie="none")
    assert (nobody["outcome"], nobody["elected"], nobody["tied"]) == ("decided", ["a"], ["b", "c"])
    everybody = count(level, seats=2, majority=">=1/2", tie="all")
    assert (everybody["outcome"], everybody["elected"], everybody["seats_left"]) == ("decided", ["a", "b", "c"], 0)


BOUNDS = st.sampled_from([(">=", 1, 2), (">", 1, 2), (">=", 2, 3), (">", 2, 3), (">=", 1, 1), (">=", 4, 5)])
VOTES = st.lists(st.lists(st.sampled_from(["for", "against", "abstain"]), min_size=4, max_size=4), max_size=9)


@given(VOTES, st.integers(0, 4), BOUNDS, BOUNDS, st.integers(1, 4), st.sampled_from(["cast", "roll"]))
def test_the_count_is_that_of_a_slow_model(
    votes: list[list[str]],
    absent: int,
    quorum: tuple[str, int, int],
    majority: tuple[str, int, int],
    seats: int,
    of: str,
) -> None:
    roll = len(votes) + absent
    written = {name: f"{one[0]}{one[1]}/{one[2]}" for name, one in (("quorum", quorum), ("majority", majority))}
    found = tally(rule(seats=seats, of=of, **written), CODES, votes, len(votes), roll)
    if roll == 0 or not _reached(quorum, len(votes), roll):
        assert found["outcome"] == "no_quorum"
        return
    favour = {code: sum(vote[place] == "for" for vote in votes) for place, code in enumerate(CODES)}
    base = roll if of == "roll" else len(votes)
    passing = {code for code in CODES if base and _reached(majority, favour[code], base)}
    ahead = {code: sum(favour[other] > favour[code] for other in passing) for code in passing}
    level = {code: sum(favour[other] == favour[code] for other in passing) for code in passing}
    elected = {code for code in passing if ahead[code] + level[code] <= seats}
    tied = {code for code in passing - elected if ahead[code] < seats}
    assert (set(found["elected"]), set(found["tied"])) == (elected, tied)
    assert found["outcome"] == ("tied" if tied else "decided")
    assert found == tally(rule(seats=seats, of=of, **written), CODES, votes[::-1], len(votes), roll)


def _reached(bound: tuple[str, int, int], part: int, whole: int) -> bool:
    share, wanted = Fraction(part, whole), Fraction(bound[1], bound[2])
    return share >= wanted if bound[0] == ">=" else share > wanted


def published(**other: Any) -> dict[str, Any]:
    """Three of three have voted on one option."""
    marks = [["for"], ["for"], ["against"]]
    receipts = [RECEIPT[:-1] + letter for letter in "STV"]
    votes = sorted(
        ({"commitment": commitment_of("B", one), "marks": mark} for one, mark in zip(receipts, marks, strict=True)),
        key=lambda vote: str(vote["commitment"]),
    )
    record = {
        "ballot": "B",
        "title": "推荐",
        "round": 1,
        "rule": rule(seats=1),
        "options": [{"code": "a", "name": "甲"}],
        "roll": [{"name": one, "voted": True, "struck": ""} for one in "一二三"],
        "votes": votes,
        "result": tally(rule(seats=1), ["a"], marks, 3, 3),
    }
    return {**record, **other}


def test_a_record_that_was_tampered_with_does_not_hold() -> None:
    record = published()
    assert check_record(record) == []
    fewer = {**record, "votes": record["votes"][1:]}
    turned = {**record, "votes": [{**one, "marks": ["for"]} for one in record["votes"]]}
    twice = {**record, "votes": [record["votes"][0], *record["votes"][:2]]}
    silent = {**record, "roll": [*record["roll"][:2], {**record["roll"][2], "voted": False}]}
    struck = {**record, "roll": [*record["roll"], {"name": "四", "voted": True, "struck": "本人参评"}]}
    odd = {**record, "votes": [{**record["votes"][0], "marks": ["for", "for"]}, *record["votes"][1:]]}
    for wrong in (fewer, turned, twice, silent, struck, odd):
        assert check_record(wrong), wrong


def test_a_receipt_finds_its_vote_and_another_one_none() -> None:
    record = published()
    found = find_vote(record, f" {RECEIPT[:-1]}V ".lower())
    assert found is not None and found["marks"] == ["against"]
    assert find_vote(record, RECEIPT[::-1]) is None


def test_anyone_counts_again_with_the_file_alone(tmp_path: Path) -> None:
    record: Mapping[str, Any] = published()
    (tmp_path / "record.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    script = Path(recount.__file__).read_bytes()
    (tmp_path / "recount.py").write_bytes(script)

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", "recount.py", *arguments], cwd=tmp_path, capture_output=True, check=False
        )
        return done.returncode, done.stdout.decode()

    code, said = run("--code", RECEIPT[:-1] + "S")
    assert code == 0 and "核对通过" in said and "您的选票：for" in said
    wrong = {**record, "result": {**record["result"], "elected": []}}
    (tmp_path / "record.json").write_text(json.dumps(wrong), encoding="utf-8")
    code, said = run()
    assert code == 1 and "核对未通过" in said
