"""A decision table answers by its hit policy and says which rules it went by."""

import timeit
from dataclasses import replace
from typing import Any

import pytest

from engine.domain.decision import (
    Aggregation,
    Decision,
    DecisionFault,
    DecisionTable,
    HitPolicy,
    Input,
    Output,
    Rule,
    evaluate,
    evaluate_decision,
    single_result,
)
from engine.domain.decision_types import ValueType
from engine.expressions import ExpressionFault, compile_condition, compile_unary_tests

ROWS = [("< 10", '"low"'), ("[5..20]", '"middle"'), ("> 15", '"high"'), ("-", '"low"')]


def table(hit_policy: HitPolicy, rows: list[tuple[str, str]] = ROWS, **changes: Any) -> DecisionTable:
    rules = tuple(
        Rule(f"r{number}", (compile_unary_tests(cell),), (compile_condition(answer),))
        for number, (cell, answer) in enumerate(rows, 1)
    )
    parts: dict[str, Any] = {"outputs": (Output("level"),), **changes}
    return DecisionTable(
        "t", "分级", hit_policy, inputs=(Input("金额", compile_condition("amount")),), rules=rules, **parts
    )


def decide(hit_policy: HitPolicy, amount: Any, rows: list[tuple[str, str]] = ROWS, **changes: Any) -> Decision:
    return evaluate(table(hit_policy, rows, **changes), {"amount": amount})


def test_unique_answers_the_one_rule_and_refuses_two() -> None:
    assert decide("UNIQUE", 3, ROWS[:3]) == Decision({"level": "low"}, ("r1",))
    with pytest.raises(DecisionFault) as fault:
        decide("UNIQUE", 7, ROWS[:3])
    assert fault.value.problem.code == "dmn.overlap"
    assert "r1, r2" in fault.value.message("zh")


def test_first_answers_the_topmost_rule() -> None:
    assert decide("FIRST", 7) == Decision({"level": "low"}, ("r1",))
    assert decide("FIRST", 17) == Decision({"level": "middle"}, ("r2",))


def test_any_answers_what_all_matching_rules_agree_on() -> None:
    assert decide("ANY", 3) == Decision({"level": "low"}, ("r1", "r4"))
    with pytest.raises(DecisionFault, match="differ"):
        decide("ANY", 7)


def test_priority_answers_the_weightiest_output() -> None:
    weights = (Output("level", allowed=("high", "middle", "low")),)
    assert decide("PRIORITY", 17, outputs=weights) == Decision({"level": "high"}, ("r3",))


def test_collect_and_rule_order_answer_all_in_order() -> None:
    levels = [{"level": "middle"}, {"level": "high"}, {"level": "low"}]
    assert decide("RULE ORDER", 17) == Decision(levels, ("r2", "r3", "r4"))
    assert decide("COLLECT", 17) == Decision(levels, ("r2", "r3", "r4"))
    assert decide("COLLECT", 12, ROWS[:1]) == Decision([], ())


def test_output_order_answers_all_by_the_order_of_the_allowed_values() -> None:
    weights = (Output("level", allowed=("high", "middle", "low")),)
    levels = [{"level": "high"}, {"level": "middle"}, {"level": "low"}]
    assert decide("OUTPUT ORDER", 17, outputs=weights) == Decision(levels, ("r3", "r2", "r4"))


def test_results_stand_under_their_outputs_names() -> None:
    assert evaluate_decision(table("FIRST"), {"amount": 7}) == {"level": "low"}
    assert evaluate_decision(table("COLLECT"), {"amount": 17}) == {"level": ["middle", "high", "low"]}
    assert evaluate_decision(table("UNIQUE", ROWS[:1]), {"amount": 17}) == {"level": None}
    collected = table("COLLECT")
    assert single_result(collected, evaluate(collected, {"amount": 17})) == ["middle", "high", "low"]


