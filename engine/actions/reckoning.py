"""A year's lines of performance brought into agreement with the records and a table; again, it changes nothing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engine.act import Act
from engine.actions.happenings import happenings_of
from engine.actions.points_table import PointsTable, newest_digest, points_table
from engine.actions.registry import Call, action
from engine.domain import messages
from engine.domain.performance import PERSON, Line
from engine.store.models import PerformanceEntry, PerformanceYear
from engine.store.performance import COUNTING, all_entries_of, find_performance_year

CANCELLED, STANDS = "cancelled", "stands"


@dataclass(frozen=True)
class Change:
    """What a reckoning does to one line: `line` None where nothing stands behind it any more."""

    entry: PerformanceEntry | None
    line: Line | None

    @property
    def whose(self) -> str:
        return self.line.whose if self.line else self.entry.whose if self.entry else ""

    @property
    def before(self) -> int | None:
        """The points that counted, None where none did."""
        return self.entry.points if self.entry and self.entry.state in COUNTING else None

    @property
    def after(self) -> int | None:
        return self.line.points if self.line else None


def changes_wanted(act: Act, year: int, digest: str) -> list[Change]:
    """What would have to change for the table of a bundle; what an appeal has settled stays as it is."""
    table = PointsTable(points_table(act, digest))
    entries = all_entries_of(act.session, year)
    settled = {_source(entry) for entry in entries if entry.corrected_by_id is not None}
    known = {_key(entry): entry for entry in entries if _source(entry) not in settled}
    wanted = {line.key: line for happening in happenings_of(act, year) for line in table.lines_of(happening)}
    wanted = {key: line for key, line in wanted.items() if key[:3] not in settled}
    changes = [Change(known.get(key), line) for key, line in wanted.items()]
    gone = [Change(entry, None) for key, entry in known.items() if key not in wanted]
    return [change for change in (*changes, *gone) if _differs(change)]


def _key(entry: PerformanceEntry) -> tuple[str, str, str, str]:
    return (*_source(entry), entry.rule)


def _source(entry: PerformanceEntry) -> tuple[str, str, str]:
    return entry.whose, entry.source_kind, entry.source_id


def _differs(change: Change) -> bool:
    entry, line = change.entry, change.line
    if entry is None or line is None:
        return entry is None or entry.state in COUNTING
    happening = line.happening
    told = (entry.points, entry.text, entry.facts, entry.kind, entry.occurred_at, entry.unit_id, entry.post_id)
    now = (line.points, line.text, happening.facts(line.subject), happening.kind, happening.at)
    return entry.state not in COUNTING or told != (*now, happening.unit_id, happening.post_id)


def reckon(act: Act, year: int, digest: str) -> list[Change]:
    """Make the changes, each with what was before it in the line's history; the year is reckoned by this table now."""
    changes = changes_wanted(act, year, digest)
    for change in changes:
        if change.line is None and change.entry is not None:
            _change(act, change.entry, {"state": CANCELLED}, messages.text("performance.record_gone"))
        elif change.line is not None and change.entry is not None:
            _change(act, change.entry, _fields(change.line, year, digest), "")
        elif change.line is not None:
            fields = {**_fields(change.line, year, digest), "entered_at": act.now, "reason": "", "history": []}
            act.session.add(PerformanceEntry(**fields))
    bound = find_performance_year(act.session, year)
    if bound is None:
        act.session.add(PerformanceYear(year=year, digest=digest, reckoned_at=act.now))
    else:
        bound.digest, bound.reckoned_at = digest, act.now
    act.session.flush()
    return changes


def _fields(line: Line, year: int, digest: str) -> dict[str, Any]:
    happening = line.happening
    return {
        "year": year,
        "whose": line.whose,
        "person_id": happening.person_id if line.subject == PERSON else None,
        "post_id": happening.post_id,
        "unit_id": happening.unit_id,
        "rule": line.rule,
        "kind": happening.kind,
        "points": line.points,
        "occurred_at": happening.at,
        "source_kind": happening.source_kind,
        "source_id": happening.source_id,
        "item_id": happening.item_id,
        "facts": happening.facts(line.subject),
        "text": line.text,
        "digest": digest,
        "state": STANDS,
    }


def _change(act: Act, entry: PerformanceEntry, fields: dict[str, Any], reason: str) -> None:
    keep_before(act, entry)
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.reason = reason


def keep_before(act: Act, entry: PerformanceEntry) -> None:
    """How a line stands goes into its history, before it is changed."""
    before = {"state": entry.state, "points": entry.points, "text": entry.text, "rule": entry.rule}
    known = {"at": act.now.isoformat(), "by_id": act.actor_id, "reason": entry.reason, "digest": entry.digest}
    entry.history = [*entry.history, {**before, **known}]


@dataclass(frozen=True)
class Difference:
    """What a reckoning changes for one person or unit: sums in tenths, and the lines that make the difference."""

    whose: str
    before: int
    after: int
    changes: Sequence[Change]


def differences_of(entries: Sequence[PerformanceEntry], changes: Sequence[Change]) -> Iterator[Difference]:
    """For whom something changes, in the order of their names in `whose`; `entries` as they were before."""
    sums: dict[str, int] = defaultdict(int)
    for entry in entries:
        sums[entry.whose] += entry.points if entry.state in COUNTING else 0
    by: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by[change.whose].append(change)
    for whose, own in sorted(by.items()):
        moved = sum((change.after or 0) - (change.before or 0) for change in own)
        yield Difference(whose, sums[whose], sums[whose] + moved, own)


@action("reckon_performance")
def reckon_performance(call: Call) -> dict[str, Any]:
    """The year of the moment, by the table it is reckoned by: before something is decided by the lines."""
    act = call.act
    reckon_as_bound(act, act.calendar.local_date(act.now).year)
    return {}


def reckon_as_bound(act: Act, year: int) -> list[Change]:
    """By the table that the year is bound to; a year that is not yet, by the newest."""
    bound = find_performance_year(act.session, year)
    return reckon(act, year, bound.digest if bound else newest_digest(act))
