"""Decision tables as values: what a DMN table says for the data of one moment, and which rules said it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Protocol

from engine.domain import messages
from engine.domain.decision_types import ValueType, as_type, is_of
from engine.domain.errors import DubanError, Problem

HitPolicy = Literal["UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT"]
Aggregation = Literal["SUM", "COUNT", "MIN", "MAX"]
ANSWERING_LISTS: tuple[HitPolicy, ...] = ("RULE ORDER", "OUTPUT ORDER", "COLLECT")


class Expression(Protocol):
    """A compiled expression of the closed language; without names it is a constant."""

    @property
    def source(self) -> str: ...

    @property
    def names(self) -> frozenset[str]: ...

    def evaluate(self, names: Mapping[str, Any]) -> Any: ...


class CellTest(Protocol):
    """A compiled cell of unary tests; `constants` are the values it compares with, None where they are computed."""

    @property
    def source(self) -> str: ...

    @property
    def names(self) -> frozenset[str]: ...

    @property
    def always(self) -> bool: ...

    @property
    def constants(self) -> tuple[Any, ...] | None: ...

    def matches(self, value: Any, names: Mapping[str, Any]) -> bool: ...


class DecisionFault(DubanError):
    """A table could not decide on these data; `problem` says why and how to mend it."""

    code = "dmn.fault"

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__([problem])

    def message(self, language: str = messages.DEFAULT_LANGUAGE) -> str:
        return self.problem.message(language)


@dataclass(frozen=True)
class Input:
    """One input column; `allowed` is the list of values the designer foresaw."""

    label: str
    expression: Expression
    type: ValueType = "any"
    allowed: CellTest | None = None


@dataclass(frozen=True)
class Output:
    """One output column; `allowed` also orders the values for PRIORITY and OUTPUT ORDER, the first weighs most."""

    name: str
    type: ValueType = "any"
    allowed: tuple[Any, ...] = ()
    default: Expression | None = None


@dataclass(frozen=True)
class Rule:
    """One row: a test for each input, an expression for each output."""

    id: str
    tests: tuple[CellTest, ...]
    outputs: tuple[Expression, ...]
    annotation: str = ""
    line: int | None = None


@dataclass(frozen=True)
class DecisionTable:
    """A decision table as its designer drew it; a literal expression is one without inputs, with a single rule.

    `requires` are the decisions whose results it uses, directly or not, each under its `result` name and in an order
    in which each finds what it needs (DMN 1.3, 6.2.2).
    """

    id: str
    name: str
    hit_policy: HitPolicy
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    aggregation: Aggregation | None = None
    file: str | None = None
    line: int | None = None
    result: str = ""
    requires: tuple["DecisionTable", ...] = ()

    @cached_property
    def lines(self) -> tuple[tuple[Rule, tuple[tuple[int, CellTest], ...]], ...]:
        """Each rule with its cells that test something, by column."""
        return tuple(
            (rule, tuple((column, test) for column, test in enumerate(rule.tests) if not test.always))
            for rule in self.rules
        )

    def input_names(self) -> frozenset[str]:
        """Every name that the table reads, in its columns and cells and in what it requires."""
        read = [column.expression.names for column in self.inputs]
        for rule in self.rules:
            read += [test.names for test in rule.tests]
            read += [cell.names for cell in rule.outputs]
        read += [required.input_names() for required in self.requires]
        return frozenset[str]().union(*read) - {required.result for required in self.requires}

    def problem(self, name: str, line: int | None = None, **parameters: Any) -> Problem:
        return Problem(
            f"dmn.{name}", {"table": self.name, **parameters}, file=self.file, line=line or self.line, element=self.id
        )


@dataclass(frozen=True)
class Decision:
    """What a table decided: one record, a list of them (by its hit policy), or None; and by which rules."""

    outputs: dict[str, Any] | list[dict[str, Any]] | None
    rule_ids: tuple[str, ...] = ()


def evaluate_decision(table: DecisionTable, data: Mapping[str, Any]) -> dict[str, Any]:
    """The result by output names; lists for hit policies that answer lists, null for every output when no rule hits.

    DecisionFault where the hit policy or a type is broken, ExpressionFault where a cell cannot be computed.
    """
    return results(table, evaluate(table, data))


def results(table: DecisionTable, decision: Decision) -> dict[str, Any]:
    """What was decided, by output names."""
    outputs = decision.outputs
    if isinstance(outputs, list):
        return {column.name: [one[column.name] for one in outputs] for column in table.outputs}
    return outputs or {column.name: None for column in table.outputs}


def single_result(table: DecisionTable, decision: Decision) -> Any:
    """What was decided, as one value: of a single output its value, else the record; or a list of those."""
    if len(table.outputs) == 1:
        return results(table, decision)[table.outputs[0].name]
    return decision.outputs


def evaluate(table: DecisionTable, names: Mapping[str, Any]) -> Decision:
    """The table's decision on these names; DecisionFault where its hit policy is broken."""
    for required in table.requires:
        names = {**names, required.result: single_result(required, evaluate(required, names))}
    matching = _matching(table, names)
    match table.hit_policy:
        case "COLLECT" | "RULE ORDER" | "OUTPUT ORDER":
            return _collected(table, matching, names)
        case "FIRST":
            matching = matching[:1]
        case "UNIQUE" if len(matching) > 1:
            raise DecisionFault(table.problem("overlap", matching[1].line, rules=_ids(matching)))
    if not matching:
        return Decision(_default(table, names))
    answers = [_outputs(table, rule, names) for rule in matching]
    if table.hit_policy == "PRIORITY":
        best = min(range(len(matching)), key=lambda index: _weight(table, answers[index]))
        return Decision(answers[best], (matching[best].id,))
    if any(answer != answers[0] for answer in answers):
        raise DecisionFault(table.problem("contradiction", matching[1].line, rules=_ids(matching)))
    return Decision(answers[0], _rule_ids(matching))


