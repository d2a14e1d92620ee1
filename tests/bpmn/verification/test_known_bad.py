"""Diagrams that are known to be bad: what is found, where, and by which path."""

import pytest

from engine.bpmn.verification.verify import Verdict, verify
from engine.domain.errors import Problem
from tests.support.diagrams import (
    TERMINATE,
    boundary,
    chain,
    compiled,
    diagram,
    end,
    exclusive,
    flow,
    inclusive,
    parallel,
    service,
    start,
    subprocess,
    task,
    timer,
)


def verdict(*nodes: str, declared: str = "") -> Verdict:
    return verify(compiled(diagram(*nodes, declared=declared)))


def one(problems: tuple[Problem, ...], code: str) -> tuple[str | None, list[str]]:
    """The element and the path of the only finding of all, by its code."""
    (problem,) = problems
    assert problem.code == f"verification.{code}"
    assert problem.line
    for language in ("zh", "en"):
        assert problem.message(language)
    return problem.element, [step["id"] for step in problem.parameters.get("path", [])]


def branches(split: str, join: str) -> list[str]:
    """start, a split into `a` and `b`, a join, end."""
    nodes = [split.replace("ID", "split"), join.replace("ID", "join"), start(), task("a"), task("b"), end()]
    conditions = None if "parallel" in split else "x == 1"
    flows = [flow("start", "split"), flow("split", "a", conditions), flow("split", "b", conditions)]
    return [*nodes, *flows, flow("a", "join"), flow("b", "join"), flow("join", "end")]


XOR, AND, OR = exclusive("ID"), parallel("ID"), inclusive("ID")


@pytest.mark.parametrize("gateway", [XOR, AND, OR])
def test_what_is_split_and_joined_alike_is_sound(gateway: str) -> None:
    assert verdict(*branches(gateway, gateway)) == Verdict((), ())


def test_an_exclusive_split_into_a_parallel_join_is_a_deadlock() -> None:
    found = verdict(*branches(XOR, AND))
    assert one(found.errors, "deadlock") == ("join", ["start", "split", "a", "join"])
    assert found.errors[0].parameters["missing"] == "b"
    assert "start → split → a → join" in found.errors[0].message()


def test_an_inclusive_split_into_a_parallel_join_is_a_deadlock() -> None:
    assert one(verdict(*branches(OR, AND)).errors, "deadlock") == ("join", ["start", "split", "a", "join"])


def test_a_parallel_split_into_an_exclusive_merge_runs_what_follows_twice() -> None:
    nodes = [one for one in branches(AND, XOR) if "join-end" not in one]
    found = verdict(*nodes, task("after"), flow("join", "after"), flow("after", "end"))
    assert found.errors == ()
    path = ["start", "split", "a", "b", "join", "join", "after"]
    assert one(found.warnings, "crowded") == ("after", path)


def test_two_tokens_at_an_end_are_nothing_to_warn_of() -> None:
    assert verdict(*branches(AND, XOR)) == Verdict((), ())


def test_a_loop_of_people_without_a_way_out_never_ends() -> None:
    found = verdict(
        start(), exclusive("again"), task("work"), task("check"), chain("start", "again", "work", "check", "again")
    )
    assert one(found.errors, "never_ends") == ("start", ["start"])


def test_a_branch_that_cannot_end_is_found_behind_the_decision_that_leads_there() -> None:
    loop = [exclusive("again"), task("work"), task("check"), chain("again", "work", "check", "again")]
    choice = [exclusive("choice", "choice-end"), flow("choice", "again", "x == 1"), flow("choice", "end")]
    found = verdict(start(), task("first"), *choice, *loop, end(), chain("start", "first", "choice"))
    assert one(found.errors, "never_ends") == ("again", ["start", "first", "choice", "again"])


def test_an_element_that_nothing_leads_to_is_dead() -> None:
    found = verdict(start(), task("work"), end(), chain("start", "work", "end"), task("lost"), flow("lost", "lost"))
    assert one(found.errors, "dead_element") == ("lost", [])


def test_what_follows_a_subprocess_that_only_fails_is_dead() -> None:
    inside = subprocess("part", start("in"), end("failed", "<errorEventDefinition />"), chain("in", "failed"))
    caught = boundary("caught", "part", "<errorEventDefinition />", interrupting=True)
    found = verdict(
        start(), inside, caught, task("mend"), task("after"), end(), chain("start", "part", "after", "end"),
        chain("caught", "mend", "end"),
    )  # fmt: skip
    assert one(found.errors, "dead_after") == ("after", [])


