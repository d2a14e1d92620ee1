"""Reads decision tables from DMN 1.1 to 1.5; what the file says beyond tables is refused, not ignored."""

from collections import Counter
from typing import Any, cast

from engine.bpmn.decision_cells import (
    Report,
    child,
    children,
    fits,
    read_expression,
    read_tests,
    read_type,
    read_values,
    text_of,
)
from engine.bpmn.reading import read_xml
from engine.domain.decision import Aggregation, DecisionTable, HitPolicy, Input, Output, Rule
from engine.domain.errors import Invalid

NAMESPACES = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
)
HIT_POLICIES = ("UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER", "COLLECT")
AGGREGATIONS = ("SUM", "COUNT", "MIN", "MAX")
MAX_RULES = 2_000
_COMPUTED = (
    "invocation",
    "context",
    "relation",
    "list",
    "functionDefinition",
    "literalExpression",
    "conditional",
    "for",
)


def parse_decisions(file_name: str, content: bytes) -> tuple[DecisionTable, ...]:
    """Every decision table of a DMN file; Invalid names all problems at once with line and cell."""
    root = read_xml(file_name, content)
    report = Report(file_name)
    if root.tag not in {f"{{{namespace}}}definitions" for namespace in NAMESPACES}:
        report.add("not_dmn", root)
        raise Invalid(report.problems)
    for model in children(root, "businessKnowledgeModel") + children(root, "decisionService"):
        report.add("not_a_table", model, name=_name(model))
    decisions = children(root, "decision")
    if not decisions:
        report.add("no_decision", root)
    _refuse_duplicates(report, decisions)
    tables = [_table(report.about(decision), decision) for decision in decisions]
    if report.problems:
        raise Invalid(report.problems)
    return tuple(table for table in tables if table is not None)


def _name(node: Any) -> str:
    return node.get("name") or node.get("id") or node.tag.rpartition("}")[2]


def _refuse_duplicates(report: Report, decisions: list[Any]) -> None:
    seen: set[str] = set()
    for decision in decisions:
        key = decision.get("id")
        if not key:
            report.add("id_missing", decision, name=_name(decision))
        elif key in seen:
            report.add("id_duplicate", decision, id=key)
        seen.add(key)


def _table(report: Report, decision: Any) -> DecisionTable | None:
    drawn = child(decision, "decisionTable")
    if drawn is None or any(children(decision, tag) for tag in _COMPUTED):
        report.add("not_a_table", decision, name=_name(decision))
        return None
    before = len(report.problems)
    if children(decision, "informationRequirement") and _requires_decision(decision):
        report.add("requires_decision", decision, name=_name(decision))
    hit_policy, aggregation = _hit_policy(report, drawn)
    inputs = [_input(report, node, number) for number, node in enumerate(children(drawn, "input"), 1)]
    columns = children(drawn, "output")
    outputs = [_output(report, decision, node, number, len(columns)) for number, node in enumerate(columns, 1)]
    _check_outputs(report, decision, hit_policy, aggregation, outputs)
    rules = _rules(report, drawn, inputs, outputs)
    if len(report.problems) > before:
        return None
    return DecisionTable(
        id=decision.get("id"),
        name=_name(decision),
        hit_policy=hit_policy,
        aggregation=aggregation,
        inputs=tuple(column for column in inputs if column),
        outputs=tuple(outputs),
        rules=tuple(rule for rule in rules if rule),
        file=report.file_name,
        line=decision.sourceline,
    )


def _requires_decision(decision: Any) -> bool:
    requirements = children(decision, "informationRequirement")
    return any(child(requirement, "requiredDecision") is not None for requirement in requirements)


def _hit_policy(report: Report, drawn: Any) -> tuple[HitPolicy, Aggregation | None]:
    policy, aggregation = drawn.get("hitPolicy", "UNIQUE"), drawn.get("aggregation")
    if policy not in HIT_POLICIES:
        report.add("hit_policy", drawn, policy=policy, known=", ".join(HIT_POLICIES))
    if aggregation is not None and (aggregation not in AGGREGATIONS or policy != "COLLECT"):
        report.add("aggregation", drawn, aggregation=aggregation, known=", ".join(AGGREGATIONS))
    return cast("HitPolicy", policy), cast("Aggregation | None", aggregation)


