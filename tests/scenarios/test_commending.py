"""A cycle of awards with sixty nominees across the Spring Festival, and what is revoked of it, held against a model."""

from datetime import date

import pytest

from engine.site import Site
from tests.scenarios.commending_model import last_day
from tests.scenarios.commending_whole import Whole, live_whole
from tests.scenarios.revoking_model import working_days_after
from tests.support.commending import notices_of


def _lived(site: Site, units: int, nominees: int, seed: int) -> Whole:
    lived = live_whole(site, units, nominees, seed)
    assert lived.differences == []
    assert lived.missed == []
    return lived


def test_sixty_nominees_end_as_the_model_says_and_so_do_the_revocations_after_it(site: Site) -> None:
    lived = _lived(site, 24, 60, 4)
    first = notices_of(site, lived.cycle_id)[0]
    assert first.ends_at is not None
    assert (first.published_on < date(2026, 2, 14), first.ends_at.date() > date(2026, 2, 23)) == (True, True)


def test_a_smaller_cycle_ends_the_same_on_postgresql(postgresql_site: Site) -> None:
    _lived(postgresql_site, 12, 20, 23)


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
    assert working_days_after(published, 5) == end
