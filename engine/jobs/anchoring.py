"""Anchors on the worker's bell: one every few minutes however many workers there are, and out of the database."""

from datetime import timedelta

import structlog

from engine.anchor_key import load_key
from engine.commands.record.anchor import Anchoring, write_anchors
from engine.notify.anchors import export_anchors, tell_syslog
from engine.site import Site
from engine.store.models import Anchor

log = structlog.get_logger()


def anchor_when_due(site: Site) -> None:
    """Look once in `DUBAN_ANCHOR_MINUTES`; who looks second finds that it was done."""
    every = timedelta(minutes=site.settings.anchor_minutes)
    now = site.clock.now()
    if not every or (site.anchors_looked_at is not None and now < site.anchors_looked_at + every):
        return
    site.anchors_looked_at = now
    try:
        anchor(site, every)
    except (OSError, ValueError) as error:  # no key, or no place to export to: the other work goes on
        log.warning("anchors.failed", reason=str(error))


def anchor(site: Site, every: timedelta | None = None) -> list[Anchor]:
    """Anchor and export; without `every`, whether it is time or not."""
    settings = site.settings
    anchoring = Anchoring(load_key(settings.anchor_key), every, settings.anchor_mail)
    with site.writing() as session:
        written = write_anchors(site.act(session), anchoring)
    with site.reading() as session:
        export_anchors(session, settings.anchor_folder)
    if settings.anchor_syslog:
        tell_syslog(settings.anchor_syslog, written)
    return written
