"""A process that dies just before or just after any commit changes nothing of what is on record in the end.

A few commits, spread over the script and drawn anew each time; `make soak` takes every one of them.
"""

import random
from pathlib import Path

import pytest

from tests.proof.crashing import differences, undisturbed
from tests.proof.failpoints import all_crashes
from tests.support.openings import Opening

CRASHES = {"sqlite": 3, "postgresql": 2}


@pytest.mark.parametrize("database", CRASHES)
def test_a_crash_at_any_commit_changes_nothing(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> None:
    opening: Opening = request.getfixturevalue(f"{database}_opening")
    expected = undisturbed(opening, tmp_path)
    for number, when in random.sample(list(all_crashes(expected.commits)), CRASHES[database]):
        assert differences(opening, tmp_path / f"{number}-{when}", number, when, expected) == [], (number, when)
