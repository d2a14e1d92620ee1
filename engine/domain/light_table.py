"""The table of a process that says what colours its items yellow and red, read as rules and checked."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.domain.decision import DecisionFault, DecisionTable, evaluate
from engine.domain.errors import DubanError, Problem
from engine.domain.ladder import RANK, role_list
from engine.domain.lights import LightRules

LIGHT_FACTS = frozenset({"urgency", "source", "special", "cadence"})
LIGHT_COLUMNS = ("warning_days", "late_report", "yellow_steps", "red_steps", "yellow_behind", "red_behind", "missed")
_NUMBERS = ("warning_days", "yellow_behind", "red_behind")
_STEPS = ("yellow_steps", "red_steps")
_LIGHTS: Mapping[str, tuple[Any, ...]] = {"late_report": (None, "yellow", "red"), "missed": (None, "yellow")}


def light_rules(table: DecisionTable | None, facts: Mapping[str, Any]) -> LightRules:
    """What colours an item with these facts; without a table, or where no row fits, what always did."""
    outputs = evaluate(table, facts).outputs if table else None
    if table is None or not isinstance(outputs, dict):
        return LightRules()
    problems = list(_wrong(table, outputs, "", None))
    if problems:
        raise DecisionFault(problems[0])
    given: dict[str, Any] = {name: role_list(value) if name in _STEPS else value for name, value in outputs.items()}
    return LightRules(**given)


def check_lights(table: DecisionTable) -> list[Problem]:
    """All that keeps a table from saying what colours an item."""
    problems: list[Problem] = []
    if table.hit_policy in ("COLLECT", "RULE ORDER"):
        problems.append(table.problem("lights_one", policy=table.hit_policy))
    for name in sorted(table.input_names() - LIGHT_FACTS):
        problems.append(table.problem("lights_fact", fact=name, known=", ".join(sorted(LIGHT_FACTS))))
    for column in table.outputs:
        if column.name not in LIGHT_COLUMNS:
            problems.append(table.problem("lights_column", column=column.name, known=", ".join(LIGHT_COLUMNS)))
    for rule in table.rules:
        known: dict[str, Any] = {}
        for column, cell in zip(table.outputs, rule.outputs, strict=True):
            try:
                known |= {} if cell.names else {column.name: cell.evaluate({})}
            except DubanError:
                continue  # told where expressions are compiled
        problems += _wrong(table, known, rule.id, rule.line)
    return problems


def _wrong(table: DecisionTable, outputs: Mapping[str, Any], rule: str, line: int | None) -> Iterator[Problem]:
    for name, value in outputs.items():
        known = _wanted(name, value)
        if known:
            yield table.problem("lights_value", line, rule=rule, column=name, value=value, known=known)


def _wanted(name: str, value: Any) -> str:
    """What a cell may hold where this value is none of it; nothing where it fits."""
    if name in _NUMBERS and not (value is None or (type(value) is int and value >= 0)):
        return "0, 1, 2, … / null"
    if name in _STEPS and not set(role_list(value)) <= set(RANK):
        return ", ".join(step for step in RANK if step != "none")
    if name in _LIGHTS and value not in _LIGHTS[name]:
        return ", ".join(str(one or "null") for one in _LIGHTS[name])
    return ""
