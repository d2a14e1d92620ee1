"""What is wrong with a chain of events: the first record that does not fit, and what was done to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from engine.domain.proof import chained_hash

LOOK_AHEAD = 2_000  # records after the first that does not fit, which tell what was done to it


@dataclass(frozen=True, slots=True)
class Record:
    """An event as it is stored: what its hash covers, and its hash."""

    content: dict[str, Any]
    hash: str

    @property
    def seq(self) -> int:
        seq: int = self.content["seq"]
        return seq

    def hash_at(self, seq: int, previous: str) -> str:
        """The hash it would have as record `seq` after `previous`."""
        return chained_hash(previous, {**self.content, "seq": seq})


@dataclass(frozen=True, slots=True)
class Seen:
    """What an anchor has seen of a record."""

    hash: str
    anchor: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not hold. `code`: edited, deleted, inserted, reordered, cut, rewritten, head; for anchors see there.

    `content` is of a file that was attached, `ballot` and `ballot_count` of a published record of votes. `seq` is the
    first record concerned (0 for what is no record), `at` its time as far as it is known, `anchor` the anchor that
    proves it, where only an anchor does.
    """

    code: str
    instance: int | None = None
    seq: int = 0
    at: str | None = None
    expected: str = ""
    found: str = ""
    anchor: int | None = None


@dataclass(slots=True)
class Walk:
    """The chain of one instance as far as it was walked; `head` is what the instance says: count and last hash."""

    instance: int
    head: tuple[int, str] | None
    seen: Mapping[int, Seen] = field(default_factory=dict)
    count: int = 0
    before_last: str = ""
    last: str = ""
    last_at: str | None = None
    at_head: str = ""  # the hash of the record that the instance takes for the last

    def check(self, records: Iterable[Record]) -> Finding | None:
        """Walk to the first record that does not fit; None where all do."""
        remaining = iter(records)
        for record in remaining:
            seen = self.seen.get(self.count + 1)
            fits = record.seq == self.count + 1 and chained_hash(self.last, record.content) == record.hash
            if not fits or (seen is not None and seen.hash != record.hash):
                return self._wrong(record, remaining)
            self.count += 1
            self.before_last, self.last, self.last_at = self.last, record.hash, str(record.content.get("at"))
            if self.head is not None and self.count == self.head[0]:
                self.at_head = record.hash
        return self._wrong_end()

    def _found(self, code: str, seq: int, record: Record | None = None, **facts: Any) -> Finding:
        at = self.last_at if record is None else str(record.content.get("at"))
        return Finding(code, self.instance, seq, at, **facts)

    def _wrong(self, record: Record, remaining: Iterator[Record]) -> Finding:
        place = self.count + 1
        if record.seq < place:
            return self._found("inserted", record.seq, record, expected="", found=record.hash)
        ahead = list(islice(remaining, LOOK_AHEAD))
        seen = self.seen.get(place)
        expected = seen.hash if seen else ""
        code, seq = self._what_was_done(record, ahead, expected)
        right = record.hash_at(place, self.last)
        anchor = seen.anchor if seen and code == "rewritten" else None
        return self._found(code, seq, record, expected=expected or right, found=record.hash, anchor=anchor)

    def _what_was_done(self, record: Record, ahead: list[Record], expected: str) -> tuple[str, int]:
        """What was done, as far as the records around tell, and to which record."""
        place = self.count + 1
        for other in (record, *ahead) if record.seq > place else ahead:
            if other.hash_at(place, self.last) in {other.hash, record.hash, expected}:
                return self._moved(record, other, ahead)
        if record.seq > place:
            return "deleted", place
        if place > 1 and record.hash_at(place - 1, self.before_last) == record.hash:
            return "inserted", place - 1
        follows = self.seen.get(place + 1)
        is_next = follows is not None and follows.hash == record.hash
        if is_next or (ahead and ahead[0].hash_at(place + 2, record.hash) == ahead[0].hash):
            return "deleted", place
        if record.hash_at(place, self.last) == record.hash:
            return "rewritten", place
        return "edited", place

    def _moved(self, record: Record, other: Record, ahead: list[Record]) -> tuple[str, int]:
        """The record of this place stands further on: it changed places, or others were put in before it."""
        place = self.count + 1
        if record.seq > place:
            return "reordered", place
        kept = {other.hash, record.hash}
        for previous in (self.last, record.hash, *(one.hash for one in ahead)):
            for seq in {other.seq, place + 1}:
                if record.hash_at(seq, previous) in kept:
                    return "reordered", place
        return "inserted", place

    def _wrong_end(self) -> Finding | None:
        """All records fit: are they as many as there were?"""
        beyond = [seq for seq in self.seen if seq > self.count]
        if beyond:
            seen = self.seen[max(beyond)]
            return self._found("cut", self.count + 1, expected=seen.hash, found=self.last, anchor=seen.anchor)
        if self.head is None:
            return self._found("head", self.count, found=self.last) if self.count else None
        count, last = self.head
        if count > self.count:
            return self._found("cut", self.count + 1, expected=last, found=self.last)
        if count < self.count and last == self.at_head:
            return self._found("inserted", count + 1, expected=last, found=self.last)
        if (count, last) != (self.count, self.last):
            return self._found("head", self.count, expected=self.last, found=last)
        return None
