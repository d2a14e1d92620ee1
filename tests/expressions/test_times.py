"""Days, moments and spans: by the clock and calendar that were handed in, never the machine's."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.calendar import WorkingCalendar
from engine.domain.errors import Invalid
from engine.expressions import ExpressionFault, Surroundings, as_data, compile_assignments, compile_condition

# Wednesday 2026-09-30, 23:30 UTC, is the morning of the National Day, Thursday, in the office.
AROUND = Surroundings(datetime(2026, 9, 30, 23, 30, tzinfo=UTC), WorkingCalendar())
DATA = {"due_on": "2026-10-12", "at": "2026-10-12T18:00:00+08:00", "n": 3, "text": "soon", "nothing": None}


def value_of(source: str, data: dict[str, Any] = DATA, around: Surroundings = AROUND) -> Any:
    return as_data(compile_condition(source).evaluate(around.around(data)))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("today()", "2026-10-01"),
        ("now()", "2026-10-01T07:30:00+08:00"),
        ("date(due_on) > today() and date(at) == date(due_on)", True),
        ("date(2026, 2, 28) + duration('P1D')", "2026-03-01"),
        ("duration('P1D') + datetime('2026-01-01T09:00')", "2026-01-02T09:00:00+08:00"),
        ("datetime('2026-01-01T01:00:00Z') - duration('PT90M')", "2026-01-01T07:30:00+08:00"),
        ("date(due_on) - today()", "P11D"),
        ("duration('P1DT2H') * 2 - duration('PT30M')", "P2DT3H30M"),
        ("-duration('P1W')", "-P7D"),
        ("duration('PT0S')", "PT0S"),
        ("duration('P2D') > duration('PT47H')", True),
        ("days_between(today(), due_on)", 11),
        ("hours_between('2026-10-12', at)", 18.0),
        ("add_days(due_on, -12)", "2026-09-30"),
        ("add_months('2026-01-31', 1)", "2026-02-28"),
        ("add_months('2026-01-31', -2)", "2025-11-30"),
        ("[year(at), month(at), day(at), weekday(at), hour(at), minute(at)]", [2026, 10, 12, 1, 18, 0]),
        ("is_workday(today())", False),
        ("workdays_between('2026-10-08', due_on)", 3),  # 9, 10 (made up for the holidays) and 12
        ("add_workdays('2026-09-30', 1)", "2026-10-08"),
        ("str(today()) + '：' + str(duration('PT1H'))", "2026-10-01：PT1H"),
        ("max(date('2026-01-01'), today()) == today()", True),
    ],
)
def test_an_expression_counts_in_time(source: str, value: Any) -> None:
    assert value_of(source) == value


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("due_on < today()", "mixed_types"),
        ("today() < now()", "mixed_types"),
        ("date(text)", "bad_argument"),
        ("date('2026-02-30')", "bad_argument"),
        ("date(2026, 13, 1)", "bad_argument"),
        ("date(2026, 1)", "bad_argument"),
        ("date(nothing)", "bad_argument"),
        ("datetime('2026-01-01 09:00')", "bad_argument"),
        ("duration('P1M')", "bad_argument"),
        ("duration('P')", "bad_argument"),
        ("today() + duration('PT1H')", "not_whole_days"),
        ("today() + 1", "not_numbers"),
        ("today() + today()", "not_numbers"),
        ("duration('P999999D') * 9999999", "too_large"),
        ("add_days(due_on, 99999999)", "bad_argument"),
        ("add_months('9999-12-31', 1)", "too_large"),
        ("date('9999-12-31') + duration('P1D')", "too_large"),
        ("workdays_between('1999-01-01', due_on)", "beyond_calendar"),
        ("add_workdays(due_on, n / 2)", "bad_argument"),
    ],
)
def test_what_is_no_time_is_a_fault(source: str, code: str) -> None:
    with pytest.raises(ExpressionFault) as fault:
        value_of(source)
    assert fault.value.problem.code == f"expressions.{code}"
    assert fault.value.message("zh")


def test_data_cannot_tell_the_time() -> None:
    forged = {"now()": Surroundings(datetime(1999, 1, 1, tzinfo=UTC)), "now": "1999-01-01", "today": 1}
    assert value_of("today()", forged) == "2026-10-01"
    with pytest.raises(ExpressionFault) as fault:
        compile_condition("today()").evaluate({"now()": "1999-01-01"})
    assert fault.value.problem.code == "expressions.no_moment"
    with pytest.raises(ExpressionFault) as fault:
        value_of("is_workday(today())", around=Surroundings(AROUND.now))
    assert fault.value.problem.code == "expressions.no_calendar"


def test_a_script_leaves_times_as_text_and_what_holds_none_as_it_is() -> None:
    script = compile_assignments("due_on = add_workdays(due_on, 2)\nplan = {'from': today(), 'n': [n]}")
    assert as_data(script.execute(AROUND.around(DATA))) == {
        "due_on": "2026-10-14",
        "plan": {"from": "2026-10-01", "n": [3]},
    }
    plain = {"a": [1, {"b": None}]}
    assert as_data(plain) is plain


def test_the_moment_cannot_be_named_and_functions_take_what_they_take() -> None:
    for source in ("now", "today"):
        with pytest.raises(ExpressionFault):
            value_of(source)
    with pytest.raises(Invalid):
        compile_condition("now(1)")
