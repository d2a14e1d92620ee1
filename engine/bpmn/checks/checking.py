"""The one place where all checks of drawn files join in: first each file by itself, then all of them together.

A new check over a drawn process is one more line in `check_file`; it reports with `report.wrong` or `report.odd`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.bpmn.checks import check
from engine.bpmn.checks.drawing import check_drawing, check_expressions, check_lengths, check_process_ids
from engine.bpmn.checks.drawn_activities import check_calls
from engine.bpmn.checks.drawn_references import check_references, kinds_in
from engine.bpmn.checks.identifiers import give_identifiers, refuse_duplicates
from engine.bpmn.checks.preparing import prepare_tree
from engine.bpmn.checks.validity import check_validity
from engine.bpmn.checks.verdicts import check_verdicts
from engine.bpmn.execution.decision_task import decision_problems
from engine.bpmn.source.elements import Element, read_elements
from engine.bpmn.source.namespaces import bpmn, local_name
from engine.bpmn.source.report import Report
from engine.bpmn.source.standard import is_a
from engine.bpmn.source.vendors import translate_vendors
from engine.domain.decision import DecisionTable
from engine.forms import Form


class DrawnFile:
    """One BPMN file as it is read: its tree, what was found in it, and its flow nodes by id."""

    def __init__(self, name: str, root: Any) -> None:
        self.name = name
        self.root = root
        self.report = Report(name, root)
        give_identifiers(self.report, root)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """What each id of the file is, once the ids are those of the bundle."""
        return kinds_in(self.root)

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        return read_elements(self.root)

    def kept_drawings(self) -> list[Any]:
        """What a file without a process is kept as: its collaborations, choreographies and conversations."""
        if self.root.find(bpmn("process")) is not None:
            return []
        return [node for node in self.root if is_a(local_name(node), "collaboration")]


@dataclass(frozen=True)
class Context:
    """What the files of a bundle may refer to: each other, decisions, forms, and what is known outside."""

    decisions: Mapping[str, DecisionTable]
    forms: Mapping[str, Form]
    known: check.Known
    files: Mapping[str, DrawnFile]

    @cached_property
    def kinds(self) -> dict[str, str]:
        """What each id of any file is."""
        return {key: kind for one in self.files.values() for key, kind in one.kinds.items()}


def check_file(one: DrawnFile, context: Context) -> None:
    """All checks of one file, in the order in which each may rely on what came before."""
    report, root = one.report, one.root
    refuse_duplicates(report, root)
    translate_vendors(report, root, context.forms, context.known.assignment_rules, context.known.actions)
    check_validity(report, root)
    check_references(report, root, one.kinds, context.kinds)
    check_verdicts(report, root)
    prepare_tree(report, root)
    _keep_drawings(one)
    for process in report.executable:
        check_drawing(report, process)
        elements = read_elements(process)
        report.problems += check.references(one.name, elements, context.decisions, context.forms, context.known)
        report.problems += decision_problems(one.name, process, context.decisions)
        report.problems += check.lights_problems(one.name, process, context.decisions)
        report.warnings += check.advice(one.name, elements)
    for node in root:
        if is_a(local_name(node), "correlationProperty") or is_a(local_name(node), "globalScriptTask"):
            check_expressions(report, node)
        elif local_name(node) == "globalBusinessRuleTask":
            report.problems += decision_problems(one.name, node, context.decisions)


def _keep_drawings(one: DrawnFile) -> None:
    """What is only drawn is kept and says so; a file with nothing to keep is refused."""
    processes = one.root.findall(bpmn("process"))
    kept = [node for node in processes if node not in one.report.executable] + one.kept_drawings()
    if not processes and not kept and not any(is_a(local_name(node), "globalTask") for node in one.root):
        one.report.always_wrong(one.root, "bpmn.no_process")
    for node in kept:
        check_lengths(one.report, node)
        one.report.odd(node, "bpmn.kept_as_drawing", name=node.get("name") or node.get("id"))


def check_together(context: Context) -> None:
    """Checks over all files of a bundle at once."""
    reports = {name: one.report for name, one in context.files.items()}
    roots = {name: one.root for name, one in context.files.items()}
    check_calls(reports, roots)
    check_process_ids(reports, roots)
