"""What each unit was asked for in a week, beside its caps."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.domain.asking import Cap
from engine.people.situation import Situation
from engine.store.asking import Week, bundled_of, cap_of, reports_of_units, urges_of


@dataclass(frozen=True)
class Asked:
    """`urges` came singly; `bundled` is how many came in a note with others."""

    unit_id: int
    unit: str
    line: str
    urges: int
    bundled: int
    reports: int
    cap: Cap


def asked_in_week(session: Session, situation: Situation, week: Week) -> list[Asked]:
    """Every unit that was asked for anything, the most burdened first."""
    urges, bundled, reports = urges_of(session, week), bundled_of(session, week), reports_of_units(session, week)
    found = []
    for unit_id in urges.keys() | bundled.keys() | reports.keys():
        unit = situation.find_unit(unit_id)
        line = unit.line if unit else ""
        counts = (urges.get(unit_id, 0), bundled.get(unit_id, 0), reports.get(unit_id, 0))
        found.append(Asked(unit_id, unit.name if unit else "", line, *counts, cap_of(session, line)))
    return sorted(found, key=lambda one: (-(one.urges + one.bundled + one.reports), one.unit_id))
