"""What a check has found: that all is well, that something should be seen to, or that something does not work."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from engine.domain import messages


class Level(StrEnum):
    OK = "ok"
    ADVICE = "advice"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """`code` is a sentence of the catalogue `doctor`; it says what is and, where something is wrong, how to mend it."""

    code: str
    level: Level = Level.OK
    facts: dict[str, Any] = field(default_factory=dict)

    def message(self) -> str:
        return messages.text(f"doctor.{self.code}", **self.facts)


Findings = Iterator[Finding]


def ok(code: str, **facts: Any) -> Finding:
    return Finding(code, Level.OK, facts)


def advice(code: str, **facts: Any) -> Finding:
    return Finding(code, Level.ADVICE, facts)


def wrong(code: str, **facts: Any) -> Finding:
    return Finding(code, Level.WRONG, facts)