def test_a_boundary_event_for_what_nothing_throws_is_dead() -> None:
    inside = subprocess("part", start("in"), task("work"), end("out"), chain("in", "work", "out"))
    caught = boundary("caught", "part", "<errorEventDefinition />", interrupting=True)
    found = verdict(
        start(), inside, caught, task("mend"), end(), chain("start", "part", "end"), chain("caught", "mend", "end")
    )
    assert one(found.errors, "never_thrown") == ("caught", [])


def test_an_automatic_loop_without_a_condition_that_leads_out_is_endless() -> None:
    found = verdict(start(), exclusive("again"), service("act"), chain("start", "again", "act", "again"))
    assert one(found.errors, "endless_loop") == ("again", ["start", "again", "act", "again"])


def automatic_loop(inside: str, *names: str) -> Verdict:
    choice = [exclusive("choice", "choice-end"), flow("choice", "again", "x == 1"), flow("choice", "end")]
    return verdict(start(), exclusive("again"), inside, *choice, end(), chain("start", "again", *names, "choice"))


def test_an_automatic_loop_in_which_no_data_change_is_warned_of() -> None:
    found = automatic_loop('<task id="pass" />', "pass")
    assert found.errors == ()
    assert one(found.warnings, "idle_loop") == ("again", ["start", "again", "pass", "choice", "again"])


@pytest.mark.parametrize("inside", [service("step"), task("step")])
def test_a_loop_that_changes_data_or_waits_may_go_round(inside: str) -> None:
    assert automatic_loop(inside, "step") == Verdict((), ())


def test_a_deadlock_inside_a_subprocess_is_found_there_with_the_way_in() -> None:
    inside = [part.replace('"start"', '"in"').replace('"end"', '"out"') for part in branches(XOR, AND)]
    inside = [part.replace("start-split", "in-split").replace("join-end", "join-out") for part in inside]
    found = verdict(start(), subprocess("part", *inside), end(), chain("start", "part", "end"))
    assert one(found.errors, "deadlock") == ("join", ["part", "in", "split", "a", "join"])


def test_a_quiet_event_that_joins_the_main_way_runs_it_twice() -> None:
    late = boundary("late", "work", timer("timeDuration", "P1D"))
    found = verdict(
        start(), task("work"), late, task("after"), end(), chain("start", "work", "after", "end"), flow("late", "after")
    )
    assert one(found.warnings, "crowded") == ("after", ["start", "work", "late", "work", "after"])


def test_a_quiet_event_with_a_way_of_its_own_is_sound_whatever_it_ends_beside() -> None:
    late = boundary("late", "work", timer("timeDuration", "P1D"))
    found = verdict(
        start(), task("work"), late, task("remind"), end("reminded"), end("end", TERMINATE),
        chain("start", "work", "end"), chain("late", "remind", "reminded"),
    )  # fmt: skip
    assert found == Verdict((), ())


def test_a_split_whose_branch_goes_back_piles_up_tokens() -> None:
    nodes = [start(), exclusive("again"), task("work"), parallel("split"), end()]
    found = verdict(*nodes, chain("start", "again", "work", "split", "end"), chain("split", "again"), task("more"),
                    chain("split", "more", "again"))  # fmt: skip
    assert found.errors == ()
    (element, path) = one(found.warnings, "piled_up")
    assert (element, path[:6]) == ("more", ["start", "again", "work", "split", "end", "again"])


def test_a_join_may_carry_settings_of_ours() -> None:
    action = '<duban:action name="act"><duban:parameter name="a" value="b" /></duban:action>'
    gateway = f'<parallelGateway id="ID"><extensionElements>{action}</extensionElements></parallelGateway>'
    assert verdict(*branches(AND, gateway)) == Verdict((), ())


def test_a_link_is_followed() -> None:
    throw = '<intermediateThrowEvent id="throw"><linkEventDefinition name="over" /></intermediateThrowEvent>'
    catch = '<intermediateCatchEvent id="catch"><linkEventDefinition name="over" /></intermediateCatchEvent>'
    nodes = [start(), throw, catch, task("work"), end(), chain("start", "throw"), chain("catch", "work", "end")]
    assert verdict(*nodes) == Verdict((), ())
