"""Celery inside the served process: worker and beat as threads over the memory broker."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from celery import Celery
from celery.beat import Scheduler, Service
from celery.worker import state as worker_state

JOIN_SECONDS = 10.0


@contextmanager
def running(celery: Celery) -> Iterator[None]:
    """Worker and beat run while the block does."""
    worker_state.should_stop = worker_state.should_terminate = None  # left over from a run before in this process
    worker = celery.WorkController(
        pool="threads", concurrency=1, without_gossip=True, without_mingle=True, without_heartbeat=True
    )
    beat = Service(celery, max_interval=1, scheduler_cls=Scheduler)  # this scheduler keeps nothing on disk
    threads = [
        Thread(target=worker.start, name="duban-worker", daemon=True),
        Thread(target=beat.start, kwargs={"embedded_process": False}, name="duban-beat", daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        beat.stop(wait=False)
        worker_state.should_stop = 0
        worker.stop()
        for thread in threads:
            thread.join(JOIN_SECONDS)
