"""The event chains of a site, computed again from what is stored."""

from sqlalchemy import Select, select

from engine.domain.proof import chained_hash
from engine.site import Site
from engine.store.events import content_of
from engine.store.models import Event, Instance


def broken_chains(site: Site) -> list[int]:
    """The instances whose events do not hash to what their rows say, or of which some are missing."""
    with site.reading() as session:
        instances = list(session.scalars(select(Instance)))
        return [
            instance.id
            for instance in instances
            if not _holds(instance, list(session.scalars(_events_of(instance.id))))
        ]


def _events_of(instance_id: int) -> Select[Event]:
    return select(Event).where(Event.instance_id == instance_id).order_by(Event.seq)


def _holds(instance: Instance, events: list[Event]) -> bool:
    previous = ""
    for seq, event in enumerate(events, 1):
        previous = chained_hash(previous, content_of(vars(event)))
        if previous != event.hash:
            return False
    return (instance.event_count, instance.last_hash) == (len(events), previous)
