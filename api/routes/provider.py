"""Signing in at a provider (OpenID Connect): the browser goes there, comes back, and is always led to a page."""

import re
from typing import Annotated
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from api.edge import COOKIE, entry_of, give_cookie, site_of
from api.schemas.common import Shape
from api.scopes import needs
from engine.commands.people.provider_sign_in import HELD, IdentityProvider, depart, enter, take_back
from engine.commands.people.sign_in import OpenedSession, sign_out
from engine.commands.people.sign_in_records import record_failure, record_unknown
from engine.domain.errors import DirectoryAway, NotFound, NotProved, Unauthenticated
from engine.people.scopes import ANYBODY
from engine.site import Site

router = APIRouter(prefix="/session", tags=["session"])
PROVIDER_COOKIE = "duban_provider"
OWN_PAGE = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")
FIRST_PAGE = "/tasks"
REFUSED = {"provider", "unknown", "away"}
log = structlog.get_logger()
LONGEST_PATH = 300
Sent = Annotated[str, Query(max_length=4000)]


class Ways(Shape):
    """How one may sign in besides name and password: the provider's name for its button, null where there is none."""

    provider: str | None


@router.get("/ways")
@needs(ANYBODY)
def list_ways(request: Request) -> Ways:
    """What the sign-in page offers."""
    oidc = site_of(request).settings.oidc
    return Ways(provider=oidc.name if oidc else None)


@router.get("/oidc", status_code=303, response_class=RedirectResponse)
@needs(ANYBODY)
def go_to_provider(
    request: Request, from_: Annotated[str, Query(alias="from", max_length=LONGEST_PATH)] = FIRST_PAGE
) -> RedirectResponse:
    """Send the browser to the provider; afterwards it stands at `from`, a page of ours."""
    site, provider = _provider(request)
    now = site.machine_clock.now()
    with site.writing() as session:
        departure = depart(session, _own_page(from_), now)
    try:
        address = provider.address(departure.state, departure.nonce, departure.verifier, now)
    except (DirectoryAway, NotProved) as error:
        return _refused("away", error)
    response = RedirectResponse(address, status_code=303)
    response.set_cookie(
        PROVIDER_COOKIE,
        departure.browser,
        max_age=int(HELD.total_seconds()),
        path=f"{request.app.url_path_for('go_to_provider')}",
        httponly=True,
        samesite="lax",  # it comes back from another site
        secure=request.url.scheme == "https",
    )
    return response


@router.get("/oidc/callback", status_code=303, response_class=RedirectResponse)
@needs(ANYBODY)
def come_back(request: Request, state: Sent = "", code: Sent = "", error: Sent = "") -> RedirectResponse:
    """Take the browser back from the provider, and open a session for whom it has proved to be."""
    site, provider = _provider(request)
    try:
        opened, page = _enter(request, site, provider, state, code)
    except NotProved as reason:
        response = _refused("provider", reason)
        with site.writing() as session:
            record_failure(session, "refused", entry_of(request), site.machine_clock.now(), way="provider")
    except DirectoryAway as reason:
        response = _refused("away", reason)
    except Unauthenticated as reason:
        response = _refused("unknown", reason)
    else:
        response = RedirectResponse(page, status_code=303)
        give_cookie(request, response, opened)
    response.delete_cookie(PROVIDER_COOKIE, path=f"{request.app.url_path_for('go_to_provider')}")
    return response


def _enter(
    request: Request, site: Site, provider: IdentityProvider, state: str, code: str
) -> tuple[OpenedSession, str]:
    now, browser = site.machine_clock.now(), request.cookies.get(PROVIDER_COOKIE, "")
    with site.writing() as session:
        visit = take_back(session, state, browser, now)
    if not code:
        raise NotProved("no code")
    who = provider.identify(code, visit.nonce, visit.verifier, now)
    entry = entry_of(request)
    try:
        with site.writing() as session:
            sign_out(session, request.cookies.get(COOKIE, ""), entry, now)
            situation = site.act(session).situation
            opened = enter(session, situation, who, entry, site.terms, now)
    except Unauthenticated:
        with site.writing() as session:
            record_unknown(session, who.username, entry, now)
        raise
    return opened, visit.return_to


def _provider(request: Request) -> tuple[Site, IdentityProvider]:
    site = site_of(request)
    if site.provider is None:
        raise NotFound
    return site, site.provider


def _own_page(path: str) -> str:
    """Only a page of ours: a link must not send a freshly signed-in person elsewhere."""
    return quote(path, safe="/?=&%#:,;@+~!$'()*[]") if OWN_PAGE.fullmatch(path) else FIRST_PAGE


def _refused(kind: str, error: Exception) -> RedirectResponse:
    log.warning("provider.refused", kind=kind, reason=repr(str(error)))
    return RedirectResponse(f"/login?refused={kind}", status_code=303)
