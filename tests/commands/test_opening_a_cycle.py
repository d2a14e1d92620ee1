"""What the table of rules allows of a cycle of awards: how many, how many heads, how often a year."""

from collections.abc import Sequence

import pytest

from engine.calendar import WorkingCalendar
from engine.commands.commendation.open_cycle import Category, CyclePlan, open_cycle
from engine.commands.reviews.open_year import Seat
from engine.domain.errors import Invalid
from engine.site import Site
from engine.store.commendation import categories_of
from engine.store.models import AwardCycle
from tests.support.commending import OFFICE, PANEL
from tests.support.office import MONDAY, act_of, person, roles

PEOPLE = Category("先进个人", "person", 2)


def opened(site: Site, categories: Sequence[Category], kind: str = "annual", year: int = 2026) -> int:
    with site.writing() as session:
        seats = [Seat(person_id=person(session, one).id, is_chair=one == PANEL[0]) for one in PANEL]
        window = WorkingCalendar().closing(MONDAY.date())
        plan = CyclePlan("表彰", year, kind, window, categories, seats, "2/3", "党委办")
        return open_cycle(act_of(site, session, OFFICE), roles(session, OFFICE), plan).id


def refused(site: Site, categories: Sequence[Category], kind: str = "annual") -> set[tuple[str, str | None]]:
    with pytest.raises(Invalid) as caught:
        opened(site, categories, kind)
    return {(one.code, one.field) for one in caught.value.problems}


def test_more_than_the_table_allows_is_refused_at_its_field_and_nothing_is_opened(site: Site) -> None:
    many = [Category("甲", "unit", 30), Category("乙", "unit", 21), Category("丙", "person", 151, heads_percent=21)]
    assert refused(site, many) == {
        ("commendation.most_units", "/categories/1/quota"),
        ("commendation.most_persons", "/categories/2/quota"),
        ("commendation.most_heads", "/categories/2/heads_percent"),
    }
    with site.reading() as session:
        assert session.query(AwardCycle).count() == 0


def test_a_category_that_says_nothing_of_heads_gets_the_limit_of_the_table(site: Site) -> None:
    cycle_id = opened(site, [PEOPLE, Category("标兵", "person", 5, heads_percent=10), Category("单位", "unit", 1)])
    with site.reading() as session:
        assert [one.heads_percent for one in categories_of(session, cycle_id)] == [20, 10, None]


def test_there_is_one_annual_cycle_a_year_and_special_ones_as_many_as_wanted(site: Site) -> None:
    opened(site, [PEOPLE])
    assert refused(site, [PEOPLE]) == {("commendation.most_a_year", "/year")}
    opened(site, [PEOPLE], year=2027)
    opened(site, [PEOPLE], "special")
    opened(site, [PEOPLE], "special")
