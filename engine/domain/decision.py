"""Decision tables as values: what a DMN table says for the data of one moment, and which rules said it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from engine.domain import messages
from engine.domain.errors import DubanError, Problem

HitPolicy = Literal["UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER", "COLLECT"]
Aggregation = Literal["SUM", "COUNT", "MIN", "MAX"]
ValueType = Literal["any", "text", "boolean", "number", "date"]


class Expression(Protocol):
    """A compiled expression of the closed language; without names it is a constant."""

    @property
    def source(self) -> str: ...

    @property
    def names(self) -> frozenset[str]: ...

    def evaluate(self, names: Mapping[str, Any]) -> Any: ...


class CellTest(Protocol):
    """A compiled cell of unary tests."""

    @property
    def source(self) -> str: ...

    @property
    def names(self) -> frozenset[str]: ...

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
    """One output column; `allowed` also orders the values for the hit policy PRIORITY, the first weighs most."""

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
    """A decision table as its designer drew it."""

    id: str
    name: str
    hit_policy: HitPolicy
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    aggregation: Aggregation | None = None
    file: str | None = None
    line: int | None = None

    def input_names(self) -> frozenset[str]:
        """Every name that the table reads, in its input columns and in its cells."""
        read = [column.expression.names for column in self.inputs]
        for rule in self.rules:
            read += [test.names for test in rule.tests]
            read += [cell.names for cell in rule.outputs]
        return frozenset[str]().union(*read)

    def problem(self, name: str, line: int | None = None, **parameters: Any) -> Problem:
        return Problem(
            f"dmn.{name}", {"table": self.name, **parameters}, file=self.file, line=line or self.line, element=self.id
        )


@dataclass(frozen=True)
class Decision:
    """What a table decided: one record, a list of records (RULE ORDER, COLLECT), or None; and by which rules."""

    outputs: dict[str, Any] | list[dict[str, Any]] | None
    rule_ids: tuple[str, ...] = ()


def evaluate(table: DecisionTable, names: Mapping[str, Any]) -> Decision:
    """The table's decision on these names; DecisionFault where its hit policy is broken."""
    matching = _matching(table, names)
    match table.hit_policy:
        case "COLLECT" | "RULE ORDER":
            return _collected(table, matching, names)
        case "FIRST":
            matching = matching[:1]
        case "UNIQUE" if len(matching) > 1:
            raise DecisionFault(table.problem("overlap", matching[1].line, rules=_ids(matching)))
    if not matching:
        return Decision(_default(table, names))
    answers = [_outputs(table, rule, names) for rule in matching]
    if table.hit_policy == "PRIORITY":
        return _weightiest(table, matching, answers)
    if any(answer != answers[0] for answer in answers):
        raise DecisionFault(table.problem("contradiction", matching[1].line, rules=_ids(matching)))
    return Decision(answers[0], _rule_ids(matching))


def _matching(table: DecisionTable, names: Mapping[str, Any]) -> list[Rule]:
    values = [_input_value(table, column, names) for column in table.inputs]
    first_only = table.hit_policy == "FIRST"
    found: list[Rule] = []
    for rule in table.rules:
        if all(test.matches(value, names) for test, value in zip(rule.tests, values, strict=True)):
            found.append(rule)
            if first_only:
                break
    return found


def _input_value(table: DecisionTable, column: Input, names: Mapping[str, Any]) -> Any:
    value = column.expression.evaluate(names)
    if value is not None and column.allowed and not column.allowed.matches(value, names):
        raise DecisionFault(table.problem("input_not_allowed", column=column.label, allowed=column.allowed.source))
    return value


def _outputs(table: DecisionTable, rule: Rule, names: Mapping[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for column, cell in zip(table.outputs, rule.outputs, strict=True):
        value = cell.evaluate(names)
        if column.allowed and value is not None and value not in column.allowed:
            raise DecisionFault(table.problem("output_not_allowed", rule.line, column=column.name, rules=rule.id))
        answer[column.name] = value
    return answer


def _default(table: DecisionTable, names: Mapping[str, Any]) -> dict[str, Any] | None:
    if not any(column.default for column in table.outputs):
        return None
    return {column.name: column.default.evaluate(names) if column.default else None for column in table.outputs}


def _weightiest(table: DecisionTable, rules: list[Rule], answers: list[dict[str, Any]]) -> Decision:
    def weight(index: int) -> tuple[int, ...]:
        answer = answers[index]
        return tuple(_rank(column.allowed, answer[column.name]) for column in table.outputs)

    best = min(range(len(rules)), key=weight)
    return Decision(answers[best], (rules[best].id,))


def _rank(allowed: tuple[Any, ...], value: Any) -> int:
    return allowed.index(value) if value in allowed else len(allowed)


def _collected(table: DecisionTable, rules: list[Rule], names: Mapping[str, Any]) -> Decision:
    answers = [_outputs(table, rule, names) for rule in rules]
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
