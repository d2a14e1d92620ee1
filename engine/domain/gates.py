"""How a gate of a key task stands, as the matrix shows it. Pure."""

from datetime import datetime

LOOKS = (
    "waiting",
    "preparing",
    "preparing_late",
    "reviewing",
    "concluding",
    "rectifying",
    "rectifying_late",
    "passed",
    "condition_open",
    "condition_met",
    "rectified",
)
LIGHTS = {
    "waiting": "grey",
    "preparing": "green",
    "preparing_late": "red",
    "reviewing": "green",
    "concluding": "green",
    "rectifying": "yellow",
    "rectifying_late": "red",
    "passed": "blue",
    "condition_open": "yellow",
    "condition_met": "blue",
    "rectified": "blue",
}
"""By look, the light of the supervision chain that says as much."""
GAPS = frozenset({"preparing_late", "rectifying_late", "condition_open"})
"""What the party committee office has to look after."""


def look_of(
    state: str, decision: str | None, due_at: datetime | None, open_findings: int, *, late: bool, now: datetime
) -> str:
    """`late`: a finding that is open is past its due date."""
    if state == "preparing":
        return "preparing_late" if due_at is not None and now > due_at else "preparing"
    if state == "rectifying":
        return "rectifying_late" if late else "rectifying"
    if state != "passed":
        return state
    if decision == "conditional":
        return "condition_open" if open_findings else "condition_met"
    return "rectified" if decision == "rectify" else "passed"
