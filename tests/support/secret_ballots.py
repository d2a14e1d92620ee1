"""What a secret ballot promises, as properties over any votes of any people, on whatever database.

Worlds begin as copies of one database in which a ballot is open. The same people vote at the same moments; then every
row of every table, the chain, what is given out, the lines of the logs and the bytes of the database are compared.
"""

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any
from unittest.mock import patch

import structlog
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from engine.actions import ballots as actions
from engine.actions import public_notices
from engine.bpmn.execution import live
from engine.domain.errors import Conflict
from engine.domain.recount import check_record, commitment_of, find_vote, tally
from engine.queries.record.evidence import instance_subject, write_evidence
from engine.site import Site
from engine.store.models import Ballot, BallotPool, Base
from tests.support.deciding import CHOOSE, OPTIONS, VOTERS, at, ballot_of, begin, receipt, vote, voted
from tests.support.office import move_clock, move_clock_and_work, open_site
from tests.support.openings import Opening

OVER = at("2026-01-07", 17, 30)
CODE = "BALLOT0000000001"
CHOICES = st.sets(st.sampled_from("abc"), min_size=1, max_size=2).map(lambda chosen: tuple(sorted(chosen)))
VOTES = st.lists(CHOICES, min_size=4, max_size=4)
PLACES = st.integers(0, 3)
ATTEMPTS = st.lists(st.tuples(st.sampled_from(VOTERS), st.integers(0, 6), CHOICES), max_size=14)
Cast = tuple[str, int, tuple[str, ...]]  # who, with which receipt, what
BYTES = re.compile(r"<memory at \w+>|'salt': .*(?='ballot_pool)", re.DOTALL)  # as the two databases show them
TAKEN = re.compile(r"\[(?:cached since|generated in) [^\]]*?s(?: ago)?\]")  # how long a statement took


class Numbers:
    """The ids of tasks, the same in every world."""

    def __init__(self) -> None:
        self._last = 0

    def restart(self) -> None:
        self._last = 10**6

    def next(self, size: int) -> bytes:
        self._last += 1
        return self._last.to_bytes(size, "big")


@dataclass
class Worlds:
    """Copies of one office, whose data lie in `folder`; `catalog` is shared where there is one."""

    opening: Opening
    folder: Path
    share: Any = None
    numbers: Numbers = field(default_factory=Numbers)

    @contextmanager
    def world(self) -> Iterator[Site]:
        """What is drawn by lot, and has nothing to do with votes, is the same in all of them."""
        self.numbers.restart()
        with (
            self.opening() as url,
            patch.object(public_notices, "token_hex", lambda count: "0" * count),
            patch.object(live, "urandom", self.numbers.next),
        ):
            site = open_site(url, self.folder, anchor_minutes=0)
            site = self.share(site) if self.share else site
            try:
                yield site
            finally:
                site.close()


def open_ballot_in(site: Site) -> None:
    """The one ballot of all worlds."""
    with patch.object(actions, "new_ballot_code", lambda: CODE):
        begin(site, {**CHOOSE, "tie": "none"})


def instance_of(site: Site) -> int:
    with site.reading() as session:
        return session.scalars(select(Ballot.instance_id)).one()


def cast_all(site: Site, casts: Sequence[Cast]) -> list[str]:
    """A minute between one vote and the next; answers the lines of the logs, those of statements among them."""
    site.engine.hide_parameters = False
    with captured() as lines:
        for number, (username, which, chosen) in enumerate(casts):
            move_clock(site, at("2026-01-05", 10) + timedelta(minutes=number))
            vote(site, instance_of(site), username, *chosen, number=which)
    return [BYTES.sub("…", TAKEN.sub("", line)) for line in lines]


@contextmanager
def captured() -> Iterator[list[str]]:
    """Everything that is logged, whoever logs it, statements with their parameters included."""
    lines: list[str] = []
    handler, statements = logging.Handler(), logging.getLogger("sqlalchemy.engine")
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    before = statements.level, logging.root.manager.disable
    logging.disable(logging.NOTSET)
    statements.setLevel(logging.INFO)
    statements.addHandler(handler)
    try:
        with structlog.testing.capture_logs() as said:
            yield lines
        lines += [str(one) for one in said]
    finally:
        statements.removeHandler(handler)
        statements.setLevel(before[0])
        logging.disable(before[1])


def seen(site: Site) -> dict[str, Any]:
    """Every row of every table, in the order the database gives them; of the pool its size."""
    found: dict[str, Any] = {}
    with site.reading() as session:
        for table in Base.metadata.sorted_tables:
            rows = [dict(row._mapping) for row in session.execute(select(table))]
            if table.name == BallotPool.__tablename__:
                rows = [{name: len(row[name]) for name in ("salt", "sealed")} for row in rows]
            found[table.name] = rows
    return found


def exported(site: Site) -> bytes:
    file = BytesIO()
    with site.reading() as session:
        write_evidence(session, file, instance_subject(session, instance_of(site)), site.clock.now(), "办公室")
    return file.getvalue()


