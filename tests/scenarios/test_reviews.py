"""A year of 四同步 on both databases, held against what a plain model of the rules says of the same plan."""

from engine.site import Site
from tests.scenarios.reviewing import Reviewing, draw
from tests.scenarios.reviewing_held import EDGES, differences, seen_in
from tests.support.record import findings

UNITS = ["dcs", "zhc", "fgc", "jgdw", "rsc"]


def test_a_year_of_reviews_ends_as_the_rules_say(either_site: Site) -> None:
    plan = draw(UNITS, 2, seed=1)
    reviewing = Reviewing(either_site, plan)
    reviewing.live()
    assert differences(either_site, plan) == []
    seen = seen_in(either_site)
    assert [edge for edge in EDGES if not seen[edge]] == []
    assert seen["assessed"] == len(UNITS)
    assert findings(either_site) == []
