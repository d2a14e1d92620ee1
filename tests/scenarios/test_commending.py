"""A cycle of awards with sixty nominees across the Spring Festival, held against a plain model of its rules."""

from datetime import date

import pytest

from engine.site import Site
from tests.scenarios.commending import Commending, draw, roster
from tests.scenarios.commending_model import last_day
from tests.support.commending import notices_of


def _lived(site: Site, units: int, nominees: int, seed: int) -> Commending:
    cycle = Commending(site, draw(roster(site, units), nominees, seed))
    cycle.live()
    assert cycle.differences() == []
    return cycle


def test_sixty_nominees_end_as_the_model_says(site: Site) -> None:
    cycle = _lived(site, 24, 60, 4)
    seen, first = cycle.seen(), notices_of(site, cycle.cycle_id)[0]
    for one in ("sitting missed", "ballot no_quorum", "ballot tied", "struck", "not_qualified", "not_recommended"):
        assert seen[one], one
    assert (seen["in unit withdrawn"], seen["in unit ended"] > 40) == (2, True)
    assert seen["notices"] == 3  # who moved up stood on notices of their own
    assert first.ends_at is not None
    assert (first.published_on < date(2026, 2, 14), first.ends_at.date() > date(2026, 2, 23)) == (True, True)


def test_a_smaller_cycle_ends_the_same_on_postgresql(postgresql_site: Site) -> None:
    _lived(postgresql_site, 12, 16, 23)


@pytest.mark.parametrize(
    ("published", "end"),
    [
        (date(2026, 2, 10), date(2026, 2, 24)),  # 11, 12, 13, the working Saturday 14, then the festival, 24
        (date(2026, 2, 24), date(2026, 3, 2)),  # 25, 26, 27, the working Saturday 28, Monday
        (date(2026, 1, 5), date(2026, 1, 12)),
    ],
)
def test_the_model_counts_working_days_by_itself(published: date, end: date) -> None:
    assert last_day(published, []) == end
