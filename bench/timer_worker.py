"""A Celery worker with one thread for bench/timers.py: fires one due timer a message, or all that are due.

`python -m bench.timer_worker DATABASE_URL BROKER_URL FOLDER`
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from celery import Celery

from bench.product import open_site
from engine.commands.timers.fire import fire_due
from engine.domain.clock import SystemClock
from engine.jobs.work import do_all_due
from engine.site import Site

FIRE_ONE, FIRE_ALL = "bench.fire_one", "bench.fire_all"


class Later:
    """Four days on: what was armed for three days is due."""

    def now(self) -> datetime:
        return SystemClock().now() + timedelta(days=4)


def make_app(broker_url: str) -> Celery:
    app = Celery("bench", broker=broker_url)
    app.conf.update(task_ignore_result=True, task_default_queue="bench", broker_connection_retry_on_startup=True)
    return app


def attach(app: Celery, site: Site) -> None:
    @app.task(name=FIRE_ONE)  # type: ignore[untyped-decorator]
    def fire_one() -> None:
        with site.writing() as session:
            fire_due(site.act(session), most=1)

    @app.task(name=FIRE_ALL)  # type: ignore[untyped-decorator]
    def fire_all() -> None:
        do_all_due(site)


def main(database_url: str, broker_url: str, folder: str) -> None:
    site = open_site(database_url, Path(folder))
    site.clock = Later()
    app = make_app(broker_url)
    attach(app, site)
    quiet = ["--loglevel=WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    app.worker_main(["worker", "--pool=threads", "--concurrency=1", *quiet])


if __name__ == "__main__":
    main(*sys.argv[1:])
