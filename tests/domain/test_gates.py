"""How a gate looks in the matrix."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.domain.gates import GAPS, LOOKS, look_of

NOW = datetime(2026, 1, 5, 1, tzinfo=UTC)
LATE = NOW - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "decision", "due_at", "open_findings", "late", "look"),
    [
        ("waiting", None, None, 0, False, "waiting"),
        ("preparing", None, NOW, 0, False, "preparing"),
        ("preparing", None, LATE, 0, False, "preparing_late"),
        ("reviewing", None, LATE, 0, False, "reviewing"),
        ("concluding", "rectify", LATE, 0, False, "concluding"),
        ("rectifying", "rectify", LATE, 1, False, "rectifying"),
        ("rectifying", "rectify", LATE, 1, True, "rectifying_late"),
        ("passed", "pass", LATE, 0, False, "passed"),
        ("passed", "conditional", LATE, 1, False, "condition_open"),
        ("passed", "conditional", LATE, 0, False, "condition_met"),
        ("passed", "rectify", LATE, 0, False, "rectified"),
    ],
)
def test_a_gate_looks_as_it_stands(
    state: str, decision: str | None, due_at: datetime | None, open_findings: int, late: bool, look: str
) -> None:
    assert look_of(state, decision, due_at, open_findings, late=late, now=NOW) == look
    assert look in LOOKS
    assert set(LOOKS) >= GAPS