@pytest.mark.parametrize(
    ("value_type", "amount", "answer"), [("integer", 2.5, "1"), ("text", 7, "1"), ("any", 7, "'a'")]
)
def test_a_value_of_another_type_than_its_column_is_a_fault(value_type: ValueType, amount: Any, answer: str) -> None:
    drawn = table("FIRST", [("-", answer)], outputs=(Output("level", "number"),))
    typed = replace(drawn, inputs=(Input("金额", compile_condition("amount"), value_type),))
    with pytest.raises(DecisionFault, match="column's type"):
        evaluate(typed, {"amount": amount})


@pytest.mark.parametrize(("aggregation", "value"), [("SUM", 6), ("COUNT", 3), ("MIN", 1), ("MAX", 3)])
def test_collect_aggregates(aggregation: Aggregation, value: int) -> None:
    rows = [("> 0", "1"), ("> 1", "amount"), ("-", "3")]
    assert decide("COLLECT", 2, rows, aggregation=aggregation).outputs == {"level": value}


def test_an_aggregate_of_nothing_is_null_and_of_texts_a_fault() -> None:
    assert decide("COLLECT", 12, ROWS[:1], aggregation="SUM").outputs == {"level": None}
    assert decide("COLLECT", 12, ROWS[:1], aggregation="COUNT").outputs == {"level": 0}
    with pytest.raises(DecisionFault, match="not a number"):
        decide("COLLECT", 3, aggregation="SUM")


def test_no_matching_rule_answers_none_or_the_default() -> None:
    assert decide("UNIQUE", 12, ROWS[:1]) == Decision(None, ())
    fallback = (Output("level", default=compile_condition('"none"')),)
    assert decide("FIRST", 12, ROWS[:1], outputs=fallback) == Decision({"level": "none"}, ())


def test_a_missing_value_matches_only_dash_and_null() -> None:
    rows = [("< 10", "1"), ("not(3)", "2"), ("null", "3"), ("-", "4")]
    assert decide("RULE ORDER", None, rows).rule_ids == ("r3", "r4")


def test_a_missing_name_and_a_value_of_another_kind_are_faults() -> None:
    with pytest.raises(ExpressionFault):
        evaluate(table("FIRST"), {})
    with pytest.raises(ExpressionFault):
        decide("FIRST", "12")


def test_values_outside_the_lists_of_allowed_values_are_faults() -> None:
    with pytest.raises(DecisionFault, match="allowed values"):
        decide("FIRST", 3, outputs=(Output("level", allowed=("high",)),))
    foreseen = (Input("金额", compile_condition("amount"), allowed=compile_unary_tests("[0..100]")),)
    drawn = table("FIRST")
    narrowed = DecisionTable("t", "分级", "FIRST", foreseen, drawn.outputs, drawn.rules)
    with pytest.raises(DecisionFault, match="allowed values"):
        evaluate(narrowed, {"amount": 101})


def test_the_names_a_table_reads_are_known() -> None:
    assert table("FIRST", [("< limit", "rate * 2")]).input_names() == {"amount", "limit", "rate"}


def test_a_table_of_a_hundred_rules_takes_at_most_a_millisecond() -> None:
    urgencies = ["特急", "加急", "平急", "平件"]
    rules = tuple(
        Rule(
            f"r{number}",
            tuple(
                compile_unary_tests(cell)
                for cell in (f'"{urgencies[number % 4]}"', f"[{number}..{number + 1})", "-", "not(true)")
            ),
            (compile_condition('"urge"'), compile_condition(str(number))),
        )
        for number in range(100)
    )
    inputs = tuple(Input(name, compile_condition(name)) for name in ("urgency", "left", "source", "done"))
    drawn = DecisionTable("t", "t", "UNIQUE", inputs, (Output("step"), Output("days")), rules)
    names = {"urgency": "平件", "left": 99, "source": "批示", "done": False}
    assert evaluate(drawn, names).outputs == {"step": "urge", "days": 99}
    fastest = min(timeit.repeat(lambda: evaluate(drawn, names), number=10, repeat=5)) / 10
    assert fastest < 1e-3
