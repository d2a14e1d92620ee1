"""实绩量化: what happened in somebody's work, as a table of points is asked about it, and how two reckonings differ.

Points are whole numbers of tenths.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

PERSON, UNIT = "person", "unit"
FACTS = frozenset({"kind", "subject", "days_late", "times", "urgency", "source", "special", "by_hand"})
OUTPUTS = ("points", "sentence")
KINDS = (
    "on_time",
    "late",
    "returned",
    "praised",
    "unsatisfied",
    "urged",
    "watched",
    "supervised",
    "missed_report",
    "circular",
    "talk",
    "false_report",
    "document_error",
    "other",
    "gate_late",
    "co_missed",
    "unit_awarded",
    "person_awarded",
)
MOST_POINTS = 10_000
LIKE_POSTS = 3  # fewer of a kind are not compared


@dataclass(frozen=True)
class Happening:
    """One thing that a record says of the work of a unit, and of the person who had it; None where that is unclear.

    `source_kind` names the table of the record, `source_id` its key: item, record, task, negative, track,
    award.
    """

    kind: str
    at: datetime
    source_kind: str
    source_id: str
    unit_id: int | None
    post_id: int | None
    person_id: int | None
    item_id: int | None = None
    days_late: int = 0
    times: int = 1
    urgency: str = ""
    source: str = ""
    special: bool = False
    by_hand: bool = False

    def facts(self, subject: str) -> dict[str, Any]:
        """What the table is asked with, for the unit's line or the person's."""
        return {"subject": subject, **{name: getattr(self, name) for name in sorted(FACTS - {"subject"})}}


@dataclass(frozen=True)
class Line:
    """A line as the table wants it: one happening, one row."""

    happening: Happening
    subject: str
    rule: str
    points: int
    text: str

    @property
    def whose(self) -> str:
        owner = self.happening.person_id if self.subject == PERSON else self.happening.unit_id
        return f"{self.subject}:{owner}"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same line in the next reckoning."""
        return self.whose, self.happening.source_kind, self.happening.source_id, self.rule


def subjects_of(happening: Happening) -> list[str]:
    """Whose lines a happening makes: the unit's, and the person's where one person had the work."""
    known = ((UNIT, happening.unit_id), (PERSON, happening.person_id))
    return [subject for subject, owner in known if owner is not None]


def tenths(points: float | int) -> int | None:
    """Points as the table says them in tenths; None for what is finer or out of all measure."""
    found = round(points * 10)
    return found if abs(points * 10 - found) < 1e-9 and abs(found) <= MOST_POINTS else None


def ranks(sums: Mapping[int, int]) -> dict[int, int] | None:
    """The place of each of the peers, the most points first, equals in the same place; None for too few of them."""
    if len(sums) < LIKE_POSTS:
        return None
    return {one: 1 + sum(1 for other in sums.values() if other > points) for one, points in sums.items()}
