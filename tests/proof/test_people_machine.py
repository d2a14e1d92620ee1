"""However people come and go, every open task has somebody present who may do it, and nobody else may."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.people_machine import people_machine_over
from tests.support.openings import Opening

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def test_any_order_of_absences_leavers_and_acts_on_sqlite(sqlite_opening: Opening) -> None:
    run_state_machine_as_test(people_machine_over(sqlite_opening), settings=_settings(examples=12))


def test_any_order_of_absences_leavers_and_acts_on_postgresql(postgresql_opening: Opening) -> None:
    run_state_machine_as_test(people_machine_over(postgresql_opening), settings=_settings(examples=4))


def test_a_pair_whose_first_task_was_handed_on_comes_back_to_who_began_it(sqlite_opening: Opening) -> None:
    """An order that the machine found, kept because it seldom finds it."""
    people = people_machine_over(sqlite_opening)()
    people.begin(pick=0)
    people.begin_a_pair(pick=0)
    people.hand_on(delegate=False, pick=1, to=1069)
    people.complete(pick=1)
    people.everybody_who_may_is_here_and_nobody_else_may()
    people.teardown()


def _settings(examples: int) -> settings:
    return settings(
        max_examples=examples, stateful_step_count=25, deadline=None, database=None, suppress_health_check=SLOW
    )
