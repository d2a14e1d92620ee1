"""What the database holds: that it answers, how its tables stand, and whether the office's work moves."""

from datetime import datetime

from cli.doctor.findings import Findings, advice, ok, wrong
from engine.calendars import Calendars
from engine.domain.clock import OFFICE_ZONE
from engine.queries.health import health_of
from engine.settings import Settings
from engine.site import Site
from engine.store import DatabaseFailed
from engine.store.anchors import last_anchor
from engine.store.database import Standing, newest_revision, standing_of

OLDEST_POSTGRESQL = 15
LATE_SECONDS = 120
CLOCK_SECONDS = 2
NOTICE_MONTH = 11  # the State Council announces the next year's holidays in November


def database(site: Site, now: datetime) -> Findings:
    """Nothing more is asked where the tables are not this release's."""
    try:
        standing = standing_of(site.engine, now)
    except DatabaseFailed as error:
        yield wrong("database_away", reason=str(getattr(error, "orig", error)).strip())
        return
    yield from _server(standing)
    if standing.revision is None:
        yield wrong("tables_missing")
    elif standing.revision < newest_revision():
        yield wrong("tables_older", revision=standing.revision, newest=newest_revision())
    elif standing.revision > newest_revision():
        yield wrong("tables_newer", revision=standing.revision, newest=newest_revision())
    else:
        yield ok("tables", revision=standing.revision)
        yield from _work(site, now)
        yield from _anchors(site, now)
        yield from _calendar(site, now)


def _server(standing: Standing) -> Findings:
    version = ".".join(str(part) for part in standing.version)
    if standing.kind == "postgresql" and int(standing.version[0]) < OLDEST_POSTGRESQL:
        yield wrong("database_old", version=version)
    else:
        yield ok("database", kind={"sqlite": "SQLite", "postgresql": "PostgreSQL"}[standing.kind], version=version)
    if abs(standing.behind) > CLOCK_SECONDS:
        yield wrong("clock", seconds=f"{standing.behind:+.0f}")


def _work(site: Site, now: datetime) -> Findings:
    with site.reading() as session:
        act = site.act(session)
        health = health_of(session, act.situation, now)
    if health.oldest_due_timer_seconds > LATE_SECONDS:
        yield wrong("timers_late", minutes=int(health.oldest_due_timer_seconds // 60))
    else:
        yield ok("timers")
    counted = {
        "stranded": health.stranded_instances,
        "starts_set_aside": health.starts_set_aside,
        "unattended": health.unattended_tasks,
        "documents_failed": health.documents_failed,
    }
    for code, count in counted.items():
        if count:
            yield wrong(code, count=count)


def _anchors(site: Site, now: datetime) -> Findings:
    settings: Settings = site.settings
    if not settings.anchor_minutes:
        yield advice("anchors_off")
        return
    with site.reading() as session:
        newest = last_anchor(session)
    if newest is None:
        yield advice("anchors_none")
    else:
        yield ok("anchors", number=newest.number, at=newest.at.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M"))


def _calendar(site: Site, now: datetime) -> Findings:
    today = now.astimezone(OFFICE_ZONE).date()
    with site.reading() as session:
        calendar = Calendars().get(session)
    years = range(today.year, today.year + (2 if today.month > NOTICE_MONTH else 1))
    missing = [year for year in years if calendar.is_provisional(today.replace(year=year, month=6, day=30))]
    for year in missing:
        yield advice("calendar_missing", year=year)
    if not missing:
        yield ok("calendar", year=years[-1])
