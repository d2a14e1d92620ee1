"""The lines of performance once a day: this year's, and in January those of the year before as well."""

from datetime import timedelta

import structlog

from engine.act import Act
from engine.actions.reckoning import reckon_as_bound
from engine.domain.errors import DubanError
from engine.site import Site
from engine.store.performance import find_performance_year

EVERY = timedelta(minutes=1)
log = structlog.get_logger()


def reckon_when_due(site: Site) -> None:
    """Look once a minute; each year in a transaction of its own, and one that cannot be reckoned is said in the log."""
    now, looked = site.clock.now(), site.reckoning_looked_at
    if looked is not None and looked <= now < looked + EVERY:
        return
    site.reckoning_looked_at = now
    with site.reading() as session:
        due = years_due(site.act(session))
    for year in due:
        try:
            with site.writing() as session:
                reckon_as_bound(site.act(session), year)
        except DubanError as error:  # its process is not deployed, or its table broken: the other work goes on
            log.warning("performance.not_reckoned", year=year, reason=str(error))


def years_due(act: Act) -> list[int]:
    """The years that were not reckoned yet on this day of the office."""
    today = act.calendar.local_date(act.now)
    years = [today.year] if today.month > 1 else [today.year - 1, today.year]
    return [year for year in years if not _is_done(act, year)]


def _is_done(act: Act, year: int) -> bool:
    found = find_performance_year(act.session, year)
    return found is not None and act.calendar.local_date(found.reckoned_at) >= act.calendar.local_date(act.now)
