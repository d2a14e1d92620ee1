"""What tests ask about performance: lines by whose they are, and a family with another table."""

from collections import defaultdict

from sqlalchemy import select

from engine.commands.definitions.deploy import deploy_bundle
from engine.commands.definitions.shipped import PROCESSES, family_files
from engine.site import Site
from engine.store.models import PerformanceEntry, Person, Unit
from engine.store.performance import entries_of
from tests.support.office import DESIGNER, MONDAY, act_of

COMMITTEE, OTHER_COMMITTEE = "renhong", "shenmo"
FAMILY = "performance"


def lines(site: Site, year: int = 2026) -> dict[str, list[PerformanceEntry]]:
    """The lines that count, by username or the unit's code."""
    with site.reading() as session:
        people = {one.id: one.username for one in session.scalars(select(Person))}
        units = {one.id: one.code for one in session.scalars(select(Unit))}
        found: dict[str, list[PerformanceEntry]] = defaultdict(list)
        for entry in entries_of(session, year=year):
            key = units[entry.unit_id or 0] if entry.person_id is None else people[entry.person_id]
            found[key].append(entry)
    return found


def family() -> dict[str, bytes]:
    """The shipped files of the family."""
    return family_files(PROCESSES / FAMILY)


def changed_table(before: str, after: str) -> dict[str, bytes]:
    """The family with one text of the table of points replaced."""
    files = family()
    content = files["points.dmn"].decode()
    assert before in content
    return {**files, "points.dmn": content.replace(before, after, 1).encode()}


def deploy_family(site: Site, files: dict[str, bytes]) -> None:
    """As its designer would."""
    with site.writing() as session:
        deploy_bundle(act_of(site, session, DESIGNER), files)


def entry_by_hand(unit_id: int, points: int, year: int = 2026) -> PerformanceEntry:
    """A line of a unit itself that no record stands behind."""
    return PerformanceEntry(
        year=year,
        whose=f"unit:{unit_id}",
        unit_id=unit_id,
        rule="points_hand",
        kind="praised",
        points=points,
        occurred_at=MONDAY,
        source_kind="hand",
        source_id="1",
        facts={},
        text="记录",
        digest="",
        entered_at=MONDAY,
        state="stands",
        history=[],
    )
