"""Joint decisions 会签、或签、票签: how what several people decide one by one becomes one decision. Pure."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

MODES = ("all", "any", "majority", "weight")
RESULT = "joint_decision"


@dataclass(frozen=True)
class JointDecision:
    """How a multi-instance user task is decided, as the diagram says it.

    `agree` is a condition over what an instance handed in; `weight` an expression over an instance's data. `threshold`
    is the share of all that must agree (`majority`, more than half without it) or the sum of weights (`weight`).
    The answer becomes data under `result`. `everyone`: it is not over before all have said theirs.
    """

    mode: str
    agree: str
    threshold: str | None = None
    weight: str | None = None
    result: str = RESULT
    everyone: bool = False


@dataclass(frozen=True)
class Count:
    """Votes of an activity so far: of `total` instances so many agreed and were against; and their weights."""

    total: int
    agreed: int = 0
    against: int = 0
    agreed_weight: Fraction = Fraction(0)
    open_weight: Fraction = Fraction(0)


def outcome(joint: JointDecision, count: Count) -> bool | None:
    """Is it decided, and how? None while what is missing can turn it either way; nobody at all decides nothing."""
    if joint.mode == "weight":
        needed = Fraction(joint.threshold or 0)
        return _reached(count.agreed_weight, count.agreed_weight + count.open_weight, needed)
    if joint.mode == "all":
        return _reached(Fraction(count.agreed), Fraction(count.total - count.against), Fraction(count.total))
    if joint.mode == "any":
        return _reached(Fraction(count.agreed), Fraction(count.total - count.against), Fraction(1))
    needed = Fraction(joint.threshold) * count.total if joint.threshold else Fraction(count.total // 2 + 1)
    return _reached(Fraction(count.agreed), Fraction(count.total - count.against), needed)


def as_data(count: Count, passed: bool | None) -> dict[str, Any]:
    """What the process reads of it."""
    return {
        "passed": bool(passed),
        "decided": passed is not None,
        "agreed": count.agreed,
        "against": count.against,
        "total": count.total,
    }


def _reached(now: Fraction, at_most: Fraction, needed: Fraction) -> bool | None:
    if now >= needed and now > 0:
        return True
    return False if at_most < needed or at_most == 0 else None
