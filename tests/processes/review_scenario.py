"""The shape of a scenario of 四同步: one key task of a unit, what is done when, and what must have come of it."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, model_validator

from engine.domain.clock import OFFICE_ZONE
from tests.processes.scenario import Shape

MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d"


class SeenOfReview(Shape):
    """Only what is named is compared; of the gate that the task stands at, and of task and unit."""

    gate: int | None = None
    look: str | None = Field(default=None, description="how the gate stands: engine/domain/gates.py")
    decision: str | None = None
    sittings: list[str] | None = Field(default=None, description="how each sitting ended: held, missed, called")
    seats: dict[str, str] | None = Field(default=None, description="by member, at the last sitting")
    open: list[str] | None = Field(default=None, description="elements of the open tasks, in order of name")
    findings: int | None = Field(default=None, description="findings of all gates that are open")
    looks: list[str] | None = Field(default=None, description="of all gates so far")
    scores: tuple[int, int] | None = Field(default=None, description="business, party")
    points: list[str] | None = Field(default=None, description="reasons of the lines of scores.dmn, in order")
    grade: str | None = None
    minutes: int | None = Field(default=None, description="how many 会审纪要 there are")


class ReviewStep(Shape):
    """At a moment of the office, somebody completes a task, or something is looked at."""

    at: str = Field(pattern=MOMENT)
    who: str | None = Field(default=None, description="by name; without it whom the task is for")
    task: str | None = Field(default=None, description="element of the key task, its assessment or a finding's item")
    handed_in: dict[str, Any] = Field(default_factory=dict, alias="with")
    refused: str | None = Field(default=None, description="the code of the error that must come of it")
    expect: SeenOfReview | None = None

    @model_validator(mode="after")
    def one_thing_a_step(self) -> "ReviewStep":
        if (self.task is None) == (self.expect is None):
            raise ValueError("a step has either task or expect")
        return self

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at).replace(tzinfo=OFFICE_ZONE)


class YearOfReviews(Shape):
    """What the party committee office enters. `panel` by name, the first one is the chair."""

    gates: list[date]
    panel: list[str]
    quorum: str = "2/3"
    prepare_days: int = 5
    sit_days: int = 3


class ReviewScenario(Shape):
    """One file in `processes/reviews/scenarios`."""

    title: str
    start: str = Field(pattern=MOMENT)
    unit: str = "综合处"
    year: YearOfReviews
    steps: list[ReviewStep]
    expect: SeenOfReview

    @property
    def start_at(self) -> datetime:
        return datetime.fromisoformat(self.start).replace(tzinfo=OFFICE_ZONE)


def read_review_scenario(path: Path) -> ReviewScenario:
    return ReviewScenario.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