def on_disk(site: Site) -> bytes:
    """SQLite: the file and what has not been moved into it yet. PostgreSQL: every row of every table as text."""
    url = make_url(site.settings.database)
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    with site.reading() as session:
        tables = session.scalars(text("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")).all()
        rows = [session.scalars(text(f"SELECT t::text FROM {name} t")).all() for name in tables]  # noqa: S608
    return "\n".join(row for some in rows for row in some).encode()


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """The rows that are not in both worlds."""
    return [pair for name in one for pair in zip_longest(one[name], other[name]) if pair[0] != pair[1]]


def require_none_of(casts: Sequence[Cast], kept: bytes) -> None:
    for _, number, _ in casts:
        commitment = commitment_of(CODE, receipt(number))
        for secret in (receipt(number).encode(), commitment.encode(), bytes.fromhex(commitment)):
            assert secret not in kept


def require_hidden(worlds: Worlds, one: Sequence[tuple[str, ...]], other: Sequence[tuple[str, ...]]) -> None:
    """Before the close nothing tells what was chosen: not the database, not its bytes, nor exports, nor logs."""
    found, said = [], []
    for shift, choices in ((0, one), (10, other)):
        casts = [
            (who, number + shift, chosen) for number, (who, chosen) in enumerate(zip(VOTERS, choices, strict=False))
        ]
        with worlds.world() as site:
            lines = cast_all(site, casts)
            require_none_of(casts, on_disk(site) + "\n".join(lines).encode())
            found.append({**seen(site), "evidence": [exported(site)]})
            said.append(lines)
    assert differing(*found) == []
    other_lines = [pair for pair in zip_longest(*said) if pair[0] != pair[1]]
    assert not other_lines, other_lines[:2]


def require_unlinked(
    worlds: Worlds, voters: Sequence[str], choices: Sequence[tuple[str, ...]], one: int, other: int
) -> None:
    """After the count nothing tells which of two chose which, nor who came first: votes and receipts are exchanged."""
    straight = [(who, number, chosen) for number, (who, chosen) in enumerate(zip(voters, choices, strict=False))]
    swapped = [*straight]
    swapped[one] = (straight[one][0], *straight[other][1:])
    swapped[other] = (straight[other][0], *straight[one][1:])
    found, said = [], []
    for casts in (straight, swapped):
        with worlds.world() as site:
            said.append(cast_all(site, casts))
            move_clock_and_work(site, OVER)
            found.append({**seen(site), "evidence": [exported(site)]})
            record = ballot_of(site, instance_of(site)).record
            assert record is not None
            require_recount(record, casts)
    assert differing(*found) == []
    other_lines = [pair for pair in zip_longest(*said) if pair[0] != pair[1]]
    assert not other_lines, other_lines[:2]


def require_recount(record: dict[str, Any], casts: Sequence[Cast]) -> None:
    """Everybody finds their vote as it was cast, and the published votes give the result."""
    assert check_record(record) == []
    counted = len(casts) if record["result"]["outcome"] != "no_quorum" else 0
    assert len(record["votes"]) == counted
    for _, number, chosen in casts[:counted]:
        own = find_vote(record, receipt(number))
        assert own is not None
        assert [mark == "for" for mark in own["marks"]] == [one["code"] in chosen for one in OPTIONS]
    marks = [one["marks"] for one in record["votes"]]
    codes = [one["code"] for one in record["options"]]
    assert tally(record["rule"], codes, marks, len(casts), len(VOTERS)) == record["result"]


def require_once(worlds: Worlds, attempts: Sequence[Cast]) -> None:
    """Whoever tries whatever, with whose receipt ever: each person has one vote, the first that was taken.

    The same request again does no harm, and receipts that are lost are never asked for.
    """
    taken: dict[str, tuple[int, tuple[str, ...]]] = {}
    with worlds.world() as site:
        for username, which, chosen in attempts:
            is_used = which in {number for number, _ in taken.values()}
            is_free = username not in taken and not is_used
            is_again = username in taken and is_used
            try:
                vote(site, instance_of(site), username, *chosen, number=which)
                assert is_free or is_again, (username, which)
            except Conflict:
                assert not (is_free or is_again), (username, which)
            if is_free:
                taken[username] = (which, chosen)
        assert voted(site, ballot_of(site, instance_of(site)).id) == set(taken)
        move_clock_and_work(site, OVER)
        with site.reading() as session:
            record = session.scalars(select(Ballot.record).where(Ballot.round == 1)).one()
        assert record is not None
        assert record["result"]["cast"] == len(taken)
        require_recount(record, [(who, *cast) for who, cast in taken.items()])


def hidden(worlds: Worlds) -> Callable[[], None]:
    return given(VOTES, VOTES)(lambda one, other: require_hidden(worlds, one, other))


def unlinked(worlds: Worlds) -> Callable[[], None]:
    drawn = given(st.permutations(VOTERS), VOTES, PLACES, PLACES)
    return drawn(lambda voters, choices, one, other: require_unlinked(worlds, voters, choices, one, other))


def once(worlds: Worlds) -> Callable[[], None]:
    return given(ATTEMPTS)(lambda attempts: require_once(worlds, attempts))
