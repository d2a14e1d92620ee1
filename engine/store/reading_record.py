"""The record in the order of instances, a batch at a time: heads, events, what anchors have seen."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from engine.domain.chain import Record
from engine.store.events import content_of
from engine.store.native import as_instant, as_json, fetch

BATCH = 2_000
FIRST_NUMBER, NO_NUMBER = -(2**31), 2**31
HEADS = f"SELECT id, event_count, last_hash FROM instance WHERE id > :instance ORDER BY id LIMIT {BATCH}"
EVENTS = (
    "SELECT id, instance_id, seq, hash, type, element_id, name, at, actor_id, data, post, behalf_of_id, cause, "
    "request_id, before, after FROM event WHERE (instance_id, seq, id) > (:instance, :seq, :id) "
    f"ORDER BY instance_id, seq, id LIMIT {BATCH}"
)
LEAVES = (
    "SELECT instance_id, event_count, hashes, anchor_number FROM anchor_leaf "
    f"WHERE (instance_id, event_count) > (:instance, :count) ORDER BY instance_id, event_count LIMIT {BATCH}"
)
BY_ANCHOR = (
    "SELECT anchor_number, instance_id, event_count, hashes FROM anchor_leaf "
    f"WHERE (anchor_number, instance_id) > (:anchor, :instance) ORDER BY anchor_number, instance_id LIMIT {BATCH}"
)
Row = TypeVar("Row")


class Grouped(Generic[Row]):
    """Rows in the order of their keys, taken key by key; what was not taken of one is passed over."""

    def __init__(self, rows: Iterable[Row], key: Callable[[Row], int]) -> None:
        self._groups = groupby(rows, key)
        self.key: int | None = None
        self._rows: Iterator[Row] = iter(())
        self._advance()

    def _advance(self) -> None:
        self.key, self._rows = next(self._groups, (None, iter(())))

    def take(self, key: int) -> Iterator[Row]:
        """The rows of this key, if it is the next; `skip` it when no more of them are wanted."""
        return self._rows if self.key == key else iter(())

    def skip(self, key: int) -> None:
        if self.key == key:
            self._advance()


def read_heads(session: Session) -> Iterator[tuple[int, int, str]]:
    """(instance, how many events it says it has, the hash of the last)."""
    for row in _pages(session, HEADS, {"instance": 0}, lambda row: {"instance": row[0]}):
        yield row[0], _number(row[1]), str(row[2])


def read_events(session: Session, first: int = 0) -> Iterator[Record]:
    """All events from an instance on."""
    start = {"instance": first, "seq": FIRST_NUMBER, "id": 0}
    rows = _pages(session, EVENTS, start, lambda row: {"instance": row[1], "seq": row[2], "id": row[0]})
    return (_record(row) for row in rows)


def _record(row: Any) -> Record:
    """One whose columns cannot even be read any more has a content that fits no hash."""
    names = ("instance_id", "seq", "hash", "type", "element_id", "name", "at", "actor_id", "data")
    later = ("post", "behalf_of_id", "cause", "request_id", "before", "after")
    event = dict(zip((*names, *later), map(_readable, row[1:]), strict=True))
    for name in ("instance_id", "seq"):
        event[name] = _number(event[name])
    try:
        for name in ("data", "cause", "before", "after"):
            event[name] = as_json(event[name])
        event["at"] = as_instant(event["at"])
        return Record(content_of(event), str(event["hash"]))
    except (ValueError, TypeError, AttributeError):
        unreadable = {"instance": event["instance_id"], "seq": event["seq"], "at": str(event["at"]), "unreadable": True}
        return Record(unreadable, str(event["hash"]))


def read_leaves(session: Session) -> Iterator[tuple[int, int, list[str], int]]:
    """(instance, how many events, the hashes of the newest, the anchor's number) by instance."""
    start = {"instance": 0, "count": 0}
    for row in _pages(session, LEAVES, start, lambda row: {"instance": row[0], "count": row[1]}):
        yield _number(row[0]), _number(row[1]), _hashes(row[2]), row[3]


def read_leaves_by_anchor(session: Session) -> Iterator[tuple[int, list[Any]]]:
    """(number of the anchor, leaf) in the order of anchors."""
    start = {"anchor": 0, "instance": 0}
    for row in _pages(session, BY_ANCHOR, start, lambda row: {"anchor": row[0], "instance": row[1]}):
        yield row[0], [row[1], row[2], _hashes(row[3])]


def _number(value: Any) -> int:
    """SQLite keeps anything in any column."""
    return value if isinstance(value, int) else NO_NUMBER


def _readable(value: Any) -> Any:
    return repr(value) if isinstance(value, bytes) else value


def _hashes(value: Any) -> list[str]:
    try:
        hashes: list[str] = as_json(value)
    except ValueError:
        return []
    return hashes if isinstance(hashes, list) else []


def _pages(
    session: Session, statement: str, parameters: dict[str, int], place: Callable[[Any], dict[str, int]]
) -> Iterator[Any]:
    while True:
        rows = fetch(session, statement, parameters)
        yield from rows
        if len(rows) < BATCH:
            return
        parameters = parameters | place(rows[-1])
