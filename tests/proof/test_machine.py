"""Whatever people, clock, workers and crashes do in whatever order, the office comes to what the model says."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.machine import machine_over
from tests.support.openings import Opening

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def test_any_order_of_acts_on_sqlite_comes_to_what_the_model_says(sqlite_opening: Opening) -> None:
    run_state_machine_as_test(machine_over(sqlite_opening), settings=_settings(examples=15, steps=25))


def test_any_order_of_acts_on_postgresql_comes_to_what_the_model_says(postgresql_opening: Opening) -> None:
    run_state_machine_as_test(machine_over(postgresql_opening), settings=_settings(examples=5, steps=25))


def _settings(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None, suppress_health_check=SLOW
    )
