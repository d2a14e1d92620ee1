"""Verify every process of a bundle that runs: its state space, and the rules that it has switched on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.bpmn.bundle import CompiledBundle
from engine.bpmn.source.extensions import read_rules
from engine.bpmn.source.namespaces import bpmn
from engine.bpmn.source.reading import read_xml
from engine.bpmn.verification.budget import Budget
from engine.bpmn.verification.drawn import read_scope
from engine.bpmn.verification.findings import cut_off, state_findings
from engine.bpmn.verification.rules import Ruled, rule_problems
from engine.bpmn.verification.scopes import explore_scopes
from engine.domain.decision import DecisionTable
from engine.domain.errors import Invalid, Problem


@dataclass(frozen=True)
class Verdict:
    """What must not be deployed, and what a designer should look at."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def verified(bundle: CompiledBundle, *, is_foreign: bool = False, budget: Budget | None = None) -> CompiledBundle:
    """The bundle with the warnings of verification; Invalid with its errors.

    Of a foreign bundle (variables are open) all findings are warnings: it is run as it was drawn elsewhere.
    """
    verdict = verify(bundle, budget)
    if verdict.errors and not is_foreign:
        raise Invalid(verdict.errors)
    return replace(bundle, warnings=(*bundle.warnings, *verdict.errors, *verdict.warnings))


def verify(bundle: CompiledBundle, budget: Budget | None = None) -> Verdict:
    """The findings of all executable processes; the budget is for all of them together."""
    budget = budget or Budget()
    found: list[tuple[bool, Problem]] = []
    roots = {file: read_xml(file, content) for file, content in sorted(_diagrams(bundle).items())}
    rules = {node.get("id"): read_rules(node) for root in roots.values() for node in root.iter(bpmn("process"))}
    for file, root in roots.items():
        for node in root.iter(bpmn("process")):
            process = bundle.processes.get(node.get("id"))
            if process is not None and process.executable:
                found += _process_findings(file, node, rules, bundle.decisions, budget)
    errors = tuple(problem for is_error, problem in found if is_error)
    return Verdict(errors, tuple(problem for is_error, problem in found if not is_error))


def _process_findings(
    file: str,
    node: Any,
    rules: Mapping[str, tuple[str, ...]],
    decisions: Mapping[str, DecisionTable],
    budget: Budget,
) -> Iterator[tuple[bool, Problem]]:
    process = read_scope(node)
    elements = sum(1 + len(one.outgoing) for one in process.all_nodes())
    if elements > budget.elements:
        told = {"name": process.label, "elements": elements, "limit": budget.elements}
        is_ruled = bool(rules.get(process.id, ()))  # rules that were switched on are kept or refused, never passed by
        yield is_ruled, Problem("verification.too_large", told, file=file, line=process.line, element=process.id)
        return
    scopes = explore_scopes(process, budget)
    for explored in scopes:
        yield from state_findings(file, explored, budget)
    ruled = Ruled(file, process.id, process.line, rules.get(process.id, ()), scopes, decisions, rules, budget)
    yield from ((True, problem) for problem in rule_problems(ruled))
    if budget.is_over() and not any(explored.space.is_cut_off for explored in scopes):
        yield False, cut_off(file, process, sum(len(one.space.came_from) for one in scopes), budget)


def _diagrams(bundle: CompiledBundle) -> Mapping[str, bytes]:
    files = {process.file for process in bundle.processes.values()}
    return {name: bundle.files[name] for name in files}
