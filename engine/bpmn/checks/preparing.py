"""The tree of a file made ready for SpiffWorkflow's parser, which reads some things more narrowly than the standard."""

from typing import Any

from engine.bpmn.source.namespaces import DC, bpmn
from engine.bpmn.source.references import spell_out_events, spell_out_loop_data
from engine.bpmn.source.report import Report

_NAMED = ("message", "signal", "escalation", "error")


def prepare_tree(report: Report, root: Any) -> None:
    """Say plainly what the parser would otherwise take amiss; the stored file is not it."""
    for process in root.iter(bpmn("process")):
        process.set("isExecutable", "true" if process in report.executable else "false")
    for tag in _NAMED:
        for node in root.findall(bpmn(tag)):
            if not node.get("name"):
                node.set("name", node.get("id"))
    for bounds in root.iter(f"{{{DC}}}Bounds"):
        for side in ("x", "y"):
            if not _is_number(bounds.get(side, "0")):
                bounds.set(side, "0")
    spell_out_events(root)
    spell_out_loop_data(root)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
