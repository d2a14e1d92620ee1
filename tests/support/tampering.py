"""A database with a long record, and somebody with all its rights who tampers with one chain of it."""

import random
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from engine.domain.chain import Finding
from engine.domain.proof import chained_hash
from engine.jobs.anchoring import anchor
from engine.queries.record.exported import read_exported
from engine.queries.record.verify import Report, verify_record
from engine.site import Site
from engine.store.events import append_event, content_of
from engine.store.final import unguarded
from engine.store.instances import add_instance
from engine.store.models import Anchor, AnchorLeaf, Event, Instance
from engine.store.rows import Origin
from engine.store.runtime import lock_instance
from tests.support.office import MONDAY, move_clock

ROUNDS = 4  # of events, each of them anchored
CODES = {
    "edit": {"edited"},
    "edit_and_hash": {"rewritten"},
    "delete": {"deleted", "cut"},
    "delete_and_close_the_gap": {"deleted", "cut"},
    "insert": {"inserted"},
    "insert_with_a_hash_that_fits": {"inserted"},
    "swap": {"reordered"},
    "swap_what_they_say": {"reordered", "edited"},
    "cut": {"cut"},
    "rewrite": {"rewritten"},
}
Done = dict[int, tuple[str, int]]  # by instance: the way, and which record should be named
COLUMNS = [column for column in Event.__table__.columns if column.name != "id"]


