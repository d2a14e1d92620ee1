"""A bundle of files (diagrams, decision tables, forms) read, checked and compiled once, addressed by its digest."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.bpmn import check, drawing, executable
from engine.bpmn.collections import spell_out_collections
from engine.bpmn.decision_table import parse_decisions
from engine.bpmn.decision_task import decision_problems
from engine.bpmn.elements import Element, read_elements
from engine.bpmn.examination import examine
from engine.bpmn.frame import DEFAULT_FRAME, Frame
from engine.bpmn.live import prepare_spec
from engine.bpmn.namespaces import bpmn
from engine.bpmn.parsing import DiagramParser
from engine.bpmn.placing import start_events
from engine.bpmn.reading import read_xml
from engine.bpmn.references import spell_out_events, spell_out_loop_data
from engine.bpmn.variables import declared_by
from engine.domain.decision import DecisionTable
from engine.domain.errors import Invalid, NotFound, Problem
from engine.forms import Form, parse_form


@dataclass(frozen=True)
class CompiledProcess:
    """One process of a bundle; `spec` is None for a drawing that is not meant to run.

    `start_events` are the messages and signals that start it, as (kind, name).
    """

    key: str
    name: str
    file: str
    executable: bool
    elements: Mapping[str, Element]
    start_events: tuple[tuple[str, str], ...] = ()
    spec: Any = None
    subprocess_specs: Mapping[str, Any] = field(default_factory=dict)

    def element(self, element_id: str) -> Element:
        return self.elements[element_id]


@dataclass(frozen=True)
class CompiledBundle:
    """Everything a definition needs to run."""

    digest: str
    files: Mapping[str, bytes]
    processes: Mapping[str, CompiledProcess]
    decisions: Mapping[str, DecisionTable]
    forms: Mapping[str, Form]
    warnings: tuple[Problem, ...] = ()
    frame: Frame = DEFAULT_FRAME
    declared: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def process(self, key: str) -> CompiledProcess:
        if key not in self.processes:
            raise NotFound
        return self.processes[key]


def digest_of(files: Mapping[str, bytes]) -> str:
    """The address of a bundle: SHA-256 over its file names and contents, in order of name."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return whole.hexdigest()


def compile_bundle(
    files: Mapping[str, bytes],
    known: check.Known,
    frame: Frame = DEFAULT_FRAME,
    *,
    deployed: bool = False,
    open_variables: bool = True,
) -> CompiledBundle:
    """Compile all files together; Invalid carries every problem of every file.

    `known` names what a diagram may refer to outside the bundle: actions, assignment rules, facts of the ladder;
    `frame` says within which limits and by which calendar it will run. With open variables, names and types are
    not examined. `deployed` files were accepted once and are not examined again.
    """
    problems: list[Problem] = []
    trees, decisions, forms = _read_all(files, problems)
    drawn = {name: read_elements(name, root, problems) for name, root in trees.items()}
    warnings: list[Problem] = []
    for name, root in trees.items():
        problems += drawing.diagram(name, root, drawn[name])
        problems += executable.rules(name, root)
        problems += check.references(name, drawn[name], decisions, forms, known)
        problems += decision_problems(name, root, decisions)
        warnings += check.advice(name, drawn[name])
    problems += drawing.calls(trees) + drawing.duplicate_keys(trees)
    if not deployed:
        found = examine(trees, decisions, forms, known, frame.limits, open_variables=open_variables)
        problems += found.problems
        warnings += found.warnings
    if problems:
        raise Invalid(problems)
    processes = _processes(trees, drawn, decisions)
    return CompiledBundle(
        digest_of(files), dict(files), processes, decisions, forms, tuple(warnings), frame, declared_by(trees)
    )


def _read_all(
    files: Mapping[str, bytes], problems: list[Problem]
) -> tuple[dict[str, Any], dict[str, DecisionTable], dict[str, Form]]:
    trees: dict[str, Any] = {}
    decisions: dict[str, DecisionTable] = {}
    forms: dict[str, Form] = {}
    for name, content in sorted(files.items()):
        try:
            if name.endswith(".dmn"):
                for table in parse_decisions(name, content):
                    if table.id in decisions:
                        problems.append(table.problem("id_duplicate", id=table.id))
                    decisions[table.id] = table
            elif name.endswith(".json"):
                form = parse_form(name, content)
                forms[form.key] = form
            elif name.endswith((".bpmn", ".xml")):
                trees[name] = read_xml(name, content)
            else:
                problems.append(Problem("bpmn.file_kind", file=name))
        except Invalid as invalid:
            problems += invalid.problems
    return trees, decisions, forms


def _processes(
    trees: Mapping[str, Any], drawn: Mapping[str, Mapping[str, Element]], decisions: Mapping[str, DecisionTable]
) -> dict[str, CompiledProcess]:
    parser = DiagramParser()
    parser.decisions = decisions
    for name, root in trees.items():
        spell_out_collections(root)
        spell_out_events(root)
        spell_out_loop_data(root)
        _guarded(name, root, lambda name=name, root=root: parser.add_bpmn_xml(root, name))
    files_of = {node.get("id"): name for name, root in trees.items() for node in root.iter(bpmn("process"))}
    problems: list[Problem] = []
    found = {}
    for name, root in trees.items():
        for node in root.iter(bpmn("process")):
            try:
                found[node.get("id")] = _process(parser, name, node, drawn, files_of)
            except Invalid as invalid:
                problems += invalid.problems
    if problems:
        raise Invalid(problems)
    return found


def _process(
    parser: DiagramParser,
    name: str,
    node: Any,
    drawn: Mapping[str, Mapping[str, Element]],
    files_of: Mapping[str, str],
) -> CompiledProcess:
    key = node.get("id")
    if node.get("isExecutable", "true") != "true":
        return CompiledProcess(key, node.get("name") or key, name, False, drawn[name])
    root = node.getroottree().getroot()
    spec, subs = _guarded(name, root, lambda: (parser.get_spec(key), parser.get_subprocess_specs(key)))
    for one in (spec, *subs.values()):
        prepare_spec(one)
    elements: dict[str, Element] = {}
    for called in [files_of[sub] for sub in subs if sub in files_of]:
        elements.update(drawn[called])
    elements.update(drawn[name])
    return CompiledProcess(key, node.get("name") or key, name, True, elements, start_events(spec), spec, subs)


def _guarded(name: str, root: Any, parse: Any) -> Any:
    """SpiffWorkflow's refusals as problems with file, line and element."""
    try:
        return parse()
    except ValidationException as refusal:
        element = getattr(refusal, "tag_id", None) or getattr(refusal, "id", None) or None
        reason = {"reason": str(refusal)}
        problem = Problem("bpmn.refused", reason, file=name, line=_line_of(root, element), element=element)
        raise Invalid([problem]) from refusal
    except Exception as refusal:
        raise Invalid([Problem("bpmn.refused", {"reason": repr(refusal)}, file=name)]) from refusal


def _line_of(root: Any, element: str | None) -> int | None:
    """Where the element begins; SpiffWorkflow names it but not its line."""
    return next((node.sourceline for node in root.iter() if element and node.get("id") == element), None)
