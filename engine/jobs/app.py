"""The Celery application: it only carries "look at the table"; the database holds every due time and every mail."""

import structlog
from celery import Celery
from kombu.exceptions import OperationalError as BrokerDown

from engine.jobs.briefing import compile_when_due
from engine.jobs.filing import file_waiting
from engine.jobs.reckoning import reckon_when_due
from engine.jobs.work import do_all_due
from engine.settings import Settings
from engine.site import Site

TICK = "duban.tick"
TICK_SECONDS = 1.0
FILE = "duban.file"
FILE_SECONDS = 2.0
BROKER_SECONDS = 3.0
log = structlog.get_logger()


def make_celery(settings: Settings) -> Celery:
    """The app for this broker, with the tick, and beside it the filing of documents, which holds up no timer."""
    celery = Celery("duban", broker=settings.broker_url)
    celery.conf.update(
        task_ignore_result=True,
        task_acks_late=False,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options=_transport_options(settings),
        task_default_queue="duban",
        worker_prefetch_multiplier=1,
        beat_schedule={
            "tick": {"task": TICK, "schedule": TICK_SECONDS, "options": {"expires": 5}},
            "file": {"task": FILE, "schedule": FILE_SECONDS, "options": {"expires": 5}},
        },
    )
    return celery


def _transport_options(settings: Settings) -> dict[str, float]:
    """Without a time limit, a Redis that takes connections and never answers would hold up whoever rings the bell."""
    if settings.is_embedded:
        return {"polling_interval": 0.02}
    if settings.broker_url.startswith("redis"):
        return {"socket_timeout": BROKER_SECONDS, "socket_connect_timeout": BROKER_SECONDS}
    return {}


def ask_broker(settings: Settings) -> str | None:
    """None when the broker answers; else what it said."""
    try:
        with make_celery(settings).connection_for_write(connect_timeout=BROKER_SECONDS) as connection:
            connection.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
    except (BrokerDown, OSError) as error:
        return str(error) or type(error).__name__
    return None


def attach(celery: Celery, site: Site) -> None:
    """Give the app its tasks over this site, and the site its bell."""

    celery.set_default()  # the worker's threads ask for the default app

    @celery.task(name=TICK, shared=False)  # a shared one would be handed to every other app, with this site
    def tick() -> None:
        do_all_due(site)

    @celery.task(name=FILE, shared=False)
    def file() -> None:
        compile_when_due(site)
        reckon_when_due(site)
        file_waiting(site)

    def ring() -> None:
        try:
            celery.send_task(TICK, retry=False, expires=60)
        except (BrokerDown, OSError):
            log.warning("bell.broker_down")  # the tick finds the work when the broker is back

    site.ring = ring
