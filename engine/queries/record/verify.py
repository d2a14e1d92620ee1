"""Verifying the record: all chains against their instances, the anchors, and what was exported of those."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge

from sqlalchemy.orm import Session

from engine.domain.chain import Finding, Record, Seen, Walk
from engine.queries.record.anchors import check_anchors
from engine.queries.record.ballots import check_ballots
from engine.queries.record.contents import check_contents
from engine.queries.record.exported import Exported
from engine.store.reading_record import Grouped, read_events, read_heads, read_leaves

LeafRow = tuple[int, int, list[str], int]


@dataclass
class Report:
    """What was verified, and everything that does not hold: of anchors, chains, contents, ballots."""

    instances: int = 0
    events: int = 0
    anchors: int = 0
    last_anchor_at: str | None = None
    findings: list[Finding] = field(default_factory=list)


def verify_record(session: Session, trusted: Collection[str], exported: Exported) -> Report:
    """Walk everything once, in memory for a batch of rows and what anchors have seen of one chain."""
    anchors = check_anchors(session, trusted, exported)
    report = Report(anchors=len(anchors.numbers), last_anchor_at=anchors.last_at, findings=anchors.findings)
    heads = Grouped(read_heads(session), lambda row: row[0])
    events = Grouped(read_events(session), lambda record: record.content["instance"])
    leaves = Grouped(_trusted_leaves(session, anchors.numbers - anchors.bad, exported), lambda row: row[0])
    while (instance := min((s.key for s in (heads, events, leaves) if s.key is not None), default=None)) is not None:
        head = next(((count, last) for _, count, last in heads.take(instance)), None)
        walk = Walk(instance, head, _seen(leaves.take(instance)))
        finding = walk.check(_counted(report, events.take(instance)))
        for stream in (heads, events, leaves):
            stream.skip(instance)
        report.instances += 1
        if finding is not None:
            report.findings.append(finding)
    report.findings += check_contents(session)
    report.findings += check_ballots(session)
    return report


def _counted(report: Report, records: Iterable[Record]) -> Iterator[Record]:
    for record in records:
        report.events += 1
        yield record


def _seen(leaves: Iterable[LeafRow]) -> dict[int, Seen]:
    """By the number of the record; what was seen first counts."""
    seen: dict[int, Seen] = {}
    for _, count, hashes, anchor in sorted(leaves, key=lambda leaf: leaf[3]):
        for seq, hash_ in enumerate(hashes, count - len(hashes) + 1):
            seen.setdefault(seq, Seen(hash_, anchor))
    return seen


def _trusted_leaves(session: Session, good: Collection[int], exported: Exported) -> Iterator[LeafRow]:
    """Those of the files, and of the database those of good anchors."""
    own = (leaf for leaf in read_leaves(session) if leaf[3] in good)
    return merge(own, exported.leaves(), key=lambda leaf: leaf[0])
