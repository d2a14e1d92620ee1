"""Are the anchors as they were written? Numbers, links, leaves, signatures, and what was exported of them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from engine.domain.chain import Finding
from engine.domain.proof import is_signed, leaf_hash, tree_root
from engine.queries.record.exported import Exported
from engine.store.anchors import anchor_body, anchors_after, hash_of
from engine.store.models import Anchor
from engine.store.reading_record import Grouped, read_leaves_by_anchor


@dataclass
class CheckedAnchors:
    """`numbers` are those that could be read, `bad` those whose leaves prove nothing."""

    numbers: set[int] = field(default_factory=set)
    last_at: str | None = None
    findings: list[Finding] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)


def check_anchors(session: Session, trusted: Collection[str], exported: Exported) -> CheckedAnchors:
    """Walk all anchors; `trusted` are the public keys that may have signed, any where none is given.

    Only the newest of a row of linked anchors has its signature verified: it covers all before it. Where that one does
    not hold, the first that does not is found by halving, for every later one names it.
    """
    checked = CheckedAnchors()
    leaves = Grouped(read_leaves_by_anchor(session), lambda row: row[0])
    row: list[int] = []  # numbers of linked anchors
    previous, expected = "", 1
    for anchor in _readable(session):
        if anchor is None:
            checked.findings.append(_finding("anchor_edited", expected, None))
            break
        code = _wrong(anchor, previous, expected)
        if anchor.number > expected:
            checked.findings.append(_finding("anchor_deleted", expected, previous))
        if code:
            checked.findings.append(_finding(code, anchor.number, anchor.at.isoformat()))
            checked.bad.add(anchor.number)
            _check_signatures(session, row, checked)
            row = []
        else:
            row.append(anchor.number)
        _check_leaves(anchor, [leaf for _, leaf in leaves.take(anchor.number)], checked)
        leaves.skip(anchor.number)
        _check_key(anchor, trusted, checked)
        _compare(anchor, exported, checked)
        previous, expected = anchor.hash, anchor.number + 1
        checked.numbers.add(anchor.number)
        checked.last_at = anchor.at.isoformat()
    _check_signatures(session, row, checked)
    gone = next(exported.after(expected - 1), None)
    if gone is not None:
        checked.findings.append(_finding("anchor_cut", gone.number, gone.at, expected=gone.hash))
    return checked


def _readable(session: Session) -> Iterator[Anchor | None]:
    """None in the place of one whose columns hold what cannot even be read, which SQLite allows; nothing after it."""
    try:
        for anchor in anchors_after(session, 0):
            hash_of(anchor)
            yield anchor
    except (ValueError, TypeError):
        yield None


def _finding(code: str, number: int, at: str | None, **facts: Any) -> Finding:
    return Finding(code, at=at, anchor=number, **facts)


def _wrong(anchor: Anchor, previous: str, expected: int) -> str | None:
    if hash_of(anchor) != anchor.hash:
        return "anchor_edited"
    if anchor.number == expected and anchor.previous != previous:
        return "anchor_unlinked"
    return None


def _check_leaves(anchor: Anchor, leaves: list[list[Any]], checked: CheckedAnchors) -> None:
    root = tree_root([leaf_hash(leaf) for leaf in leaves]).hex()
    if root != anchor.root:
        found = _finding("anchor_leaves", anchor.number, anchor.at.isoformat(), expected=anchor.root, found=root)
        checked.findings.append(found)
        checked.bad.add(anchor.number)


def _check_key(anchor: Anchor, trusted: Collection[str], checked: CheckedAnchors) -> None:
    if trusted and anchor.key not in trusted:
        if not any(one.code == "anchor_key" and one.found == anchor.key for one in checked.findings):
            checked.findings.append(_finding("anchor_key", anchor.number, anchor.at.isoformat(), found=anchor.key))
        checked.bad.add(anchor.number)


def _compare(anchor: Anchor, exported: Exported, checked: CheckedAnchors) -> None:
    """With the exported one of this number, if there is one."""
    known = exported.find(anchor.number)
    if known is not None and known.hash != anchor.hash:
        if not any(one.code == "anchor_rewritten" for one in checked.findings):
            facts = {"expected": known.hash, "found": anchor.hash}
            checked.findings.append(_finding("anchor_rewritten", anchor.number, anchor.at.isoformat(), **facts))
        checked.bad.add(anchor.number)


def _check_signatures(session: Session, numbers: list[int], checked: CheckedAnchors) -> None:
    """Of linked anchors: the first whose signature does not hold, and all after it."""
    if not numbers or _is_signed(session, numbers[-1]):
        return
    low, high = 0, len(numbers) - 1
    while low < high:
        middle = (low + high) // 2
        if _is_signed(session, numbers[middle]):
            low = middle + 1
        else:
            high = middle
    at = session.get_one(Anchor, numbers[low]).at.isoformat()
    checked.findings.append(_finding("anchor_unsigned", numbers[low], at))
    checked.bad.update(numbers[low:])


def _is_signed(session: Session, number: int) -> bool:
    anchor = session.get_one(Anchor, number)
    return is_signed(anchor_body(anchor), anchor.signature)
