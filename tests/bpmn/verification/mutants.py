"""What becomes of a mutated diagram: refused with reasons, or verified; anything else is a failure."""

from pathlib import Path

from lxml import etree

from engine.bpmn.bundle import compile_bundle
from engine.bpmn.source.namespaces import bpmn
from engine.bpmn.verification.budget import Budget
from engine.bpmn.verification.drawn import read_scope
from engine.bpmn.verification.findings import state_findings
from engine.bpmn.verification.scopes import explore_scopes
from engine.bpmn.verification.verify import verify
from engine.commands.definitions.shipped import family_files
from engine.domain.errors import Invalid
from engine.site import KNOWN
from tests.bpmn.verification.nasty import long_process, wide_process

FAMILY = family_files(Path(__file__).resolve().parents[3] / "processes" / "supervision")
TABLES = {name: content for name, content in FAMILY.items() if not name.endswith(".bpmn")}
SEEDS = {
    "item": FAMILY["item.bpmn"],
    "matter": FAMILY["matter.bpmn"],
    "long": long_process(60),
    "wide": wide_process(4),
}


def outcome_of(content: bytes) -> str:
    """`refused`, `unsound` or `sound`."""
    try:
        bundle = compile_bundle({**TABLES, "mutant.bpmn": content}, KNOWN)
    except Invalid as invalid:
        assert all(problem.message() for problem in invalid.problems)
        look_at_unchecked(content)
        return "refused"
    verdict = verify(bundle)
    assert all(problem.message() for problem in (*verdict.errors, *verdict.warnings))
    return "unsound" if verdict.errors else "sound"


def look_at_unchecked(content: bytes) -> None:
    """Verification stands what compiling would have refused before it."""
    for process in etree.fromstring(content).iter(bpmn("process")):
        budget = Budget()
        for explored in explore_scopes(read_scope(process), budget):
            assert all(problem.message() for _, problem in state_findings("mutant.bpmn", explored, budget))
