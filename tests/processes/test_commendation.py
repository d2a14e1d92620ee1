"""总结表彰 as its diagrams say it: a cycle from the announcement to the awards, and what may happen on the way."""

from datetime import date

from engine.site import Site
from tests.support import commending
from tests.support.commending import (
    begin_cycle,
    decide,
    give_marks,
    give_opinions,
    panel_votes,
    put_forward,
    recommend_all,
    stand_at,
    states_of,
)


def test_a_cycle_goes_from_the_announcement_to_the_awards(either_site: Site) -> None:
    site = either_site
    cycle_id = begin_cycle(site)
    unit = put_forward(site, cycle_id, "模范单位", "zhc")
    people = [put_forward(site, cycle_id, "先进个人", *one) for one in (("ms1", "huangjing"), ("ms2", "linxi"))]
    own = put_forward(site, cycle_id, "先进个人", "ms3", "hanbing", by="hanbing")
    assert commending.incidents(site) == []
    give_opinions(site)
    recommend_all(site)
    assert set(states_of(site, cycle_id).values()) == {"recommended"}
    stand_at(site, date(2026, 1, 13))
    assert commending.incidents(site) == []
    give_marks(site, {unit: 90, people[0]: 95, people[1]: 85, own: 80})
    assert commending.incidents(site) == []
    panel_votes(site, [unit])
    panel_votes(site, people)
    assert commending.incidents(site) == []
    assert commending.cycle_of(site, cycle_id).state == "on_notice"
    stand_at(site, date(2026, 1, 21))
    assert commending.incidents(site) == []
    decide(site)
    awards = commending.awards_of(site, cycle_id)
    assert commending.cycle_of(site, cycle_id).state == "awarded"
    assert [one.number for one in awards] == [f"表彰证书〔2026〕{n}号" for n in (1, 2, 3)]
    assert states_of(site, cycle_id) == {unit: "awarded", **dict.fromkeys(people, "awarded"), own: "not_shortlisted"}
