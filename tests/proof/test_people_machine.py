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


def _settings(examples: int) -> settings:
    return settings(
        max_examples=examples, stateful_step_count=25, deadline=None, database=None, suppress_health_check=SLOW
    )
