"""An expression that must fail is found before it runs; one that may hold never is."""

from typing import Any

import pytest
from hypothesis import given, settings

from engine.domain.errors import Invalid
from engine.expressions import ExpressionFault, compile_condition
from engine.expressions.checking import assigned_types, check_expression, check_script
from engine.expressions.kinds import BOOLEAN, LIST, NUMBER, RECORD, TEXT, kind_of
from engine.expressions.types import ANY, Type
from tests.expressions.test_oracle import DATA, conditions, numbers, texts

VARIABLES = {
    "amount": Type(NUMBER),
    "decision": Type(TEXT, values=frozenset({"accept", "reject"})),
    "name": Type(TEXT),
    "signed": Type(BOOLEAN),
    "units": Type(LIST, element=Type(NUMBER)),
    "person": Type(RECORD, fields={"age": Type(NUMBER), "name": Type(TEXT)}),
    "record": Type(RECORD),
    "anything": ANY,
}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("amout > 5", "name_unknown"),
        ("amount < '5'", "types_mixed"),
        ("name > 5", "types_mixed"),
        ("name == 5", "types_mixed"),
        ("signed == 'true'", "types_mixed"),
        ("amount + '1' > 0", "types_mixed"),
        ("amount + null > 0", "types_mixed"),
        ("-name == ''", "types_mixed"),
        ("amount < null", "types_mixed"),
        ("amount in name", "types_mixed"),
        ("name in units", "types_mixed"),
        ("'a' in amount", "types_mixed"),
        ("today() < name", "types_mixed"),
        ("today() + 1 == today()", "types_mixed"),
        ("amount", "type_not_boolean"),
        ("amount and signed", "type_not_boolean"),
        ("not name", "type_not_boolean"),
        ("1 if name else 2", "type_not_boolean"),
        ("len(amount) > 1", "type_argument"),
        ("upper(signed) == 'A'", "type_argument"),
        ("year(amount) == 2026", "type_argument"),
        ("person.agee > 5", "type_path"),
        ("person.age.x == 1", "type_path"),
        ("name.x == 'a'", "type_path"),
        ("units['a'] == 1", "type_path"),
        ("decision == 'acept'", "value_unknown"),
        ("'acept' != decision", "value_unknown"),
        ("decision in ['accept', 'no']", "value_unknown"),
    ],
)
def test_what_must_fail_is_a_problem_with_its_place(source: str, code: str) -> None:
    problems = check_expression(source, VARIABLES, BOOLEAN)
    assert f"expressions.{code}" in [problem.code for problem in problems]
    assert all(problem.parameters["line"] == 1 and problem.parameters["column"] >= 1 for problem in problems)
    assert all(problem.message("zh") != problem.message("en") for problem in problems)


@pytest.mark.parametrize(
    "source",
    [
        "amount > 5 and signed or decision == 'accept'",
        "anything > 5 and anything == 'x' and anything.a[0].b in anything",
        "record.whatever == 5 and record['a'] < 'x'",
        "name == null or amount != null",
        "units[0] + 1 > sum(units) and max(units) in units and 5 in [amount, 6]",
        "person.age < 5 and 'age' in person and len(person) == 2",
        "date(name) < today() and workdays_between(name, today()) > amount",
        "date(name) - today() > duration('P3D') and date(name) + duration('P1D') > today()",
        "(amount if signed else name) == 5",
        "min(amount, 5) > 3 and min([name, 'a']) == 'a'",
        "'x' + name in decision + 'y' and [1] + units == units",
        "decision in [name, 'accept'] and decision not in units + []",
        "anything[amount] and anything[name] and units[amount] == 1",
    ],
)
def test_what_may_hold_is_no_problem(source: str) -> None:
    if "decision not in units" in source:
        source = source.replace("units + []", "anything")
    assert check_expression(source, VARIABLES, BOOLEAN) == []


def test_a_misspelt_name_is_told_with_the_one_that_was_meant() -> None:
    (problem,) = check_expression("amout > 5", VARIABLES)
    assert "amount" in problem.message("zh")
    (problem,) = check_expression("zzz > 5", VARIABLES)
    assert problem.parameters["nearest"] == ""


def test_a_place_wants_its_kind() -> None:
    assert check_expression("amount * 2", VARIABLES, NUMBER) == []
    assert [p.code for p in check_expression("name", VARIABLES, NUMBER)] == ["expressions.type_wrong"]
    assert check_expression("anything", VARIABLES, NUMBER) == []


def test_a_script_knows_what_it_assigned_before() -> None:
    script = "total = amount * 2\nok = total > 5\nperson.age = total\nlate_on = today()"
    assert check_script(script, VARIABLES) == []
    assert {name: one.kind for name, one in assigned_types(script, VARIABLES).items()} == {
        "total": NUMBER,
        "ok": BOOLEAN,
        "person": RECORD,
        "late_on": TEXT,
    }
    assert [p.code for p in check_script("total = amount\nx = total + 'a'", VARIABLES)] == ["expressions.types_mixed"]
    assert [p.code for p in check_script("x = y", VARIABLES)] == ["expressions.name_unknown"]


@settings(max_examples=200, deadline=None)
@given(numbers | texts | conditions)
def test_what_is_refused_would_have_failed(source: str) -> None:
    variables = {name: _typed(value) for name, value in DATA.items()}
    try:
        problems = check_expression(source, variables)
    except Invalid:
        return
    if problems:
        with pytest.raises(ExpressionFault):
            compile_condition(source).evaluate(DATA)


def _typed(value: Any) -> Type:
    fields = {name: _typed(part) for name, part in value.items()} if isinstance(value, dict) else None
    return Type(kind_of(value), fields, _typed(value[0]) if isinstance(value, list) else None)
