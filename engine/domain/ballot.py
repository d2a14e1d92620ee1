"""表决: what a ballot asks, by which rule, and how votes lie in the sealed pool until the count.

The pool is one block of bytes with one slot for everybody on the roll, empty ones too, so that its length tells
nothing. Slots stand in the order of their commitments: where a vote lies says nothing of when it was cast.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from engine.domain.errors import Invalid, Problem
from engine.domain.recount import BOUND, MARKS, commitment_of, is_valid_vote

KINDS = tuple(MARKS)
TIES = ("second_round", "none", "all")
BASES = ("cast", "roll")
MOST_OPTIONS = 200
FEWEST_IN_SECRET = 3
RECEIPT = re.compile("[0-9A-HJKMNP-TV-Z]{26}")
"""130 random bits in the letters of Crockford's base 32; made by the voter's own device."""
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES = {mark: number for number, mark in enumerate(("for", "against", "abstain", "none"))}
NAMES = {number: mark for mark, number in CODES.items()}
HASH_BYTES, VOTER_BYTES = 32, 4


@dataclass(frozen=True)
class Option:
    """Something or somebody to vote on."""

    code: str
    name: str

    @property
    def shape(self) -> dict[str, str]:
        return {"code": self.code, "name": self.name}


@dataclass(frozen=True)
class Rule:
    """How is voted and what counts. `most` and `least` bind `choose`; bounds are written `>=2/3` or `>1/2`.

    `quorum` is a share of the roll; `majority` one of the votes cast or of the roll (`of`). `tie` says what follows
    where the last seats are equally wanted. `early`: closes as soon as everybody has voted.
    """

    kind: str = "approve"
    secret: bool = True
    seats: int = 1
    most: int = 1
    least: int = 0
    quorum: str = ">=2/3"
    majority: str = ">1/2"
    of: str = "cast"
    tie: str = "second_round"
    early: bool = False

    @classmethod
    def read(cls, data: Mapping[str, Any], options: int) -> Self:
        """From the answer of a decision table or a form; Invalid with everything that does not hold."""
        problems = [Problem("ballot.rule_unknown", {"name": name}, field=f"/{name}") for name in data.keys() - FIELDS]
        given = {name: value for name, value in data.items() if name in FIELDS and value is not None}
        rule = cls(**{"most": given.get("seats", 1), **given})
        problems += [Problem(f"ballot.{code}", field=f"/{name}") for name, code in _faults(rule, options)]
        if problems:
            raise Invalid(problems)
        return rule

    @property
    def shape(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS}

    @property
    def least_voters(self) -> int:
        """With fewer on the roll a secret ballot is none: two know of each other what they voted."""
        return FEWEST_IN_SECRET if self.secret else 1


FIELDS = tuple(Rule.__dataclass_fields__)


def _faults(rule: Rule, options: int) -> list[tuple[str, str]]:
    found = [
        (name, "one_of")
        for name, known in (("kind", KINDS), ("tie", TIES), ("of", BASES))
        if getattr(rule, name) not in known
    ]
    found += [(name, "yes_or_no") for name in ("secret", "early") if not isinstance(getattr(rule, name), bool)]
    found += [(name, "bound") for name in ("quorum", "majority") if not is_bound(getattr(rule, name))]
    counts = [getattr(rule, name) for name in ("seats", "most", "least")]
    if any(not isinstance(one, int) or isinstance(one, bool) for one in counts):
        return [*found, ("seats", "whole")]
    if not 1 <= rule.seats <= options:
        found.append(("seats", "seats"))
    if rule.kind == "choose" and not 0 <= rule.least <= rule.most <= options:
        found.append(("most", "choices"))
    return found


def is_bound(text: object) -> bool:
    """`>=2/3`, `>1/2`: a share that is not more than all."""
    found = BOUND.fullmatch(text) if isinstance(text, str) else None
    return found is not None and int(found[2]) <= int(found[3])


def read_options(given: object) -> list[Option]:
    """Records with `code` and `name`, or texts; Invalid for none, too many, or the same twice."""
    options = [_option(one, number) for number, one in enumerate(given if isinstance(given, list) else [], 1)]
    codes = {one.code for one in options if one is not None}
    if not 1 <= len(options) <= MOST_OPTIONS or None in options or len(codes) != len(options):
        raise Invalid([Problem("ballot.options", {"most": MOST_OPTIONS}, field="/options")])
    return [one for one in options if one is not None]


def _option(given: object, number: int) -> Option | None:
    if isinstance(given, str) and given.strip():
        return Option(str(number), given.strip())
    if isinstance(given, Mapping) and str(given.get("name") or "").strip():
        return Option(str(given.get("code") or number), str(given["name"]).strip())
    return None


def new_ballot_code() -> str:
    """Names a ballot outside the product."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


@dataclass(frozen=True, order=True)
class Vote:
    """`commitment`: hexadecimal. `voter` is 0 in a secret ballot, and the number on the roll in an open one."""

    commitment: str
    marks: tuple[str, ...]
    voter: int = 0


def make_vote(ballot: str, rule: Rule, options: Sequence[Option], receipt: str, choices: Mapping[str, str]) -> Vote:
    """`choices`: mark by the option's code; where one is chosen among several, what is not named is not chosen.

    Invalid with everything that does not hold.
    """
    known = {one.code for one in options}
    problems = [Problem("ballot.option_unknown", field=f"/choices/{code}") for code in choices.keys() - known]
    if not RECEIPT.fullmatch(receipt):
        problems.append(Problem("ballot.receipt", field="/receipt"))
    marks = tuple(choices.get(one.code, "none") for one in options)
    if not problems and not is_valid_vote(rule.shape, list(marks), len(options)):
        code = "chosen" if rule.kind == "choose" else "unmarked"
        problems.append(Problem(f"ballot.{code}", {"least": rule.least, "most": rule.most}, field="/choices"))
    if problems:
        raise Invalid(problems)
    return Vote(commitment_of(ballot, receipt), marks)


def pack(votes: Sequence[Vote], slots: int, options: int) -> bytes:
    """All votes in the order of their commitments, and empty slots up to the size of the roll."""
    filled = b"".join(_slot(vote) for vote in sorted(votes))
    return filled + bytes((slots - len(votes)) * _slot_bytes(options))


def unpack(packed: bytes, options: int) -> list[Vote]:
    size = _slot_bytes(options)
    slots = [packed[start : start + size] for start in range(0, len(packed), size)]
    return [_vote(slot) for slot in slots if slot[0]]


def _slot_bytes(options: int) -> int:
    return 1 + HASH_BYTES + VOTER_BYTES + options


def _slot(vote: Vote) -> bytes:
    marks = bytes(CODES[mark] for mark in vote.marks)
    return b"\1" + bytes.fromhex(vote.commitment) + vote.voter.to_bytes(VOTER_BYTES, "big") + marks


def _vote(slot: bytes) -> Vote:
    voter, marks = slot[1 + HASH_BYTES :][:VOTER_BYTES], slot[1 + HASH_BYTES + VOTER_BYTES :]
    return Vote(slot[1 : 1 + HASH_BYTES].hex(), tuple(NAMES[one] for one in marks), int.from_bytes(voter, "big"))
