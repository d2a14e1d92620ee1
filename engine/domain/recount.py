#!/usr/bin/env python3
"""The count of a ballot, and the check of its published record.

This file needs nothing but Python 3.9 and its standard library. It is the product's own arithmetic, and it goes as
`recount.py` with every published record, so that whoever is given one can count again without the product:

    python3 recount.py [record.json] [--code RECEIPT]

- A vote has one mark for each option, in the order of the options: `for`, `against`, `abstain`, or `none` (not chosen).
- Commitment: SHA-256, hexadecimal, over "duban ballot ", the ballot's code, a line feed, and the receipt. Votes stand
  in the order of their commitments, which says nothing of the order in which they were cast.
- A bound is written `>=2/3` or `>1/2`; it is compared in whole numbers.
- Quorum: who voted of who is on the roll; those struck off are not on it. Where it is missed nothing is counted, and
  the record has no votes.
- An option passes where its votes for reach the majority of the votes cast (`of`: `cast`) or of the roll (`roll`).
  Of those that pass, the ones with most votes take the seats. Where those at the last seat have equally many, that is a
  tie, and the rule says what follows: `second_round` among them, `none` of them, or `all` of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

FOR, AGAINST, ABSTAIN, NOT_CHOSEN = "for", "against", "abstain", "none"
MARKS = {"choose": (NOT_CHOSEN, FOR), "approve": (FOR, AGAINST, ABSTAIN)}
BOUND = re.compile(r"(>=?)([1-9]\d{0,3})/([1-9]\d{0,3})")
DECIDED, TIED, NO_QUORUM = "decided", "tied", "no_quorum"
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def commitment_of(ballot: str, receipt: str) -> str:
    """What the published record lists instead of the receipt."""
    return hashlib.sha256(f"duban ballot {ballot}\n{receipt}".encode()).hexdigest()


def is_reached(bound: str, part: int, whole: int) -> bool:
    """Is `part` of `whole` at least (or more than) the share? Of nothing, no share is reached."""
    found = BOUND.fullmatch(bound)
    if found is None:
        raise ValueError(f"Expected a bound such as >=2/3, got {bound!r}")
    left, right = part * int(found[3]), whole * int(found[2])
    return whole > 0 and (left >= right if found[1] == ">=" else left > right)


def is_valid_vote(rule: dict[str, Any], marks: list[str], options: int) -> bool:
    """One mark for each option, of those that there are; of options to choose, not more and not fewer than may be."""
    if len(marks) != options or any(mark not in MARKS[rule["kind"]] for mark in marks):
        return False
    least, most = int(rule["least"]), int(rule["most"])
    return rule["kind"] != "choose" or least <= marks.count(FOR) <= most


def has_quorum(rule: dict[str, Any], cast: int, roll: int) -> bool:
    return is_reached(rule["quorum"], cast, roll)


def tally(rule: dict[str, Any], options: list[str], votes: list[list[str]], cast: int, roll: int) -> dict[str, Any]:
    """`options` are codes; `votes` are marks; `cast` is how many voted, `roll` how many might. In no order."""
    if not has_quorum(rule, cast, roll):
        empty: dict[str, Any] = {"options": [], "elected": [], "tied": [], "seats_left": rule["seats"]}
        return {"outcome": NO_QUORUM, "roll": roll, "cast": cast, **empty}
    base = roll if rule["of"] == "roll" else cast
    counts = [_count(code, [marks[place] for marks in votes], rule, base) for place, code in enumerate(options)]
    elected, tied = _seated([one for one in counts if one["passes"]], rule["seats"])
    seats_left = rule["seats"] - len(elected)
    if tied and rule["tie"] == "all":
        elected, seats_left = elected + tied, 0
    outcome = TIED if tied and rule["tie"] == "second_round" else DECIDED
    return {
        "outcome": outcome,
        "roll": roll,
        "cast": cast,
        "options": counts,
        "elected": [code for code in options if code in elected],
        "tied": [code for code in options if code in tied],
        "seats_left": seats_left,
    }


def _count(code: str, marks: list[str], rule: dict[str, Any], base: int) -> dict[str, Any]:
    counted = {mark: marks.count(mark) for mark in (FOR, AGAINST, ABSTAIN)}
    return {"code": code, **counted, "passes": is_reached(rule["majority"], counted[FOR], base)}


def _seated(passing: list[dict[str, Any]], seats: int) -> tuple[list[str], list[str]]:
    """Who has a seat for certain, and who has equally many votes at the last seat where not all of them find one."""
    if len(passing) <= seats:
        return [one["code"] for one in passing], []
    limit = sorted((one[FOR] for one in passing), reverse=True)[seats - 1]
    above = [one["code"] for one in passing if one[FOR] > limit]
    level = [one["code"] for one in passing if one[FOR] == limit]
    return (above + level, []) if len(above) + len(level) == seats else (above, level)


# ---- a published record


def check_record(record: dict[str, Any]) -> list[str]:
    """What does not hold in a published record; sentences in Chinese."""
    bad = []
    rule, votes = record["rule"], record["votes"]
    options = [one["code"] for one in record["options"]]
    roll = [one for one in record["roll"] if not one.get("struck")]
    cast = sum(1 for one in roll if one["voted"])
    if any(one["voted"] for one in record["roll"] if one.get("struck")):
        bad.append("已回避的人员名下有投票记录")
    counted = has_quorum(rule, cast, len(roll))
    if len(votes) != (cast if counted else 0):
        bad.append(f"名册上 {cast} 人已投票，公布的选票是 {len(votes)} 张，不一致")
    commitments = [one["commitment"] for one in votes]
    if len(set(commitments)) != len(commitments):
        bad.append("选票的校验码有重复")
    if sorted(commitments) != commitments:
        bad.append("选票没有按校验码排列")
    bad += [f"第 {n} 张选票不符合规则" for n, one in enumerate(votes, 1) if not _holds(rule, one, len(options))]
    if not bad and tally(rule, options, [one["marks"] for one in votes], cast, len(roll)) != record["result"]:
        bad.append("按公布的选票重新计算，结果与公布的结果不一致")
    return bad


def _holds(rule: dict[str, Any], vote: dict[str, Any], options: int) -> bool:
    return is_valid_vote(rule, vote["marks"], options)


def find_vote(record: dict[str, Any], receipt: str) -> dict[str, Any] | None:
    """The vote that a receipt belongs to; None where there is none."""
    wanted = commitment_of(record["ballot"], receipt.strip().upper())
    return next((one for one in record["votes"] if one["commitment"] == wanted), None)


def record_hash(record: dict[str, Any]) -> str:
    """What the hash chain of the instance says of the record (`ballot.counted`)."""
    return hashlib.sha256(canonical(record).encode()).hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description="重新计票：核对公布的投票记录")
    parser.add_argument("file", nargs="?", default="record.json", type=Path)
    parser.add_argument("--code", help="投票时得到的回执码：查找自己的选票")
    arguments = parser.parse_args()
    record = json.loads(arguments.file.read_text(encoding="utf-8"))
    say = sys.stdout.write
    say(f"{record['title']} 第 {record['round']} 轮\n记录的 SHA-256：{record_hash(record)}\n")
    bad = check_record(record)
    names = {one["code"]: one["name"] for one in record["options"]}
    for one in record["result"]["options"]:
        say(f"  {names[one['code']]}：赞成 {one[FOR]}，反对 {one[AGAINST]}，弃权 {one[ABSTAIN]}\n")
    for line in bad:
        say(f"不符：{line}\n")
    if arguments.code:
        vote = find_vote(record, arguments.code)
        say(f"您的选票：{'、'.join(vote['marks'])}\n" if vote else "没有找到这个回执码对应的选票\n")
    say("核对未通过\n" if bad else "核对通过：按公布的选票重新计算，结果一致\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
