"""The condition language and decision tables: microseconds of an evaluation, as the engine asks for it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.goals import Goal, at_most, measured
from bench.ground import Ground
from bench.rounds import interleaved
from engine.bpmn.execution.environment import ClosedEnvironment
from engine.bpmn.source.decision_table import parse_decisions
from engine.calendar import WorkingCalendar
from engine.domain.decision import evaluate_decision
from engine.expressions import Surroundings

QUICK, TABLE = at_most(20, "µs"), at_most(1_000, "µs")
CONDITION = "a condition of five comparisons, in the engine's environment: µs"
WORKDAYS = "a condition that counts working days: µs"
RULES = "a decision table of 100 rules and four inputs, the last of which hits: µs"
GOALS = ((CONDITION, QUICK), (WORKDAYS, QUICK), (RULES, TABLE))

SOURCE = 'urgency in ["特急", "加急"] and days_left < 3 and not done and unit.name != "" and len(people) > 1'
COUNTED = 'workdays_between(today(), due_on) <= 3 and urgency == "特急"'
DATA = {
    "urgency": "特急",
    "days_left": 2,
    "done": False,
    "unit": {"name": "办公室"},
    "people": ["甲", "乙"],
    "due_on": "2026-01-08",
    **{f"field_{number}": "x" for number in range(30)},
}
FACTS = {"urgency": "平件", "days_left": 99, "source": "批示", "done": False}


def measure(place: Ground) -> list[Goal]:
    now, calendar = datetime(2026, 1, 5, 1, 0, tzinfo=UTC), WorkingCalendar()
    environment = ClosedEnvironment(lambda: Surroundings(now, calendar))
    (table,) = parse_decisions("bench.dmn", hundred_rules())
    contestants = {
        CONDITION: _microseconds(lambda: environment.evaluate(SOURCE, DATA), 5_000),
        WORKDAYS: _microseconds(lambda: environment.evaluate(COUNTED, DATA), 5_000),
        RULES: _microseconds(lambda: evaluate_decision(table, FACTS), 200),
    }
    figures = interleaved(5 if place.quick else 15, contestants)
    return [measured(name, bound, figures[name]) for name, bound in GOALS]


def _microseconds(evaluate: Callable[[], object], times: int) -> Callable[[], float]:
    def measure() -> float:
        began = time.thread_time()  # nothing is waited for, so what others do on the machine is left out
        for _ in range(times):
            evaluate()
        return (time.thread_time() - began) / times * 1e6

    return measure


def hundred_rules() -> bytes:
    """A table as a designer draws it; every row of the first column says one of four texts, of the second its own."""
    columns = "".join(
        f'<input label="{name}"><inputExpression typeRef="{kind}"><text>{name}</text></inputExpression></input>'
        for name, kind in (("urgency", "string"), ("days_left", "number"), ("source", "string"), ("done", "boolean"))
    )
    urgencies = ("特急", "加急", "平急", "平件")
    rows = "".join(
        "<rule>"
        + "".join(
            f"<inputEntry><text>{cell}</text></inputEntry>"
            for cell in (f'"{urgencies[number % 4]}"', f"[{number}..{number + 1}[", "-", "not(true)")
        )
        + f'<outputEntry><text>"urge"</text></outputEntry><outputEntry><text>{number}</text></outputEntry></rule>'
        for number in range(100)
    )
    outputs = '<output name="step" typeRef="string"/><output name="answer_days" typeRef="integer"/>'
    table = f'<decisionTable hitPolicy="UNIQUE">{columns}{outputs}{rows}</decisionTable>'
    head = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
    return f'{head}<decision id="t" name="t">{table}</decision></definitions>'.encode()
