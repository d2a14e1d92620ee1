"""The public conformance diagrams, where they are at hand: verified within the bounds, none of them cut off."""

from pathlib import Path

import pytest

from engine.bpmn.bundle import compile_bundle
from engine.bpmn.verification.verify import verified
from engine.domain.errors import Invalid
from engine.site import KNOWN

CASES = Path(__file__).resolve().parents[4] / "shared" / "conformance" / "betsy"
DIAGRAMS = sorted(CASES.glob("*.bpmn"))


@pytest.mark.skipif(not DIAGRAMS, reason="the conformance diagrams lie beside the project only where it is developed")
def test_diagrams_drawn_elsewhere_are_told_of_and_refused_by_nothing() -> None:
    looked_at = 0
    for path in DIAGRAMS:
        try:
            bundle = compile_bundle({path.name: path.read_bytes()}, KNOWN)
        except Invalid:  # refused before anything is verified
            continue
        codes = {warning.code for warning in verified(bundle, is_foreign=True).warnings}
        assert "verification.cut_off" not in codes
        looked_at += 1
    assert looked_at > len(DIAGRAMS) // 2
