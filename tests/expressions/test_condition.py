"""A condition says yes, no or what is wrong; it never guesses and never runs away."""

import threading
import timeit
from typing import Any

import pytest

from engine.domain.errors import Invalid
from engine.expressions import ExpressionFault, compile_condition
from engine.expressions.limits import MAX_ITEMS, MAX_TEXT

MATTER = {
    "urgency": "特急",
    "left": 2,
    "done": False,
    "unit": {"name": "办公室", "members": [{"age": 30}, {"age": 41}]},
    "tags": ["重点", "会议"],
    "nothing": None,
}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ('urgency == "特急" and left < 3', True),
        ("not done and nothing == null", True),
        ("1 < left <= 2", True),
        ("unit.members[1]['age'] - unit.members[-2].age", 11),
        ('"重点" in tags and "批示" not in tags', True),
        ('"name" in unit and "公" in unit.name', True),
        ("left if done else left * 2 ** 3 // 3 % 4", 1),
        ('{"a": [1, true, null], "b": -left}', {"a": [1, True, None], "b": -2}),
        ("true == True and false == False and null == None", True),
        ("max(1, left, 1.5) + min([4, 3]) + abs(-1) + sum([1, 2])", 9),
        ('contains(urgency, "急") and starts_with("abc", "ab") and ends_with("abc", "c")', True),
        ('upper("a") + lower("B") + str(1) + str(null)', "Ab1None"),
        ('int("12") + float(" 1.5 ") + round(2.345, 1) + len(tags)', 17.8),
        ('bool("true") and not bool("False") and bool(1)', True),
        ("any([false, true]) and all([]) and len(list(unit)) == 2", True),
        ("[1] + [2] + tags", [1, 2, "重点", "会议"]),
        ("left in (1, 2,\n  3)\n  and not done", True),
    ],
)
def test_a_condition_has_its_value(source: str, value: Any) -> None:
    assert compile_condition(source).evaluate(MATTER) == value


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("absent", "missing_name"),
        ("unit.absent", "missing_key"),
        ("tags[2]", "index_out_of_range"),
        ("urgency.name", "bad_path"),
        ("tags[true]", "bad_path"),
        ('"a" < 1', "mixed_types"),
        ("left == '2'", "mixed_types"),
        ("true == 1", "mixed_types"),
        ("nothing < 1", "mixed_types"),
        ("[1] < [2]", "mixed_types"),
        ('left in ["1", "2"]', "not_in"),
        ('1 in "1"', "not_in"),
        ("left and done", "not_boolean"),
        ("1 if left else 2", "not_boolean"),
        ("not tags", "not_boolean"),
        ('"a" * 1000000000', "not_numbers"),
        ("true + true", "not_numbers"),
        ("-urgency", "not_numbers"),
        ('left + "2"', "not_numbers"),
        ("1 / (left - 2)", "division_by_zero"),
        ("9 ** 9 ** 9", "too_large"),
        ("9.9 ** 100 ** 1", "too_large"),
        ("10 ** 20 * 10 ** 20", "too_large"),
        ("(-8) ** 0.5", "no_result"),
        ("len(1)", "bad_argument"),
        ('bool("yes")', "bad_argument"),
        ('int("1.5")', "bad_argument"),
        ("max([])", "empty_list"),
        ('max(1, "a")', "mixed_types"),
        ("round(1, 10 ** 9)", "bad_argument"),
    ],
)
def test_what_cannot_be_decided_is_a_fault_and_never_false(source: str, code: str) -> None:
    with pytest.raises(ExpressionFault) as fault:
        compile_condition(source).evaluate(MATTER)
    assert fault.value.problem.code == f"expressions.{code}"
    assert source[:5] in fault.value.message("zh")


