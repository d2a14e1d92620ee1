"""The ladder is climbed step by step, at the moment the table says and never twice for the same cause."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.domain.decision import DecisionFault, DecisionTable, HitPolicy, Input, Output, Rule
from engine.domain.ladder import STEPS, Step, ask, check_ladder, next_moment, steps_for
from engine.expressions import compile_condition, compile_unary_tests

FACTS = ("stage", "urgency", "days_left", "unanswered", "step")
ANSWERS = ("step", "notify", "template", "answer_days")
ROWS = [
    # stage, urgency, days left, unanswered urges, step taken before → step, notify, template, days to answer
    ("overdue", "-", "-", "< 0", "-", 'not("supervise")', '"supervise"', '"leader, unit_head"', '"notice"', "3"),
    ("silent", '"办理"', "-", ">= 0", ">= 2", '"urge"', '"watch"', '"officer、unit_head"', "", "1"),
    ("warning_urgent", "-", '"特急"', "[0..1]", "0", '"none"', '"urge"', '"handler,substitute"', '"urge"', ""),
    ("warning", "-", 'not("特急")', "[0..3]", "0", '"none"', '"urge"', '"handler,substitute"', '"urge"', "2"),
    ("quiet", "-", "-", "-", "-", "-", "null", "", "", ""),
]
START = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


def ladder(rows: Sequence[tuple[str, ...]] = ROWS, hit_policy: HitPolicy = "FIRST") -> DecisionTable:
    rules = tuple(
        Rule(
            row[0],
            tuple(compile_unary_tests(cell) for cell in row[1:6]),
            tuple(compile_condition(cell or "null") for cell in row[6:]),
            line=number,
        )
        for number, row in enumerate(rows, 1)
    )
    return DecisionTable(
        id="ladder",
        name="升级规则",
        hit_policy=hit_policy,
        inputs=tuple(Input(name, compile_condition(name)) for name in FACTS),
        outputs=tuple(Output(name) for name in ANSWERS),
        rules=rules,
        file="ladder.dmn",
    )


def facts(**changes: Any) -> Mapping[str, Any]:
    return {"stage": "办理", "urgency": "平件", "days_left": 10, "unanswered": 0, "step": "none", **changes}


def test_nothing_is_asked_for_while_time_is_left() -> None:
    assert ask(ladder(), facts()) is None


def test_an_item_near_its_due_date_is_urged() -> None:
    assert ask(ladder(), facts(days_left=3)) == Step("urge", ("handler", "substitute"), "urge", 2, "warning")


def test_urgency_moves_the_threshold() -> None:
    assert ask(ladder(), facts(days_left=3, urgency="特急")) is None
    urged = ask(ladder(), facts(days_left=1, urgency="特急"))
    assert urged == Step("urge", ("handler", "substitute"), "urge", None, "warning_urgent")


def test_an_overdue_item_is_supervised() -> None:
    supervised = ask(ladder(), facts(days_left=-1, unanswered=5, step="watch"))
    assert supervised == Step("supervise", ("leader", "unit_head"), "notice", 3, "overdue")


def test_unanswered_urges_lead_to_watching() -> None:
    watched = ask(ladder(), facts(days_left=1, unanswered=2, step="urge"))
    assert watched == Step("watch", ("officer", "unit_head"), "watch", 1, "silent")


def test_a_step_that_was_taken_is_not_asked_for_again() -> None:
    assert ask(ladder(), facts(days_left=3, unanswered=1, step="urge")) is None
    assert ask(ladder(), facts(days_left=-4, step="supervise")) is None


def test_the_whole_ladder_is_climbed_once_each_at_its_own_moment() -> None:
    taken: list[tuple[int, str]] = []
    urges = 0
    day = 0
    while day < 30:

        def facts_at(moment: datetime) -> Mapping[str, Any]:
            last = taken[-1][1] if taken else "none"
            return facts(days_left=10 - (moment - START).days, unanswered=urges, step=last)  # noqa: B023

        found = next_moment(ladder(), facts_at, (START + timedelta(days=n) for n in range(day, 30)))
        if found is None:
            break
        day = (found[0] - START).days
        taken.append((day, found[1].code))
        urges += 2
    assert taken == [(7, "urge"), (7, "watch"), (11, "supervise")]


def test_the_next_moment_is_the_first_with_a_step_and_later_ones_are_not_asked() -> None:
    asked: list[datetime] = []

    def facts_at(moment: datetime) -> Mapping[str, Any]:
        asked.append(moment)
        return facts(days_left=5 - (moment - START).days)

    found = next_moment(ladder(), facts_at, (START + timedelta(days=n) for n in range(1000)))
    assert found is not None
    assert (found[0], found[1].code) == (START + timedelta(days=2), "urge")
    assert len(asked) == 3


def test_there_is_no_next_moment_where_the_table_stays_silent() -> None:
    assert next_moment(ladder(), lambda _: facts(), [START]) is None


def test_a_sound_ladder_passes_the_check() -> None:
    assert check_ladder(ladder(), FACTS, STEPS) == []


def test_the_check_names_everything_a_ladder_cannot_do() -> None:
    wrong = ("bad", "-", "mood", "-", "-", "-", '"shout"', '"handler,boss"', "3", "1.5")
    problems = check_ladder(ladder([wrong], "COLLECT"), [*FACTS, "left"], STEPS)
    assert [problem.code for problem in problems] == [
        f"ladder.{name}"
        for name in ("one_step", "fact_unknown", "step_unknown", "role_unknown", "template_not_text", "answer_days")
    ]
    assert [problem.line for problem in problems] == [None, None, 1, 1, 1, 1]
    assert all(problem.message("zh") and problem.message("en") for problem in problems)
    assert all((problem.file, problem.element) == ("ladder.dmn", "ladder") for problem in problems)


def test_the_check_names_missing_and_superfluous_columns() -> None:
    table = DecisionTable("t", "t", "FIRST", (), (Output("stepp"),), ())
    assert [problem.code for problem in check_ladder(table, [], STEPS)] == [
        "ladder.no_step_column",
        "ladder.column_unknown",
    ]


def test_a_step_unknown_here_is_a_fault_when_a_fact_supplies_it() -> None:
    computed = ("computed", "-", "-", "-", "-", "-", "step", "", "", "")
    assert check_ladder(ladder([computed]), FACTS, STEPS) == []
    with pytest.raises(DecisionFault, match="no step 'shout'"):
        ask(ladder([computed]), facts(step="shout"))


def test_the_steps_of_a_stage_are_those_its_rules_can_answer() -> None:
    assert steps_for(ladder(), "办理") == {"supervise", "watch", "urge"}
    assert steps_for(ladder(), "签收") == {"supervise", "urge"}
