"""What a bundle is held against when it is deployed, and not again when it is loaded: names, types, limits, tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.bpmn.checks.check import Known
from engine.bpmn.checks.limited import beyond_limits
from engine.bpmn.checks.variables import variables_of
from engine.bpmn.execution.decision_task import read_use
from engine.bpmn.execution.environment import BARE_ISO
from engine.bpmn.source.extensions import Extensions, read_extensions
from engine.bpmn.source.namespaces import bpmn, duban
from engine.bpmn.source.references import GLOBAL_TASKS
from engine.domain.decision import DecisionTable
from engine.domain.decision_coverage import coverage_of
from engine.domain.errors import DubanError, Problem
from engine.domain.limits import Limits
from engine.expressions import SURROUNDINGS, compile_assignments, compile_condition
from engine.expressions.checking import check_expression, check_script
from engine.expressions.kinds import BOOLEAN, DAY, LIST, MOMENT, NUMBER, SPAN, TEXT
from engine.expressions.types import BY_WORD, Type, nearest
from engine.forms import Form

CONDITIONS = ("activationCondition", "conditionExpression", "condition", "completionCondition", "loopCondition")
TIMERS = ("timeDate", "timeDuration", "timeCycle")


@dataclass
class Findings:
    """Problems keep a bundle from being deployed, warnings do not."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def examine(
    trees: Mapping[str, Any],
    decisions: Mapping[str, DecisionTable],
    forms: Mapping[str, Form],
    known: Known,
    limits: Limits,
    *,
    open_variables: bool,
) -> Findings:
    """All that is found in files that are to be deployed together; with open variables, names and types are not."""
    found = Findings(beyond_limits(trees, limits))
    _examine_tables(found, trees, decisions)
    if not open_variables:
        variables = variables_of(trees, decisions, forms, known.engine_names)
        for name, root in trees.items():
            found.problems += _declarations(name, root, known)
            for process in root.iterchildren(bpmn("process"), *map(bpmn, GLOBAL_TASKS)):
                if process.get("isExecutable", "true") in ("true", "1"):
                    found.problems += _names_and_types(name, process, variables, decisions, known)
    return found


def _examine_tables(found: Findings, trees: Mapping[str, Any], decisions: Mapping[str, DecisionTable]) -> None:
    """A ladder that says nothing means that no step is due, so it may leave gaps."""
    ladders = [node for root in trees.values() for node in root.iter(duban("ladder"))]
    uses = {node.get(name) for node in ladders for name in ("decision", "byHand")}
    for table in decisions.values():
        coverage = coverage_of(table, may_leave_gaps=table.id in uses)
        found.problems += coverage.errors
        found.warnings += coverage.warnings


def _declarations(name: str, root: Any, known: Known) -> Iterator[Problem]:
    for node in root.iter(duban("variable")):
        place: dict[str, Any] = {"file": name, "line": node.sourceline, "element": _owner(node)}
        word, variable = node.get("type", "any"), node.get("name") or ""
        if not variable.isidentifier() or variable.startswith("_"):
            yield Problem("bpmn.variable_name", {"name": variable}, **place)
        elif variable in known.engine_names:
            yield Problem("expressions.name_of_engine", {"name": variable}, **place)
        if word not in BY_WORD:
            yield Problem("bpmn.variable_type", {"type": word, "known": "、".join(BY_WORD)}, **place)


def _names_and_types(
    name: str,
    process: Any,
    variables: Mapping[str, Type],
    decisions: Mapping[str, DecisionTable],
    known: Known,
) -> Iterator[Problem]:
    for node, problems in _checked(process, variables, decisions, known):
        for problem in problems:
            yield replace(problem, file=name, line=node.sourceline, element=_owner(node))


def _checked(
    process: Any, variables: Mapping[str, Type], decisions: Mapping[str, DecisionTable], known: Known
) -> Iterator[tuple[Any, list[Problem]]]:
    for node in process.iter("*"):
        tag, text = node.tag.rpartition("}")[2], (node.text or "").strip()
        tag = GLOBAL_TASKS.get(tag, tag)
        if tag in CONDITIONS:
            yield node, _expression(text, variables, BOOLEAN)
        elif tag == "loopCardinality":
            yield node, _expression(text, variables, NUMBER)
        elif tag in TIMERS and not BARE_ISO.match(text):
            yield node, _expression(text, variables, TEXT, DAY, MOMENT, SPAN)
        elif tag == "scriptTask":
            yield node, _script(node.findtext(bpmn("script")) or "", variables, known)
        elif tag == "businessRuleTask":
            yield node, list(_decision(node, variables, decisions))
        elif tag == "multiInstanceLoopCharacteristics" and node.get(duban("collection")):
            yield node, _expression(node.get(duban("collection")), variables, LIST)
        elif tag == "userTask":
            yield node, _of_user_task(read_extensions(node), variables)


def _of_user_task(use: Extensions, variables: Mapping[str, Type]) -> list[Problem]:
    found: list[Problem] = []
    if use.deadline and use.deadline.value:
        found += _expression(use.deadline.value, variables, NUMBER)
    if use.joint:
        found += _expression(use.joint.agree, variables, BOOLEAN)
        found += _expression(use.joint.weight, variables, NUMBER) if use.joint.weight else []
    return found


def _expression(text: str, variables: Mapping[str, Type], *wanted: str) -> list[Problem]:
    try:
        compile_condition(text)
    except DubanError:
        return []  # told where expressions are compiled
    return check_expression(text, variables, *wanted)


def _script(text: str, variables: Mapping[str, Type], known: Known) -> list[Problem]:
    try:
        targets = compile_assignments(text).targets
    except DubanError:
        return []
    taken = [
        Problem("expressions.name_of_engine", {"name": name}) for name in sorted(targets & set(known.engine_names))
    ]
    return taken + check_script(text, variables)


def _decision(node: Any, variables: Mapping[str, Type], decisions: Mapping[str, DecisionTable]) -> Iterator[Problem]:
    """The names that the table reads must be there, and their types fit its columns."""
    use = read_use(node)
    table = decisions.get(use.decision) if use else None
    if table is None:
        return
    for name in sorted(table.input_names() - set(variables) - {SURROUNDINGS}):
        meant = nearest(name, variables)
        yield Problem(
            "bpmn.decision_name",
            {"decision": table.name, "name": name, "nearest": f" ({meant}?)" if meant else ""},
        )
    for column in table.inputs:
        given = variables.get(column.expression.source.strip())
        wanted = _WANTED.get(column.type)
        if given and wanted and not given.is_open and given.kind not in wanted:
            yield Problem(
                "bpmn.decision_type",
                {"decision": table.name, "column": column.label, "type": column.type, "kind": given.kind},
            )


_WANTED = {
    "text": (TEXT,),
    "boolean": (BOOLEAN,),
    "number": (NUMBER,),
    "integer": (NUMBER,),
    "date": (TEXT, DAY),
    "moment": (TEXT, MOMENT),
}


def _owner(node: Any) -> str | None:
    """The id of the nearest element around a place, expressions and definitions left out."""
    while node is not None:
        tag = node.tag.rpartition("}")[2]
        if node.get("id") and not tag.endswith(("Expression", "Definition")):
            return str(node.get("id"))
        node = node.getparent()
    return None
