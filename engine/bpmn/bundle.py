"""A bundle of files (diagrams, decision tables, forms) read, checked and compiled once, addressed by its digest."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.checks import check
from engine.bpmn.checks.checking import Context, DrawnFile, check_file, check_together
from engine.bpmn.checks.examination import examine
from engine.bpmn.checks.variables import declared_by
from engine.bpmn.execution.frame import DEFAULT_FRAME, Frame
from engine.bpmn.execution.live import prepare_spec
from engine.bpmn.parsing.parser import DiagramParser
from engine.bpmn.parsing.placing import start_events
from engine.bpmn.parsing.timed_starts import TimedStart, timed_starts
from engine.bpmn.source.called import is_laid_in, without_copies
from engine.bpmn.source.collections import spell_out_collections
from engine.bpmn.source.decision_table import parse_decisions
from engine.bpmn.source.elements import Element
from engine.bpmn.source.extensions import is_confidential, read_lights
from engine.bpmn.source.namespaces import bpmn, is_bpmn, local_name
from engine.bpmn.source.qualifying import qualify
from engine.bpmn.source.reading import read_xml
from engine.bpmn.source.standard import is_a
from engine.domain.decision import DecisionTable
from engine.domain.errors import Invalid, NotExecutable, NotFound, Problem
from engine.forms import Form, parse_form

MAX_PROCESSES = 100
MAX_NODES = 3_000
_KEPT = tuple(bpmn(tag) for tag in ("process", "collaboration", "choreography", "globalConversation"))


@dataclass(frozen=True)
class CompiledProcess:
    """One process of a bundle; `spec` is None for a drawing that is not meant to run.

    `start_events` are the messages, signals and timers that start it, as (kind, name).
    """

    key: str
    name: str
    file: str
    executable: bool
    elements: Mapping[str, Element]
    start_events: tuple[tuple[str, str], ...] = ()
    spec: Any = None
    subprocess_specs: Mapping[str, Any] = field(default_factory=dict)
    timed_starts: tuple[TimedStart, ...] = ()
    confidential: bool = False
    lights: str | None = None

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
    trees, decisions, forms = _read_all(without_copies(files), problems)
    drawn = _draw(trees, problems)
    context = Context(decisions, forms, known, drawn)
    for one in drawn.values():
        check_file(one, context)
    check_together(context)
    problems += [problem for one in drawn.values() for problem in one.report.problems]
    warnings = [warning for one in drawn.values() for warning in one.report.warnings]
    roots = {name: one.root for name, one in drawn.items()}
    if not deployed:
        found = examine(roots, decisions, forms, known, frame.limits, open_variables=open_variables)
        problems += found.problems
        warnings += found.warnings
        if problems:
            raise _refusal(problems, drawn)
    processes = _processes(drawn, decisions)
    return CompiledBundle(
        digest_of(files), dict(files), processes, decisions, forms, tuple(warnings), frame, declared_by(roots)
    )


def _draw(trees: Mapping[str, Any], problems: list[Problem]) -> dict[str, DrawnFile]:
    drawn = {}
    for name, root in trees.items():
        kept = sum(child.tag in _KEPT for child in root)
        if root.tag != bpmn("definitions"):
            problems.append(Problem("bpmn.not_bpmn", file=name, line=root.sourceline))
        elif kept > MAX_PROCESSES:
            problems.append(Problem("bpmn.too_many_processes", {"limit": MAX_PROCESSES}, file=name, line=1))
        elif _number_of_nodes(root) > MAX_NODES:
            problems.append(Problem("bpmn.too_many_nodes", {"limit": MAX_NODES}, file=name, line=1))
        else:
            drawn[name] = DrawnFile(name, root)
    qualify({name: one.root for name, one in drawn.items()})
    return drawn


def _number_of_nodes(root: Any) -> int:
    """Steps, flows and declarations: what the checks compare with each other."""
    kinds = ("flowElement", "rootElement")
    return sum(is_bpmn(node) and any(is_a(local_name(node), kind) for kind in kinds) for node in root.iter())


def _refusal(problems: list[Problem], drawn: Mapping[str, DrawnFile]) -> Invalid:
    """With the hint that a drawing may be kept as one, where all that is wrong is in what should run."""
    could_be_kept = all(p.file in drawn and p.code not in check.WRONG_EVEN_IN_A_DRAWING for p in problems)
    return NotExecutable(problems) if could_be_kept else Invalid(problems)


def _read_all(
    files: Mapping[str, bytes], problems: list[Problem]
) -> tuple[dict[str, Any], dict[str, DecisionTable], dict[str, Form]]:
    trees: dict[str, Any] = {}
    decisions: dict[str, DecisionTable] = {}
    forms: dict[str, Form] = {}
    for name, content in files.items():
        try:
            if name.endswith(".dmn"):
                for table in parse_decisions(name, content):
                    if table.id in decisions and not is_laid_in(name):
                        problems.append(table.problem("id_duplicate", id=table.id))
                    problems += _clashes(name, {table.id}, decisions)
                    decisions[table.id] = table
            elif name.endswith(".json"):
                form = parse_form(name, content)
                problems += _clashes(name, {form.key}, forms)
                forms[form.key] = form
            elif name.endswith((".bpmn", ".xml")):
                trees[name] = read_xml(name, content)
            else:
                problems.append(Problem("bpmn.file_kind", file=name))
        except Invalid as invalid:
            problems += invalid.problems
    return trees, decisions, forms


def _clashes(name: str, found: Iterable[str], there: Mapping[str, Any]) -> list[Problem]:
    """What came along with a called process must not take the place of something else of that name."""
    return [Problem("bpmn.called_clash", {"id": key}, file=name) for key in found if key in there and is_laid_in(name)]


def _processes(drawn: Mapping[str, DrawnFile], decisions: Mapping[str, DecisionTable]) -> dict[str, CompiledProcess]:
    parser = DiagramParser()
    parser.decisions = decisions
    for one in drawn.values():
        spell_out_collections(one.root)
        _guarded(one, lambda one=one: parser.add_bpmn_xml(one.root, one.name))
    files_of = {node.get("id"): one for one in drawn.values() for node in one.root.iter(bpmn("process"))}
    problems: list[Problem] = []
    found = {}
    for one in drawn.values():
        for node in one.root.iter(bpmn("process")):
            try:
                found[node.get("id")] = _process(parser, one, node, files_of)
            except Invalid as invalid:
                problems += invalid.problems
        for node in one.kept_drawings():
            key = node.get("id")
            found[key] = CompiledProcess(key, node.get("name") or key, one.name, False, one.elements)
    if problems:
        raise NotExecutable(problems)
    return found


def _process(parser: DiagramParser, one: DrawnFile, node: Any, files_of: Mapping[str, DrawnFile]) -> CompiledProcess:
    key = node.get("id")
    name = node.get("name") or key
    if node not in one.report.executable:
        return CompiledProcess(key, name, one.name, False, one.elements)
    spec, subs = _guarded(one, lambda: (parser.get_spec(key), parser.get_subprocess_specs(key)))
    for each in (spec, *subs.values()):
        prepare_spec(each)
    elements: dict[str, Element] = {}
    for called in [files_of[sub] for sub in subs if sub in files_of]:
        elements.update(called.elements)
    elements.update(one.elements)
    starts, timed = start_events(spec), timed_starts(spec)
    confidential, lights = is_confidential(node), read_lights(node)
    return CompiledProcess(key, name, one.name, True, elements, starts, spec, subs, timed, confidential, lights)


def _guarded(one: DrawnFile, parse: Any) -> Any:
    """What our own checks did not foresee and SpiffWorkflow refuses, with file, line and element."""
    try:
        return parse()
    except Exception as refusal:
        element = getattr(refusal, "tag_id", None) or getattr(refusal, "id", None) or None
        node = next((node for node in one.root.iter() if element and node.get("id") == element), None)
        line = 1 if node is None else node.sourceline
        problem = Problem("bpmn.refused", {"reason": str(refusal)[:300]}, file=one.name, line=line, element=element)
        raise Invalid([problem]) from refusal