def _input(report: Report, node: Any, number: int) -> Input | None:
    label = node.get("label") or f"#{number}"
    place = f"inputs/{number}"
    expression = child(node, "inputExpression")
    if expression is None or not text_of(expression):
        report.add("input_empty", node, column=label)
        return None
    compiled = read_expression(report, expression, place)
    values = child(node, "inputValues")
    allowed = read_tests(report, values, place) if values is not None else None
    value_type = read_type(report, expression)
    if compiled is None:
        return None
    return Input(node.get("label") or compiled.source, compiled, value_type, allowed)


def _output(report: Report, decision: Any, node: Any, number: int, count: int) -> Output:
    place = f"outputs/{number}"
    name = node.get("name") or (_result_name(decision) if count == 1 else "")
    if not name:
        report.add("output_unnamed", node, column=node.get("label") or f"#{number}")
    fallback = child(node, "defaultOutputEntry")
    return Output(
        name=name,
        type=read_type(report, node),
        allowed=read_values(report, child(node, "outputValues"), place),
        default=read_expression(report, fallback, place) if fallback is not None else None,
    )


def _result_name(decision: Any) -> str:
    variable = child(decision, "variable")
    name = variable.get("name") if variable is not None else None
    return str(name or decision.get("id") or "")


def _check_outputs(
    report: Report, decision: Any, policy: HitPolicy, aggregation: Aggregation | None, outputs: list[Output]
) -> None:
    names = [output.name for output in outputs]
    if not names:
        report.add("no_output", decision)
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        report.add("output_duplicate", decision, column=name)
    if aggregation and len(names) != 1:
        report.add("aggregation_columns", decision, aggregation=aggregation)
    if policy == "PRIORITY" and not any(output.allowed for output in outputs):
        report.add("priority_values", decision)


def _rules(report: Report, drawn: Any, inputs: list[Input | None], outputs: list[Output]) -> list[Rule | None]:
    rows = children(drawn, "rule")
    if not rows:
        report.add("no_rule", drawn)
    if len(rows) > MAX_RULES:
        report.add("too_many_rules", drawn, limit=MAX_RULES)
        return []
    rules = [_rule(report, row, number, inputs, outputs) for number, row in enumerate(rows, 1)]
    counted = Counter(rule.id for rule in rules if rule)
    for key in (key for key, times in counted.items() if times > 1):
        report.add("id_duplicate", drawn, id=key)
    return rules


def _rule(report: Report, row: Any, number: int, inputs: list[Input | None], outputs: list[Output]) -> Rule | None:
    conditions, answers = children(row, "inputEntry"), children(row, "outputEntry")
    if (len(conditions), len(answers)) != (len(inputs), len(outputs)):
        report.add("cell_count", row, row=number, inputs=len(inputs), outputs=len(outputs))
        return None
    place = f"rules/{number}"
    tests = [read_tests(report, node, f"{place}/inputs/{n}") for n, node in enumerate(conditions, 1)]
    cells = [read_expression(report, node, f"{place}/outputs/{n}") for n, node in enumerate(answers, 1)]
    for output, cell, node in zip(outputs, cells, answers, strict=True):
        if cell and not fits(output, cell):
            report.add("value_not_allowed", node, row=number, column=output.name, value=cell.source)
    return Rule(
        id=row.get("id") or f"{report.element}.{number}",
        tests=tuple(test for test in tests if test),
        outputs=tuple(cell for cell in cells if cell),
        annotation=_annotation(row),
        line=row.sourceline,
    )


def _annotation(row: Any) -> str:
    notes = [text_of(note) for note in children(row, "annotationEntry")]
    described = child(row, "description")
    if described is not None and described.text:
        notes.append(described.text.strip())
    return " ".join(filter(None, notes))
