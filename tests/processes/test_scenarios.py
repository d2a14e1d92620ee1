"""The scenarios that lie beside the shipped diagrams, lived through one by one."""

from pathlib import Path

import pytest

from engine.bpmn.source.decision_table import parse_decisions
from engine.commands.definitions.shipped import PROCESSES
from engine.site import Site
from tests.processes.living import Life
from tests.processes.scenario import read_scenario

FILES = sorted(PROCESSES.glob("supervision/scenarios/*.yaml"))
DECISIONS = PROCESSES / "supervision" / "decisions"
LADDERS = (DECISIONS / "ladder.dmn", DECISIONS / "by_hand.dmn")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_item_comes_to_what_its_scenario_expects(path: Path, site: Site) -> None:
    scenario = read_scenario(path)
    life = Life(site, scenario)
    for step in scenario.steps:
        life.live(step)
    life.require(scenario.expect, "in the end")


def test_every_row_of_the_ladder_is_taken_in_some_scenario() -> None:
    tables = [table for path in LADDERS for table in parse_decisions(path.name, path.read_bytes())]
    rows = {rule.id for table in tables for rule in table.rules}
    taken = {rule for path in FILES for rule in read_scenario(path).expect.rules or ()}
    assert rows - taken == set()
