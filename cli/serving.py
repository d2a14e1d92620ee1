"""Starting the program's processes: everything in one, or worker and tick by themselves."""

import ipaddress
import json
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import typer
import uvicorn
from rich.console import Console

from api.app import make_app
from cli.logs import configure_logging
from engine.commands.definitions.shipped import deploy_shipped
from engine.commands.people.accounts import ensure_bootstrap
from engine.demo.accounts import DEMO_PASSWORD, OFFERED
from engine.demo.load import load_demo
from engine.jobs import embedded
from engine.jobs.app import attach, make_celery
from engine.settings import Settings
from engine.site import Site
from engine.store.database import open_database, upgrade
from engine.store.final import grant_to
from engine.store.outbox import release_leases

out = Console(soft_wrap=True, highlight=False)


def upgraded_site(settings: Settings) -> Site:
    """The site over an up-to-date database; where the tables have an owner of their own, that one upgrades them."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    site = Site(settings)
    if settings.owner_database_url is None:
        upgrade(site.engine)
        return site
    owner = open_database(settings.owner_database_url)
    upgrade(owner)
    if site.engine.url.username:
        grant_to(owner, site.engine.url.username)
    owner.dispose()
    return site


def open_site(settings: Settings) -> Site:
    """The site over an up-to-date database, with the shipped definitions deployed."""
    site = upgraded_site(settings)
    with site.writing() as session:
        if settings.bootstrap_token:
            ensure_bootstrap(session, settings.bootstrap_token.get_secret_value())
        deploy_shipped(site.act(session))
    if settings.demo:
        load_demo(site)
    return site


def serve(*, data_dir: Path | None, host: str, port: int, demo: bool | None, testing: bool) -> None:
    settings = Settings()
    settings.data_dir = data_dir or settings.data_dir
    settings.demo = settings.demo if demo is None else demo
    settings.testing = testing or settings.testing
    if settings.testing and not _is_loopback(host):
        out.print("--testing serves loopback only", markup=False)
        raise typer.Exit(2)
    if "base_url" not in settings.model_fields_set:
        settings.base_url = f"http://{host}:{port}"
    configure_logging(settings)
    site = open_site(settings)
    if settings.is_alone:
        _take_up_again(site)
    celery = make_celery(settings)
    attach(celery, site)

    def around() -> AbstractContextManager[None]:
        return embedded.running(celery) if settings.is_embedded else nullcontext()

    _greet(settings)
    app = make_app(site, around)
    uvicorn.run(
        app, host=host, port=port, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=5
    )
    site.close()


def _take_up_again(site: Site) -> None:
    """The one process there is starts again: whoever held a lease is gone."""
    with site.writing() as session:
        release_leases(session, site.clock.now())


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback


def _greet(settings: Settings) -> None:
    out.print(f"督办 Duban  {settings.base_url}", markup=False)
    if settings.demo:
        out.print(f"演示账号（密码 {DEMO_PASSWORD}）：", markup=False)
        for username, name, role in OFFERED:
            out.print(f"  {username:<10} {name}  {role}", markup=False)
    out.print("Ctrl-C 停止", markup=False)


def worker(concurrency: int) -> None:
    settings = Settings()
    configure_logging(settings)
    site = Site(settings)
    celery = make_celery(settings)
    attach(celery, site)
    out.print("duban worker", markup=False)
    celery.worker_main(
        [
            "worker",
            "--pool=threads",
            f"--concurrency={concurrency}",
            "--loglevel=WARNING",
            "--without-gossip",
            "--without-mingle",
        ]
    )


def beat() -> None:
    settings = Settings()
    configure_logging(settings)
    celery = make_celery(settings)
    out.print("duban beat", markup=False)
    celery.Beat(scheduler_cls="celery.beat.Scheduler", max_interval=1, loglevel="WARNING").run()


def openapi_document() -> str:
    site = Site(Settings(testing=True, database_url="sqlite://"))
    return json.dumps(make_app(site, nullcontext).openapi(), ensure_ascii=False, indent=2) + "\n"
