"""The demo's matters as they are written down in `matters.toml`: what comes in, and what becomes of each item."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
DRAFT = "draft.txt"
LONG_AGO, NEVER = -10_000, 10_000
DAY_0 = 0


@dataclass(frozen=True)
class Course:
    """What becomes of an item. Days are working days: 0 is the last one that is over, -3 the third before it.

    `fixed`: due on a date that was given, instead of after a number of working days.
    """

    unit: str
    due: int
    title: str = ""
    text: str = ""
    co_units: tuple[str, ...] = ()
    cadence: str = "none"
    fixed: bool = False
    signs: int = LONG_AGO
    returns: str = ""
    reports_until: int = DAY_0
    answers_until: int = DAY_0
    explains: int = NEVER
    explanation: str = ""
    measures: str = ""
    submits: int = NEVER
    result: str = ""
    evidence: str = ""
    rejected: int = NEVER
    rejection: str = ""
    accepted: int = NEVER
    confirmed: int = NEVER
    satisfaction: str = "satisfied"
    opinion: str = ""


@dataclass(frozen=True)
class Story:
    """A matter that comes in on a day, from a file or by hand, with the course of each of its items in order."""

    title: str
    source: str
    issuer: str
    urgency: str
    day: int
    courses: tuple[Course, ...]
    file: str | None = None
    dispatched: bool = True


@dataclass(frozen=True)
class Words:
    """What handlers write again and again; `reports` by how far an item is."""

    reports: tuple[str, ...]
    answers: tuple[str, ...]
    difficulties: str
    accepted: str


def read_stories() -> tuple[list[Story], Words]:
    written = tomllib.loads((FOLDER / "matters.toml").read_text(encoding="utf-8"))
    words = written["words"]
    return (
        [_story(matter) for matter in written["matter"]],
        Words(**{**words, "reports": tuple(words["reports"]), "answers": tuple(words["answers"])}),
    )


def _story(matter: Mapping[str, Any]) -> Story:
    known = {name: value for name, value in matter.items() if name != "item"}
    return Story(**known, courses=tuple(_course(item) for item in matter["item"]))


def _course(item: Mapping[str, Any]) -> Course:
    return Course(**{**item, "co_units": tuple(item.get("co_units", ()))})
