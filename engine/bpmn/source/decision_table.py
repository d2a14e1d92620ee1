"""Reads decision tables and literal expressions, DMN 1.1 to 1.5; what the file says beyond is refused, not ignored."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from engine.bpmn.source.decision_cells import (
    Report,
    can_test,
    child,
    children,
    fits,
    read_expression,
    read_item_types,
    read_tests,
    read_type,
    read_values,
    text_of,
)
from engine.bpmn.source.reading import read_xml
from engine.domain.decision import Aggregation, DecisionTable, HitPolicy, Input, Output, Rule
from engine.domain.errors import Invalid

NAMESPACES = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
)
HIT_POLICIES = ("UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT")
AGGREGATIONS = ("SUM", "COUNT", "MIN", "MAX")
MAX_RULES = 2_000
MAX_DECISIONS = 200
_COMPUTED = (
    "invocation",
    "context",
    "relation",
    "list",
    "functionDefinition",
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
    if len(decisions) > MAX_DECISIONS:
        report.add("too_many_decisions", root, limit=MAX_DECISIONS)
        raise Invalid(report.problems)
    _refuse_duplicates(report, decisions)
    report = report.knowing(read_item_types(root))
    tables = {decision.get("id"): _decision(report.about(decision), decision) for decision in decisions}
    _refuse_loose_requirements(report, decisions)
    if report.problems:
        raise Invalid(report.problems)
    return tuple(_joined({key: table for key, table in tables.items() if table}, decisions).values())


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


def _decision(report: Report, decision: Any) -> DecisionTable | None:
    drawn, literal = child(decision, "decisionTable"), child(decision, "literalExpression")
    if (drawn is None) == (literal is None) or any(children(decision, tag) for tag in _COMPUTED):
        report.add("not_a_table", decision, name=_name(decision))
        return None
    return _literal(report, decision, literal) if drawn is None else _table(report, decision, drawn)


def _literal(report: Report, decision: Any, literal: Any) -> DecisionTable | None:
    """An expression by itself: a table without inputs, with one rule that always hits."""
    cell = read_expression(report, literal, "expression")
    if cell is None:
        return None
    variable = child(decision, "variable")
    output = Output(_result_name(decision), read_type(report, literal if variable is None else variable))
    if not fits(output, cell):
        report.add("value_not_allowed", literal, row=1, column=output.name, value=cell.source)
    rule = Rule(f"{report.element}.1", (), (cell,), line=literal.sourceline)
    return DecisionTable(
        id=decision.get("id"),
        name=_name(decision),
        hit_policy="UNIQUE",
        inputs=(),
        outputs=(output,),
        rules=(rule,),
        file=report.file_name,
        line=decision.sourceline,
        result=_result_name(decision),
    )


def _table(report: Report, decision: Any, drawn: Any) -> DecisionTable | None:
    before = len(report.problems)
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
        result=_result_name(decision),
    )


def _required(decision: Any) -> list[str]:
    """The decisions whose results this one uses, as its file refers to them."""
    nodes = [child(one, "requiredDecision") for one in children(decision, "informationRequirement")]
    return [node.get("href") or "" for node in nodes if node is not None]


def _refuse_loose_requirements(report: Report, decisions: list[Any]) -> None:
    """What is required must be a decision of this file, and none may require itself, directly or not."""
    required = {decision.get("id"): [href.removeprefix("#") for href in _required(decision)] for decision in decisions}
    for decision in decisions:
        for key in required[decision.get("id")]:
            if key not in required:
                report.about(decision).add("requires_unknown", decision, name=_name(decision), reference=key)
        if decision.get("id") in _reached(decision.get("id"), required):
            report.about(decision).add("requires_loop", decision, name=_name(decision))


def _reached(key: str, required: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [key]
    while waiting:
        for one in required.get(waiting.pop(), []):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def _joined(tables: Mapping[str, DecisionTable], decisions: list[Any]) -> dict[str, DecisionTable]:
    """Every decision with all that it requires, each once, in an order in which each finds what it needs."""
    required = {decision.get("id"): [href.removeprefix("#") for href in _required(decision)] for decision in decisions}
    order: list[str] = []
    while len(order) < len(tables):
        order += [key for key in tables if key not in order and all(one in order for one in required[key])]
    reached = {key: _reached(key, required) for key in tables}
    return {
        key: replace(table, requires=tuple(tables[one] for one in order if one in reached[key]))
        for key, table in tables.items()
    }


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
    return str(name if name and name.isidentifier() else decision.get("id") or "")


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
    if policy in ("PRIORITY", "OUTPUT ORDER") and not any(output.allowed for output in outputs):
        report.add("priority_values", decision, policy=policy)


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
    for column, test, node in zip(inputs, tests, conditions, strict=True):
        if column and test and not can_test(column, test):
            report.add("test_type", node, row=number, column=column.label, type=column.type, value=test.source)
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
