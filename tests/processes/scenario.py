"""The shape of a scenario file: how one item is handled, day by day, and what must have come of it."""

import re
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.domain.clock import OFFICE_ZONE

Person = Literal[
    "handler",
    "substitute",
    "co_handler",
    "asked_handler",
    "asked_head",
    "unit_head",
    "officer",
    "other_officer",
    "leader",
]
MOMENT = re.compile(r"W(?P<day>\d{1,3}) (?P<clock>\d\d:\d\d)")


class Shape(BaseModel):
    """A misspelt key is an error, never silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Seen(Shape):
    """What is held against the office's record; only what is named is compared."""

    state: str | None = None
    light: str | None = None
    step: str | None = None
    open: list[str] | None = Field(default=None, description="elements of the open tasks, in order of name")
    records: dict[str, int] | None = Field(default=None, description="how many entries there are, by kind")
    rules: list[str] | None = Field(default=None, description="rows of the ladder taken, in order")
    mails: int | None = None
    closed_late: bool | None = None
    due: date | None = Field(default=None, description="the due date as it is now: 2026-01-30")
    original_due: date | None = None
    times: dict[str, int] | None = Field(default=None, description="how often: extended, rejected, reopened")
    requests: list[str] | None = Field(default=None, description="what may be asked of the item now, in order")
    unit: str | None = None
    matter: str | None = Field(default=None, description="the state of its matter")


class Step(Shape):
    """At a moment, somebody completes a task or pushes the item by hand, or something is looked at."""

    at: str = Field(pattern=MOMENT.pattern, description="working day after dispatch and clock: W3 10:00")
    who: Person | None = None
    task: str | None = None
    handed_in: dict[str, Any] = Field(default_factory=dict, alias="with")
    ask: str | None = Field(default=None, description="the message of a request: extension, suspension, …")
    refused: str | None = Field(default=None, description="the code of the error that must come of it")
    attach: str | None = Field(default=None, description="a file that the handler attaches to the item")
    push: Literal["urge", "watch", "supervise", "circular", "talk", "withdraw"] | None = None
    down_to: str | None = Field(default=None, description="the step that is left by a withdrawal")
    reason: str = ""
    instruct: str | None = None
    expect: Seen | None = None

    @model_validator(mode="after")
    def one_thing_a_step(self) -> "Step":
        parts = (self.task, self.ask, self.attach, self.push, self.instruct, self.expect)
        if sum(part is not None for part in parts) != 1:
            raise ValueError("a step has exactly one of task, ask, attach, push, instruct and expect")
        if (self.who is None) != (self.expect is not None or self.attach is not None):
            raise ValueError("task, ask, push and instruct say who, expect and attach do not")
        return self

    @property
    def day(self) -> int:
        return int(self._moment()["day"])

    @property
    def clock(self) -> time:
        return time.fromisoformat(self._moment()["clock"])

    def _moment(self) -> re.Match[str]:
        found = MOMENT.fullmatch(self.at)
        if found is None:
            raise ValueError(f"Expected a moment like W3 10:00, but got {self.at}")
        return found


class Given(Shape):
    """The one item of the scenario."""

    unit: str = "综合处"
    co_units: list[str] = Field(default_factory=list)
    due_working_days: int | None = None
    due_on: date | None = None
    cadence: Literal["none", "daily", "weekly", "half_monthly", "monthly", "milestone"] = "none"
    evidence: list[str] = Field(default_factory=list)
    urgency: Literal["特急", "加急", "平急", "平件"] = "平件"
    source: str = "上级文件"
    special: bool = False


class Scenario(Shape):
    """One file in `processes/<family>/scenarios`."""

    title: str
    start: str = Field(description="when the item is dispatched, in the office's zone: 2026-01-05 09:30")
    item: Given
    steps: list[Step]
    expect: Seen

    @property
    def start_at(self) -> datetime:
        return datetime.fromisoformat(self.start).replace(tzinfo=OFFICE_ZONE)


def read_scenario(path: Path) -> Scenario:
    """The scenario of a file; pydantic's ValidationError names every key that is wrong."""
    return Scenario.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
