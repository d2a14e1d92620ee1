"""The scenarios that lie beside the diagrams of 四同步, lived through one by one."""

from pathlib import Path

import pytest

from engine.commands.definitions.shipped import PROCESSES
from engine.site import Site
from tests.processes.living_reviews import LifeOfReview
from tests.processes.review_scenario import read_review_scenario

FILES = sorted(PROCESSES.glob("reviews/scenarios/*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_key_task_comes_to_what_its_scenario_expects(path: Path, site: Site) -> None:
    scenario = read_review_scenario(path)
    life = LifeOfReview(site, scenario)
    for step in scenario.steps:
        life.live(step)
    life.require(scenario.expect, "in the end")