def _matching(table: DecisionTable, names: Mapping[str, Any]) -> list[Rule]:
    """The rules that hit, in order. Cells that say the same in one column are the same object and are asked once."""
    values = [_input_value(table, column, names) for column in table.inputs]
    known: list[dict[int, bool]] = [{} for _ in values]
    first_only = table.hit_policy == "FIRST"
    found: list[Rule] = []
    for rule, cells in table.lines:
        for column, test in cells:
            answers, key = known[column], id(test)
            if key not in answers:
                answers[key] = test.matches(values[column], names)
            if not answers[key]:
                break
        else:
            found.append(rule)
            if first_only:
                break
    return found


def _input_value(table: DecisionTable, column: Input, names: Mapping[str, Any]) -> Any:
    value = as_type(column.expression.evaluate(names), column.type)
    if value is None:
        return None
    if not is_of(value, column.type):
        raise DecisionFault(table.problem("input_type", column=column.label, type=column.type))
    if column.allowed and not column.allowed.matches(value, names):
        raise DecisionFault(table.problem("input_not_allowed", column=column.label, allowed=column.allowed.source))
    return value


def _outputs(table: DecisionTable, rule: Rule, names: Mapping[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for column, cell in zip(table.outputs, rule.outputs, strict=True):
        value = as_type(cell.evaluate(names), column.type)
        if value is not None and not is_of(value, column.type):
            raise DecisionFault(
                table.problem("output_type", rule.line, column=column.name, rules=rule.id, type=column.type)
            )
        if column.allowed and value is not None and value not in column.allowed:
            raise DecisionFault(table.problem("output_not_allowed", rule.line, column=column.name, rules=rule.id))
        answer[column.name] = value
    return answer


def _default(table: DecisionTable, names: Mapping[str, Any]) -> dict[str, Any] | None:
    if not any(column.default for column in table.outputs):
        return None
    return {column.name: column.default.evaluate(names) if column.default else None for column in table.outputs}


def _weight(table: DecisionTable, answer: Mapping[str, Any]) -> tuple[int, ...]:
    """The rank of an answer by the order of the allowed values, column after column; the least weighs most."""
    return tuple(_rank(column.allowed, answer[column.name]) for column in table.outputs)


def _rank(allowed: tuple[Any, ...], value: Any) -> int:
    return allowed.index(value) if value in allowed else len(allowed)


def _collected(table: DecisionTable, rules: list[Rule], names: Mapping[str, Any]) -> Decision:
    answers = [_outputs(table, rule, names) for rule in rules]
    if table.hit_policy == "OUTPUT ORDER":
        order = sorted(range(len(rules)), key=lambda index: _weight(table, answers[index]))
        rules, answers = [rules[index] for index in order], [answers[index] for index in order]
    if table.aggregation is None:
        return Decision(answers, _rule_ids(rules))
    name = table.outputs[0].name
    return Decision({name: _aggregated(table, [answer[name] for answer in answers])}, _rule_ids(rules))


def _aggregated(table: DecisionTable, values: list[Any]) -> Any:
    if table.aggregation == "COUNT":
        return len(values)
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in values):
        raise DecisionFault(table.problem("not_numbers", column=table.outputs[0].name))
    if not values:
        return None
    if table.aggregation == "SUM":
        return sum(values)
    return min(values) if table.aggregation == "MIN" else max(values)


def _ids(rules: list[Rule]) -> str:
    return ", ".join(_rule_ids(rules))


def _rule_ids(rules: list[Rule]) -> tuple[str, ...]:
    return tuple(rule.id for rule in rules)
