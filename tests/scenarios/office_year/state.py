"""What the model remembers of an item, and what it writes down."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from tests.scenarios.office_year import almanac
from tests.scenarios.office_year.plan import Item, Matter

RANK = {"none": 0, "urge": 1, "watch": 2, "supervise": 3, "circular": 4, "talk": 5}
WATCHED = ("watch", "supervise", "circular", "talk")
Key = tuple[int, int]  # the number of the matter and the ordinal of the item


class Entry(NamedTuple):
    """One entry in the course of handling."""

    item: Key
    kind: str
    at: datetime
    by: str | None
    rule: str | None
    due: datetime | None


class Mail(NamedTuple):
    item: Key
    kind: str
    at: datetime
    to: str


class Asked(NamedTuple):
    """A step that the table asked for at an activity."""

    item: Key
    element: str
    step: str
    at: datetime
    rule: str


class Note(NamedTuple):
    """Urges of a unit that came together, and one who was told of them."""

    items: frozenset[Key]
    at: datetime
    to: str


@dataclass(eq=False)
class Activity:
    """A task that waits for somebody; those with a stage are held against the table.

    One that a step asked for knows the activity or notice it is `about`, and the entry that waits for its answer.
    """

    element: str
    opened: datetime
    due: datetime | None = None
    stage: str = ""
    unit: int = 0
    about: "Activity | Notice | None" = None
    entry: int | None = None
    step: str = "none"
    step_at: datetime | None = None
    withdrawn: set[str] = field(default_factory=set)
    watched: bool = False  # of a report: asked for because the handling is watched
    urged: int = 0
    answered: int = 0

    def rise(self, step: str, now: datetime) -> None:
        self.step, self.step_at = max(self.step, step, key=RANK.__getitem__), now


@dataclass(eq=False)
class Taken:
    """A step that stands at the item: at which activity, with which entry, and the notice that came with it."""

    step: str
    at: datetime
    task: Activity
    entry: int
    answered: bool = False
    notice: "Notice | None" = None


@dataclass
class Report:
    due: datetime
    task: Activity
    done: datetime | None = None


@dataclass
class Notice:
    """A supervision notice: an explanation is due, and the result."""

    at: datetime
    answer_due: datetime | None
    rectify_due: datetime | None
    answered: bool = False


@dataclass
class Held:
    """An item from its dispatch on."""

    matter: Matter
    plan: Item
    unit: int
    co_units: list[int]
    dispatched: datetime
    due: datetime
    original: datetime | None = None
    moved: int = 0
    asked: dict[str, Any] = field(default_factory=dict)
    resting_since: datetime | None = None
    rests: list[tuple[datetime, datetime]] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    fed: set[int] = field(default_factory=set)
    unanswered: set[int] = field(default_factory=set)
    state: str = "dispatched"
    step: str = "none"
    progress: int = 0
    told: int = 0  # the progress that the handler told last, before the result
    taken_up_again: datetime | None = None
    times_urged: int = 0
    missed_at: datetime | None = None
    reported_at: datetime | None = None
    handed_in: datetime | None = None
    is_split: bool = False  # or it goes on in another one
    closed: datetime | None = None
    notice: Notice | None = None
    steps: list[Taken] = field(default_factory=list)
    open: list[Activity] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return self.matter.key(self.plan)

    @property
    def begun(self) -> datetime:
        """Since when the handler has been given time."""
        return self.taken_up_again or self.dispatched

    @property
    def closed_late(self) -> bool:
        return (
            self.state == "closed"
            and self.closed is not None
            and self.handed_in is not None
            and self.handed_in > self.due
        )

    @property
    def due_on(self) -> date:
        return self.due.date()

    def report_open(self) -> Activity | None:
        return next((one for one in self.open if one.element == "report"), None)

    def next_report_due(self, watched: bool, today: date) -> date | None:
        """By the cadence, daily while the handling is watched; what lies before today is not caught up with."""
        last = max((one.due.date() for one in self.reports), default=self.dispatched.date())
        cadence = "daily" if watched else self.plan.cadence
        if cadence == "milestone":
            return self._next_stage(today)
        return almanac.next_report_day(cadence, max(last, today - almanac.DAY))

    def _next_stage(self, today: date) -> date | None:
        """The first milestone not reached, after the last report's day; one that has passed is due today."""
        until = max((one.due.date() for one in self.reports), default=date.min)
        ahead = [one.due_on for one in self.plan.milestones if one.title not in self.reached and one.due_on > until]
        return max(ahead[0], today) if ahead else None


@dataclass
class Expected:
    """All that the product must have on record at the end."""

    entries: list[Entry] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    steps: list[Asked] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    bundled: set[int] = field(default_factory=set)  # the entries of urges that came together
    lights: dict[tuple[datetime, Key], str] = field(default_factory=dict)
    progress: dict[tuple[datetime, Key], int] = field(default_factory=dict)
    explained: dict[tuple[datetime, Key], dict[str, Any]] = field(default_factory=dict)
    items: dict[Key, Held] = field(default_factory=dict)
