"""The briefing of the month before on the first working day of a month, where the office wants that."""

from datetime import datetime, timedelta

import structlog

from engine.act import Act
from engine.commands.official_documents.order_briefing import order_briefing
from engine.domain.errors import DubanError
from engine.queries.briefing import NOBODY, briefing_facts
from engine.queries.reader import Reader
from engine.site import Site
from engine.store.definitions import confidential_keys
from engine.store.official_documents import find_briefing

EVERY = timedelta(minutes=1)
ISSUERS = frozenset({"officer"})
log = structlog.get_logger()


def compile_when_due(site: Site) -> None:
    """Look once a minute; a month that has its briefing, whoever ordered it, is left alone."""
    now = site.clock.now()
    looked = site.briefing_looked_at
    if not site.settings.briefing_monthly or (looked is not None and looked <= now < looked + EVERY):
        return
    site.briefing_looked_at = now
    with site.reading() as session:
        act = site.act(session)
        month = month_due(act)
        if month is None or find_briefing(session, month) is not None:
            return
        reader = Reader(NOBODY, ISSUERS, act.situation, confidential_keys(session))
        facts = briefing_facts(session, reader, act.calendar, now, month)
    try:
        with site.writing() as session:
            order_briefing(site.act(session), ISSUERS, facts)
    except DubanError as error:  # somebody was faster, or its process is not deployed: the other work goes on
        log.warning("briefing.not_ordered", month=month, reason=str(error))


def month_due(act: Act) -> str | None:
    """The month before, as 2026-01, once the office has opened on the first working day after it."""
    calendar = act.calendar
    first = calendar.local_date(act.now).replace(day=1)
    last = first - timedelta(days=1)
    opens: datetime = calendar.opening(calendar.next_working_day(last))
    return f"{last:%Y-%m}" if act.now >= opens else None
