"""The lines of performance come by themselves, once a day."""

from datetime import datetime

from engine.jobs.reckoning import reckon_when_due, years_due
from engine.site import Site
from engine.store.performance import find_performance_year
from tests.support.items import finish
from tests.support.matter import dispatch
from tests.support.office import HANDLER, OFFICER, move_clock
from tests.support.performance import lines


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"{moment}+08:00")


def test_they_are_there_the_next_day_and_in_january_those_of_the_old_year_too(site: Site) -> None:
    reckon_when_due(site)
    item_id = dispatch(site)
    finish(site, HANDLER, item_id, "sign", decision="sign")
    finish(site, HANDLER, item_id, "handle", summary="已办结")
    finish(site, OFFICER, item_id, "verify", decision="reject", opinion="佐证材料不全")
    move_clock(site, at("2026-01-05T18:00"))
    reckon_when_due(site)
    assert lines(site) == {}
    move_clock(site, at("2026-01-06T00:01"))
    reckon_when_due(site)
    assert [one.kind for one in lines(site)[HANDLER]] == ["returned"]
    for moment, due in (("2026-01-06T23:59", []), ("2026-02-01T00:00", [2026]), ("2027-01-31T09:00", [2026, 2027])):
        move_clock(site, at(moment))
        with site.reading() as session:
            assert years_due(site.act(session)) == due


def test_a_year_is_bound_to_the_table_it_began_with(site: Site) -> None:
    reckon_when_due(site)
    with site.reading() as session:
        found = find_performance_year(session, 2026)
        assert found is not None
        assert found.reckoned_at == site.clock.now()
