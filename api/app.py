"""The HTTP application: routes under `/api/v1`, health at the root, the web pages for everything else."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, closing
from pathlib import Path

import structlog
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from fastapi.routing import APIRoute
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from api import problems
from api.acceptable import require_acceptable
from api.edge import site_of
from api.metrics import exposition
from api.routes import (
    absences,
    account,
    attachments,
    awards,
    ballots,
    calendar,
    channels,
    commendation,
    definitions,
    deliveries,
    figures,
    hooks,
    instances,
    ledger_sheet,
    mailbox,
    matters,
    notice_texts,
    notices,
    official_documents,
    organisation,
    outside,
    overview,
    performance,
    provider,
    public_notices,
    review_sheet,
    reviews,
    scheduled_starts,
    session,
    sign_ins,
    supervision,
    task_verbs,
    tasks,
    testing,
)
from api.scopes import with_scopes
from api.secure import Bounded, Secured
from api.throttle import new_throttles
from engine.site import Site
from engine.store import DatabaseCrowded, DatabaseFailed
from engine.store.timers import next_due

WEB = Path(__file__).resolve().parent.parent / "web" / "dist"
PREFIX = "/api/v1"
log = structlog.get_logger()


class Application(FastAPI):
    """With what is said and refused around everything, the answer to an unforeseen error included."""

    def build_middleware_stack(self) -> ASGIApp:
        settings = self.state.site.settings
        return Secured(super().build_middleware_stack(), is_encrypted=settings.base_url.startswith("https://"))


def _operation_id(route: APIRoute) -> str:
    return f"{route.tags[0] if route.tags else 'root'}_{route.name}"


def make_app(site: Site, around: Callable[[], AbstractContextManager[None]]) -> FastAPI:
    """The app over a site; `around` is entered while it serves (the embedded worker)."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with around(), closing(site.house.bundles.examine_apart()):
            yield

    app = Application(
        title="督办 Duban",
        version="0.1.0",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        generate_unique_id_function=_operation_id,
    )
    app.state.site = site
    app.state.throttles = new_throttles()
    problems.install(app)
    api = APIRouter(prefix=PREFIX, dependencies=[Depends(require_acceptable)])
    for module in (
        session,
        absences,
        provider,
        commendation,
        review_sheet,
        reviews,
        performance,
        account,
        sign_ins,
        organisation,
        task_verbs,
        tasks,
        attachments,
        awards,
        instances,
        scheduled_starts,
        definitions,
        figures,
        ledger_sheet,
        overview,
        supervision,
        matters,
        mailbox,
        official_documents,
        deliveries,
        hooks,
        calendar,
        notices,
        notice_texts,
        channels,
        ballots,
        public_notices,
        outside,
    ):
        api.include_router(with_scopes(module.router))
    if site.settings.testing:
        api.include_router(with_scopes(testing.router))
    app.include_router(api)
    _health(app, site)
    _pages(app)
    app.add_middleware(Bounded, hosts=site.settings.allowed_hosts)
    return app


def _health(app: FastAPI, site: Site) -> None:
    @app.get("/healthz", include_in_schema=False)
    def healthz() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @app.get("/readyz", include_in_schema=False)
    def readyz() -> JSONResponse:
        """Ready when the database answers; says how long the oldest due timer has been waiting."""
        try:
            with site.reading() as database:
                due = next_due(database)
        except (DatabaseFailed, DatabaseCrowded) as error:
            log.warning("database.failed", error=str(getattr(error, "orig", error)))
            return JSONResponse({"database": "away"}, status_code=503)
        late = max(0.0, (site.clock.now() - due).total_seconds()) if due else 0.0
        return JSONResponse({"database": "ok", "oldest_due_timer_seconds": late})

    @app.get("/metrics", include_in_schema=False)
    def metrics(request: Request) -> Response:
        return Response(exposition(site_of(request)), media_type=CONTENT_TYPE_LATEST)


def _pages(app: FastAPI) -> None:
    @app.get("/{path:path}", include_in_schema=False)
    def page(path: str) -> Response:
        """A file of the web build, or its index for every address that the pages themselves know."""
        if path.startswith("api/"):
            raise HTTPException(404)
        file = _built_file(path)
        if file is not None:
            lasting = path.startswith("assets/")
            return FileResponse(
                file, headers={"Cache-Control": "public, max-age=31536000, immutable"} if lasting else {}
            )
        index = WEB / "index.html"
        if not index.is_file():
            return PlainTextResponse("The web pages are not built: run `make setup`.", status_code=503)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})


def _built_file(path: str) -> Path | None:
    """The file of the web build at this address; None for every other, however odd its name."""
    try:
        file = (WEB / path).resolve()
        return file if path and file.is_relative_to(WEB) and file.is_file() else None
    except (OSError, ValueError):  # longer than a name may be, or a NUL in it
        return None