def write_record(site: Site, chains: int, length: int) -> None:
    """That many chains of that many events, anchored as they grew."""
    with site.writing() as session:
        instances = [_start(session, number) for number in range(chains)]
    for turn in range(ROUNDS):
        move_clock(site, MONDAY + timedelta(hours=turn))
        with site.writing() as session:
            for instance in instances:
                held = lock_instance(session, instance)
                for number in range(length // ROUNDS):
                    at = MONDAY + timedelta(hours=turn, seconds=number)
                    origin = Origin(at, post="办公室督查岗A", cause={"kind": "task", "id": f"{number}"}, request_id="r")
                    data = {"variables": {"说明": f"第 {number} 次", "进度": number / 7}}
                    append_event(held, "task.completed", origin, element_id="handle", name="办理", data=data)
        assert anchor(site)


def _start(session: Session, number: int) -> int:
    facts: dict[str, Any] = {"version": 1, "digest": "", "business_key": f"{number}", "now": MONDAY}
    return add_instance(session, key="record", variables={}, subject=None, initiator_id=None, **facts).id


class Tamperer:
    """Each method tampers with a chain and answers which record should be named."""

    def __init__(self, session: Session, dice: random.Random) -> None:
        self._session = session
        self._dice = dice
        self.ways: list[Callable[[int], int]] = [
            self.edit,
            self.edit_and_hash,
            self.delete,
            self.delete_and_close_the_gap,
            self.insert,
            self.insert_with_a_hash_that_fits,
            self.swap,
            self.swap_what_they_say,
            self.cut,
            self.rewrite,
        ]

    def edit(self, instance: int) -> int:
        seq = self._any(instance)
        change: dict[str, Any] = self._dice.choice(
            [
                {"data": {"variables": {"说明": "改过"}}},
                {"at": MONDAY - timedelta(days=self._dice.randrange(1, 99))},
                {"type": "task.opened"},
                {"post": None},
                {"cause": None},
                {"request_id": "s"},
                {"after": {"state": "closed"}},
                {"name": None},
            ]
        )
        self._session.execute(self._one(update(Event), instance, seq).values(**change))
        return seq

    def edit_and_hash(self, instance: int) -> int:
        """With the hash that it then should have."""
        seq = self.edit(instance)
        self._hash_again(instance, seq, seq)
        return seq

    def delete(self, instance: int) -> int:
        seq = self._any(instance)
        self._session.execute(self._one(delete(Event), instance, seq))
        return seq

    def delete_and_close_the_gap(self, instance: int) -> int:
        seq = self.delete(instance)
        self._shift(instance, seq, -1)
        self._set_head(instance)
        return seq

    def insert(self, instance: int) -> int:
        seq = self._any(instance)
        row = self._row(instance, seq)
        self._shift(instance, seq, 1)
        self._session.execute(insert(Event).values({**row, "name": "加进来的", "hash": "5" * 64}))
        self._set_head(instance)
        return seq

    def insert_with_a_hash_that_fits(self, instance: int) -> int:
        seq = self.insert(instance)
        self._hash_again(instance, seq, seq)
        return seq

    def swap(self, instance: int) -> int:
        one, other = sorted(self._dice.sample(range(1, self._length(instance) + 1), 2))
        for seq, new in ((one, -1), (other, one), (-1, other)):
            self._session.execute(self._one(update(Event), instance, seq).values(seq=new))
        return one

    def swap_what_they_say(self, instance: int) -> int:
        """Their hashes stay where they are."""
        one, other = sorted(self._dice.sample(range(1, self._length(instance) + 1), 2))
        rows = self._row(instance, one), self._row(instance, other)
        for seq, row in zip((other, one), rows, strict=True):
            kept = {name: value for name, value in row.items() if name not in ("seq", "hash")}
            self._session.execute(self._one(update(Event), instance, seq).values({**kept, "name": f"办理{seq}"}))
        return one

    def cut(self, instance: int) -> int:
        """The instance says that there never were more."""
        seq = self._any(instance)
        self._session.execute(delete(Event).where(Event.instance_id == instance, Event.seq >= seq))
        self._set_head(instance)
        return seq

    def rewrite(self, instance: int) -> int:
        """One is changed, and all hashes from there on are made to fit."""
        seq = self.edit(instance)
        self._hash_again(instance, seq, self._length(instance))
        self._set_head(instance)
        return seq

    def _any(self, instance: int) -> int:
        return self._dice.randint(1, self._length(instance))

    def _length(self, instance: int) -> int:
        return self._session.scalar(select(func.count()).where(Event.instance_id == instance)) or 0

    def _row(self, instance: int, seq: int) -> dict[str, Any]:
        query = select(*COLUMNS).where(Event.instance_id == instance, Event.seq == seq)
        return dict(self._session.execute(query).mappings().one())

    @staticmethod
    def _one(statement: Any, instance: int, seq: int) -> Any:
        return statement.where(Event.instance_id == instance, Event.seq == seq)

    def _shift(self, instance: int, first: int, by: int) -> None:
        """In two steps, for no two may have the same number meanwhile."""
        later = update(Event).where(Event.instance_id == instance, Event.seq >= first)
        self._session.execute(later.values(seq=-(Event.seq + by)))
        self._session.execute(update(Event).where(Event.instance_id == instance, Event.seq < 0).values(seq=-Event.seq))

    def _hash_again(self, instance: int, first: int, last: int) -> None:
        previous = self._row(instance, first - 1)["hash"] if first > 1 else ""
        for seq in range(first, last + 1):
            previous = chained_hash(previous, content_of(self._row(instance, seq)))
            self._session.execute(self._one(update(Event), instance, seq).values(hash=previous))

    def _set_head(self, instance: int) -> None:
        """The instance agrees with what there is now."""
        count = self._length(instance)
        last = self._row(instance, count)["hash"] if count else ""
        self._session.execute(update(Instance).where(Instance.id == instance).values(event_count=count, last_hash=last))


def tamper_and_verify(
    site: Site,
    dice: random.Random,
    chains: int,
    *,
    but: Collection[str] = (),
    exported: Sequence[Path] | None = None,
) -> tuple[Done, Report]:
    """Tamper with so many chains, each in any way but these, and verify; nothing of it is kept.

    With `exported`, the anchors in the database are gone.
    """
    with Session(site.engine) as session, read_exported(exported or ()) as anchors:
        with unguarded(session):
            tamperer = Tamperer(session, dice)
            ways = [way for way in tamperer.ways if way.__name__ not in but]
            done = {}
            for instance in dice.sample(list(session.scalars(select(Instance.id).order_by(Instance.id))), chains):
                way = dice.choice(ways)
                done[instance] = (way.__name__, way(instance))
            if exported is not None:
                session.execute(delete(AnchorLeaf))
                session.execute(delete(Anchor))
        report = verify_record(session, (), anchors)
        session.rollback()
    return done, report


def misnamed(done: Done, findings: Iterable[Finding]) -> list[object]:
    """What was tampered with and not named, or named wrongly; and what was named without a reason."""
    named = {one.instance: one for one in findings if one.instance is not None}
    wrong: list[object] = [one for one in named.values() if one.instance not in done]
    for instance, (way, seq) in done.items():
        found = named.get(instance)
        if found is None or found.seq != seq or found.code not in CODES[way]:
            wrong.append((instance, way, seq, found))
    return wrong
