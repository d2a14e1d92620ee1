"""What an office over one small diagram must come to, without database, engine or clock: the reference to compare with.

The diagram: after the start two branches. On one, `draft` with a timer at its edge that opens a `remind`, and a gateway
back to `draft` for another round; on the other, a message `answer` that is waited for. Then `sign`, then the end.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.support.diagrams import boundary, catch, chain, diagram, end, exclusive, flow, parallel, start, task, timer

KEY = "case"
ANSWER = "answer"
Seen = tuple[str, int, tuple[str, ...], tuple[datetime, ...], bool, int, int]


def drawn(delay_hours: int) -> bytes:
    """The diagram; its versions differ in how long a draft may lie."""
    return diagram(
        start(),
        parallel("fork"),
        task("draft"),
        boundary("late", "draft", timer("timeDuration", f"PT{delay_hours}H")),
        task("remind"),
        end("reminded"),
        exclusive("again_or_not", "again_or_not-join"),
        catch("answered", '<messageEventDefinition messageRef="m_answer" />'),
        parallel("join"),
        task("sign"),
        end(),
        chain("start", "fork", "draft", "again_or_not", "join", "sign", "end"),
        chain("fork", "answered", "join"),
        chain("late", "remind", "reminded"),
        flow("again_or_not", "draft", "again"),
        key=KEY,
        declared=f'<message id="m_answer" name="{ANSWER}" />',
    )


@dataclass
class Case:
    """One instance: where its tokens stand and what it has come to."""

    version: int
    delay: timedelta
    state: str = "running"
    open: list[str] = field(default_factory=list)
    due: datetime | None = None
    parked: datetime | None = None  # fell due while the case rested
    is_awaiting: bool = True
    is_drafted: bool = False
    is_signed: bool = False
    may_go_back: bool = False  # the open draft came by an earlier round
    may_be_taken_back: bool = False  # nobody has acted behind the last draft
    completed: int = 0
    fired: int = 0

    def draft(self, now: datetime) -> None:
        self.open.append("draft")
        self.due = now + self.delay

    def settle(self) -> None:
        """Join what has arrived; end when no token is left."""
        if self.is_drafted and not self.is_awaiting and not self.is_signed and "sign" not in self.open:
            self.open.append("sign")
            self.may_be_taken_back = False
        if self.is_signed and not self.open:
            self.state = "completed"

    def seen(self) -> Seen:
        due = (self.due,) if self.due else ()
        is_awaiting = self.is_awaiting and self.state in ("running", "suspended")
        return self.state, self.version, tuple(sorted(self.open)), due, is_awaiting, self.completed, self.fired


@dataclass
class Model:
    """All cases of the office, by instance id; `delays` are the hours of each version, the first of them version 1."""

    now: datetime
    delays: list[int] = field(default_factory=list)
    cases: dict[int, Case] = field(default_factory=dict)

    def deploy(self, delay_hours: int) -> int:
        """The version; what was deployed before keeps the one it has."""
        if delay_hours not in self.delays:
            self.delays.append(delay_hours)
        return self.delays.index(delay_hours) + 1

    def start(self, instance_id: int) -> None:
        case = Case(len(self.delays), timedelta(hours=self.delays[-1]))
        case.draft(self.now)
        self.cases[instance_id] = case

    def complete(self, instance_id: int, element_id: str, *, again: bool) -> None:
        case = self.cases[instance_id]
        case.open.remove(element_id)
        case.completed += 1
        if element_id == "draft":
            case.due = None
            if again:
                case.draft(self.now)
            case.is_drafted = not again
            case.may_go_back = again
            case.may_be_taken_back = True
        case.is_signed = case.is_signed or element_id == "sign"
        case.settle()

    def answer(self, instance_id: int) -> None:
        self.cases[instance_id].is_awaiting = False
        self.cases[instance_id].settle()

    def tick(self) -> None:
        for case in self.running():
            if case.due and case.due <= self.now:
                case.due = None
                case.fired += 1
                case.open.append("remind")
        for case in self.cases.values():
            if case.state == "suspended" and case.due and case.due <= self.now:
                case.due, case.parked = None, case.due

    def cancel(self, instance_id: int) -> None:
        case = self.cases[instance_id]
        case.state, case.open, case.due = "cancelled", [], None
        case.parked = None

    def suspend(self, instance_id: int) -> None:
        self.cases[instance_id].state = "suspended"

    def resume(self, instance_id: int) -> None:
        """What fell due meanwhile is due again."""
        case = self.cases[instance_id]
        case.state, case.due, case.parked = "running", case.due or case.parked, None

    def migrate(self, instance_id: int) -> None:
        """Its tokens and timers stay as they are; the next draft lies as long as the new version says."""
        case = self.cases[instance_id]
        case.version, case.delay = len(self.delays), timedelta(hours=self.delays[-1])

    def restart_draft(self, instance_id: int) -> None:
        case = self.cases[instance_id]
        case.open.remove("draft")
        case.draft(self.now)

    def go_back(self, instance_id: int) -> None:
        """The last draft is to be done again, whether returned or taken back; reminders stay."""
        case = self.cases[instance_id]
        if "draft" in case.open:
            case.open.remove("draft")
        case.is_drafted = case.may_go_back = case.may_be_taken_back = False
        case.draft(self.now)

    def running(self) -> Iterable[Case]:
        return [case for case in self.cases.values() if case.state == "running"]

    def seen(self) -> dict[int, Seen]:
        return {instance_id: case.seen() for instance_id, case in self.cases.items()}
