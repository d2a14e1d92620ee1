"""The negative list and lines of performance as other families ask for them."""

from datetime import date

from engine.site import Site
from engine.store.models import NegativeEntry, PerformanceEntry
from engine.store.performance import entries_of, negative_standing
from tests.support.office import HANDLER, MONDAY, person


def _negative(**values: object) -> NegativeEntry:
    given = {"kind": "other", "text": "", "occurred_on": date(2026, 1, 5), "entered_at": MONDAY, "state": "stands"}
    return NegativeEntry(**{**given, **values})


def test_an_entry_stands_from_its_day_to_its_last_day_and_not_once_it_is_withdrawn(either_site: Site) -> None:
    with either_site.writing() as session:
        unit, who = 1, person(session, HANDLER).id
        session.add_all(
            [
                _negative(unit_id=unit, expires_on=date(2026, 3, 31)),
                _negative(unit_id=unit, person_id=who),
                _negative(unit_id=unit, state="withdrawn", reason="核实无误"),
            ]
        )
        session.flush()
        days = (date(2026, 1, 4), date(2026, 1, 5), date(2026, 3, 31), date(2026, 4, 1))
        assert [len(negative_standing(session, day, unit_id=unit)) for day in days] == [0, 2, 2, 1]
        assert len(negative_standing(session, date(2026, 4, 1), person_id=who)) == 1


def _line(number: int, **values: object) -> PerformanceEntry:
    given = {
        "year": 2026,
        "rule": "on_time",
        "kind": "on_time",
        "points": 20,
        "occurred_at": MONDAY,
        "source_kind": "item",
        "source_id": str(number),
        "facts": {},
        "text": "",
        "digest": "",
        "entered_at": MONDAY,
        "state": "stands",
        "history": [],
    }
    return PerformanceEntry(**{**given, **values})


def test_a_units_lines_are_its_own_and_a_cancelled_line_does_not_count(site: Site) -> None:
    with site.writing() as session:
        who = person(session, HANDLER).id
        session.add_all(
            [
                _line(1, whose="unit:1", unit_id=1),
                _line(1, whose=f"person:{who}", unit_id=1, person_id=who),
                _line(2, whose="unit:1", unit_id=1, state="cancelled"),
                _line(3, whose="unit:1", unit_id=1, state="corrected", points=5),
                _line(4, whose="unit:1", unit_id=1, year=2025),
            ]
        )
        session.flush()
        assert [one.points for one in entries_of(session, year=2026, unit_id=1)] == [20, 5]
        assert [one.person_id for one in entries_of(session, year=2026, person_id=who)] == [who]
        assert len(entries_of(session, year=2026)) == 3
