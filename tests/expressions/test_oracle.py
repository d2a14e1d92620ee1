"""Random expressions mean what they mean in Python, wherever they mean anything."""

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.domain.errors import Invalid
from engine.expressions import ExpressionFault, compile_assignments, compile_condition

DATA: dict[str, Any] = {"n": 3, "f": 2.5, "t": "急件", "b": True, "xs": [1, 2, 3], "r": {"k": 7, "s": "a"}}
BUILTINS = {"len": len, "min": min, "max": max, "abs": abs, "round": round, "sum": sum, "str": str, "any": any}


def _signed(signs: list[str], parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda left, sign, right: f"({left} {sign} {right})", parts, st.sampled_from(signs), parts)


def _choice(conditions: st.SearchStrategy[str], parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda yes, condition, no: f"({yes} if {condition} else {no})", parts, conditions, parts)


numbers: st.SearchStrategy[str] = st.deferred(
    lambda: (
        st.integers(-20, 20).map(str)
        | st.floats(-9, 9, allow_subnormal=False).map(repr)
        | st.sampled_from(["n", "f", "r['k']", "xs[0]", "xs[-1]", "len(t)", "sum(xs)"])
        | _signed(["+", "-", "*", "/", "//", "%", "**"], numbers)
        | st.builds("-{}".format, numbers)
        | st.builds("max({}, {})".format, numbers, numbers)
        | st.builds("abs(round({}))".format, numbers)
        | _choice(conditions, numbers)
    )
)
texts: st.SearchStrategy[str] = st.deferred(
    lambda: (
        st.text(alphabet="ab急'\"\\", max_size=3).map(repr)
        | st.sampled_from(["t", "r['s']"])
        | _signed(["+"], texts)
        | st.builds("str({})".format, st.integers(-999, 999).map(str))
    )
)
conditions: st.SearchStrategy[str] = st.deferred(
    lambda: (
        st.sampled_from(["True", "False", "b"])
        | _signed(["<", "<=", ">", ">=", "==", "!="], numbers)
        | _signed(["<", "==", "in", "not in"], texts)
        | st.builds("({} < {} <= {})".format, numbers, numbers, numbers)
        | st.builds("({} in [{}, {}])".format, numbers, numbers, numbers)
        | _signed(["and", "or"], conditions)
        | st.builds("(not {})".format, conditions)
        | st.builds("any([{}, {}])".format, conditions, conditions)
    )
)
tokens = st.sampled_from(
    [
        *"abn()[]{}.,:;=<>!+-*/%'\"_ \n1",
        "and ",
        "or ",
        "not ",
        "if ",
        "else ",
        "in ",
        "len",
        "true",
        "**",
        "lambda ",
        "__",
    ]
)


@settings(max_examples=200, deadline=None)
@given(numbers | texts | conditions)
def test_an_expression_gives_what_python_gives_or_a_fault(source: str) -> None:
    try:
        value = compile_condition(source).evaluate(DATA)
    except (ExpressionFault, Invalid) as fault:
        assert _is_beyond_the_language(fault)
        return
    expected = eval(source, {"__builtins__": BUILTINS}, DATA)  # noqa: S307 - the oracle, on texts made above
    assert value == expected
    assert type(value) is type(expected)


def _is_beyond_the_language(fault: ExpressionFault | Invalid) -> bool:
    beyond = {"division_by_zero", "too_large", "no_result", "too_deep", "too_many_parts"}
    return {problem.code for problem in fault.problems} <= {f"expressions.{name}" for name in beyond}


@settings(max_examples=200, deadline=None)
@given(st.lists(tokens, max_size=25).map("".join))
def test_no_text_brings_anything_but_a_value_or_a_named_problem(source: str) -> None:
    for attempt in (
        lambda: compile_condition(source).evaluate(DATA),
        lambda: compile_assignments(source).execute(DATA),
    ):
        try:
            attempt()
        except (Invalid, ExpressionFault) as refused:
            assert all(problem.message("zh") and problem.message("en") for problem in refused.problems)


@given(st.recursive(st.none() | st.booleans() | st.integers(-9, 9), st.lists, max_leaves=8))
def test_literals_are_read_as_written(value: Any) -> None:
    assume(value is not None)
    assert compile_condition(repr(value)).evaluate({}) == value
