"""The briefing that comes by itself: of the month before, on the first working day, once."""

from datetime import datetime

import pytest
from sqlalchemy import select

from engine.jobs.briefing import compile_when_due, month_due
from engine.site import Site
from engine.store.models import Instance
from tests.support.documents import documents
from tests.support.matter import dispatch
from tests.support.office import move_clock
from tests.support.record import findings


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"{moment}+08:00")


@pytest.fixture
def monthly(site: Site) -> Site:
    site.settings = site.settings.model_copy(update={"briefing_monthly": True})
    return site


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        ("2026-02-02T08:00", None),  # 1 February is a Sunday; the office has not opened yet
        ("2026-02-02T09:30", "2026-01"),
        ("2026-02-20T12:00", "2026-01"),
        ("2026-05-05T12:00", None),  # 1 to 5 May are holidays
        ("2026-05-06T09:30", "2026-04"),
        ("2027-01-04T09:30", "2026-12"),
    ],
)
def test_it_is_due_when_the_office_opens_on_the_first_working_day(site: Site, moment: str, month: str | None) -> None:
    move_clock(site, at(moment))
    with site.reading() as session:
        assert month_due(site.act(session)) == month


def test_it_is_ordered_once_and_is_in_the_record(monthly: Site) -> None:
    dispatch(monthly)
    compile_when_due(monthly)
    move_clock(monthly, at("2026-02-02T09:30"))
    for minute in ("09:30", "09:31", "09:32"):
        move_clock(monthly, at(f"2026-02-02T{minute}"))
        compile_when_due(monthly)
    periods = [(one.period, one.number, one.ordered_by_id) for one in documents(monthly) if one.period]
    assert periods == [("2025-12", "2025年第1期", None), ("2026-01", "2026年第1期", None)]
    with monthly.reading() as session:
        states = session.scalars(select(Instance.state).where(Instance.key == "supervision-briefing"))
        assert set(states) == {"completed"}, "a briefing leaves something to do behind"
    assert findings(monthly) == []


def test_nothing_comes_by_itself_where_the_office_does_not_want_it(site: Site) -> None:
    move_clock(site, at("2026-02-02T09:30"))
    compile_when_due(site)
    assert documents(site) == []
