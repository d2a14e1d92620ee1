"""The office's own figures for Prometheus, read from the database when they are asked for."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from engine.queries.health import Health, health_of
from engine.site import Site
from engine.store import DatabaseCrowded, DatabaseFailed


class OfficeCollector(Collector):
    """While the database is away only `duban_database_up` is told, as 0: no figure is better than a wrong one."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def collect(self) -> Iterable[GaugeMetricFamily]:
        health = self._health()
        yield _gauge("duban_database_up", "1 when the database answers", float(health is not None))
        if health is None:
            return
        yield _gauge(
            "duban_stranded_instances",
            "running instances without an open task, a pending timer or an awaited message; must be 0",
            health.stranded_instances,
        )
        yield _gauge(
            "duban_oldest_due_timer_seconds",
            "how long the earliest due timer or scheduled start has been waiting for a worker",
            health.oldest_due_timer_seconds,
        )
        yield _gauge("duban_outbox_waiting", "mails that wait to be sent", health.outbox_waiting)
        yield _gauge(
            "duban_starts_set_aside",
            "timer start events that failed three times and start nothing until somebody mends them",
            health.starts_set_aside,
        )
        yield _gauge(
            "duban_unattended_tasks",
            "open tasks that nobody who is present may do; must be 0",
            health.unattended_tasks,
        )
        yield _gauge(
            "duban_documents_waiting", "official documents that wait to be set and filed", health.documents_waiting
        )
        yield _gauge(
            "duban_documents_failed",
            "official documents that could not be set in ten attempts; must be 0",
            health.documents_failed,
        )

    def _health(self) -> Health | None:
        try:
            with self._site.reading() as session:
                act = self._site.act(session)
                return health_of(session, act.situation, act.now)
        except (DatabaseFailed, DatabaseCrowded):
            return None


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)


def exposition(site: Site) -> bytes:
    """The process's figures and the office's, in Prometheus' text format."""
    office = CollectorRegistry()
    office.register(OfficeCollector(site))
    return generate_latest() + generate_latest(office)