@pytest.mark.parametrize(
    ("source", "code", "place"),
    [
        ("", "empty", (1, 1)),
        ("a >", "syntax", (1, 4)),
        ("a = 1", "single_equals", (1, 3)),
        ("urgency ＝＝ 1", "full_width", (1, 9)),
        ("a) or (b", "syntax", (1, 2)),
        ("(a) or\n(b", "syntax", (2, 1)),
        ("true and\n  甲 and 乙._x", "private_name", (2, 7)),
        ("().__class__.__mro__", "private_name", (1, 1)),
        ("open('/etc/passwd')", "unknown_function", (1, 1)),
        ("'a'.upper()", "not_a_function", (1, 1)),
        ("len(1, 2)", "argument_count", (1, 1)),
        ("max(*a)", "not_allowed", (1, 5)),
        ("round(1, ndigits=2)", "argument_count", (1, 1)),
        ("lambda: 1", "not_allowed", (1, 1)),
        ("[x for x in y]", "not_allowed", (1, 1)),
        ("f'{a}'", "not_allowed", (1, 1)),
        ("a[1:2]", "not_allowed", (1, 3)),
        ("a is None", "not_allowed", (1, 1)),
        ("a | b", "not_allowed", (1, 1)),
        ("~a", "not_allowed", (1, 1)),
        ("(a := 1)", "not_allowed", (1, 2)),
        ("b'x'", "not_allowed", (1, 1)),
        ("1j", "not_allowed", (1, 1)),
        ("...", "not_allowed", (1, 1)),
        ("{1: 2}", "bad_key", (1, 1)),
        ("{**a}", "bad_key", (1, 1)),
        ("{'_a': 1}", "private_name", (1, 1)),
        ("'''a\nb'''", "multi_line_text", (1, 1)),
        ("1e999", "number_too_large", (1, 1)),
        ("1" * 400, "number_too_large", (1, 1)),
        ("1" * 5000, "syntax", (1, 1)),
        ("a\0", "syntax", (1, 1)),
        ("'\ud800'", "syntax", (1, 1)),
        ("a" * 10_001, "too_long", (1, 1)),
        ("-" * 3000 + "1", "too_many_parts", (1, 1)),
        ("[" + "1," * 500 + "]", "too_many_parts", (1, 1)),
        ("-" * 60 + "1", "too_deep", (1, 1)),
        ("a" + ".b" * 1200, "too_deep", (1, 1)),
    ],
)
def test_what_the_language_does_not_have_is_refused_with_its_place(
    source: str, code: str, place: tuple[int, int]
) -> None:
    with pytest.raises(Invalid) as refused:
        compile_condition(source)
    problem = refused.value.problems[0]
    assert problem.code == f"expressions.{code}"
    assert (problem.parameters["line"], problem.parameters["column"]) == place or code == "syntax"
    assert problem.message("zh").encode()
    assert problem.message("en").encode()


def test_all_problems_are_named_at_once_in_reading_order() -> None:
    with pytest.raises(Invalid) as refused:
        compile_condition("_a and\nopen(1) and\nb._c")
    assert [problem.parameters["line"] for problem in refused.value.problems] == [1, 2, 3]


def test_a_condition_that_is_wanted_must_be_true_or_false() -> None:
    assert compile_condition("left == 2").holds(MATTER)
    with pytest.raises(ExpressionFault, match="true or false"):
        compile_condition("left").holds(MATTER)


def test_values_grow_only_to_their_bounds() -> None:
    with pytest.raises(ExpressionFault):
        compile_condition("a + a").evaluate({"a": "x" * MAX_TEXT})
    with pytest.raises(ExpressionFault):
        compile_condition("a + a").evaluate({"a": [0] * MAX_ITEMS})
    with pytest.raises(ExpressionFault):
        compile_condition("[a, a, a]").evaluate({"a": [0] * (MAX_ITEMS // 2)})


def _endless() -> list[Any]:
    values: list[Any] = []
    values.append(values)
    return values


def test_infinite_numbers_and_endless_data_from_outside_are_faults() -> None:
    endless, other = _endless(), _endless()
    for source in ("int(a)", "round(a)", "a + 1"):
        with pytest.raises(ExpressionFault):
            compile_condition(source).evaluate({"a": float("inf")})
    with pytest.raises(ExpressionFault):
        compile_condition("a == b").evaluate({"a": endless, "b": other})


def test_fixed_values_cannot_be_overruled_by_data() -> None:
    assert compile_condition("true").evaluate({"true": False}) is True
    assert compile_condition("max(1, 2)").evaluate({"max": 0}) == 2


def test_the_names_an_expression_needs_are_known_before_it_runs() -> None:
    condition = compile_condition("len(a.b) > c[d] and true")
    assert condition.names == {"a", "c", "d"}


def test_the_same_text_is_compiled_once() -> None:
    assert compile_condition("a > 1") is compile_condition("a > 1")


def test_deep_text_is_refused_on_a_small_thread_stack() -> None:
    refused: list[str] = []

    def compile_deep_texts() -> None:
        for source in ("not " * 2400 + "a", "a**" * 1200 + "a", "a if b else " * 600 + "c", "(" * 3000):
            with pytest.raises(Invalid) as invalid:
                compile_condition(source)
            refused.append(invalid.value.problems[0].code)

    before = threading.stack_size(1024 * 1024)
    thread = threading.Thread(target=compile_deep_texts)
    thread.start()
    thread.join()
    threading.stack_size(before)
    assert len(refused) == 4


def test_a_plain_condition_takes_at_most_twenty_microseconds() -> None:
    condition = compile_condition('urgency == "特急" and left < 3 and unit.name in ["办公室", "人事处"]')
    fastest = min(timeit.repeat(lambda: condition.evaluate(MATTER), number=1000, repeat=5)) / 1000
    assert fastest < 20e-6
