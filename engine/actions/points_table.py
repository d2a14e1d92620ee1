"""The designer's tables of performance: points, and how long what is on the negative list stands."""

from datetime import date
from typing import Any

from engine.act import Act
from engine.domain.decision import DecisionTable, evaluate
from engine.domain.errors import Invalid, NotFound, Problem
from engine.domain.performance import FACTS, OUTPUTS, Happening, Line, subjects_of, tenths
from engine.expressions.times import add_months
from engine.store.definitions import get_definition

KEY = "performance-appeal"  # the process whose bundle holds the tables
POINTS, NEGATIVE = "points", "negative"


def newest_digest(act: Act) -> str:
    """The bundle that was deployed last."""
    return get_definition(act.session, KEY).digest


def points_table(act: Act, digest: str) -> DecisionTable:
    """The table of a bundle. Invalid where it is missing, asks what nobody knows, or does not answer as it must."""
    table = act.house.bundles.get(act.session, digest).decisions.get(POINTS)
    if table is None:
        raise Invalid([Problem("performance.table_missing", {"table": POINTS})])
    problems = [
        _wrong(table, "fact_unknown", name=name, known="、".join(sorted(FACTS)))
        for name in sorted(table.input_names() - FACTS)
    ]
    if {output.name for output in table.outputs} != set(OUTPUTS):
        problems.append(_wrong(table, "outputs", wanted="、".join(OUTPUTS)))
    if problems:
        raise Invalid(problems)
    return table


def _wrong(table: DecisionTable, code: str, **parameters: Any) -> Problem:
    return Problem(f"performance.{code}", parameters, table.file, table.line, table.id)


class PointsTable:
    """Asked once for the same facts, however often they come."""

    def __init__(self, table: DecisionTable) -> None:
        self._table = table
        self._known: dict[tuple[tuple[str, Any], ...], tuple[tuple[str, int, str], ...]] = {}

    def lines_of(self, happening: Happening) -> list[Line]:
        """The lines that a happening makes: for the unit, for the person, by each row that hits."""
        return [
            Line(happening, subject, rule, points, text)
            for subject in subjects_of(happening)
            for rule, points, text in self._answers(happening.facts(subject))
        ]

    def _answers(self, facts: dict[str, Any]) -> tuple[tuple[str, int, str], ...]:
        key = tuple(facts.items())
        if key not in self._known:
            self._known[key] = tuple(self._ask(facts))
        return self._known[key]

    def _ask(self, facts: dict[str, Any]) -> list[tuple[str, int, str]]:
        decision = evaluate(self._table, facts)
        rows = decision.outputs if isinstance(decision.outputs, list) else [decision.outputs or {}]
        answers = []
        for rule, row in zip(decision.rule_ids, rows, strict=False):
            points = tenths(row["points"]) if isinstance(row["points"], int | float) else None
            if points is None or not isinstance(row["sentence"], str):
                raise Invalid([_wrong(self._table, "points", row=rule)])
            answers.append((rule, points, row["sentence"]))
        return answers


def stands_until(act: Act, kind: str, occurred_on: date) -> date | None:
    """The last day that an entry of the negative list counts by the newest table; None: it does not run out."""
    try:
        bundle = act.house.bundles.get(act.session, newest_digest(act))
    except NotFound:
        return None
    table = bundle.decisions.get(NEGATIVE)
    decided = evaluate(table, {"kind": kind}).outputs if table else None
    months = decided.get("months") if isinstance(decided, dict) else None
    return add_months(occurred_on, int(months)) if months else None
