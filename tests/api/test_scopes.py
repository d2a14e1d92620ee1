"""Every route says which scope of a token it needs, and the edge holds it to that."""

from contextlib import nullcontext
from pathlib import Path

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.requests import Request

from api.app import PREFIX, make_app
from api.edge import Visit
from api.scopes import Need, need_of, require_badge
from engine.domain.errors import NotAllowed
from engine.people.scopes import ACCOUNT, ANYBODY, READ, SCOPES, may_use
from engine.store.visitors import Badge
from tests.support.office import open_site


def _needs() -> dict[str, Need | None]:
    """`GET /tasks` and all others, with what each says."""
    site = open_site("sqlite://", Path())
    app = make_app(site, nullcontext)
    site.close()
    found: dict[str, Need | None] = {}
    for route in iter_route_contexts(app.routes):
        path = str(route.path or "")
        if path.startswith(f"{PREFIX}/") and isinstance(route.original_route, APIRoute):
            named = {f"{method} {path.removeprefix(PREFIX)}" for method in route.original_route.methods or ()}
            found |= dict.fromkeys(named, need_of(route.original_route.endpoint))
    return found


NEEDS = _needs()


def test_the_document_says_for_every_operation_what_it_needs() -> None:
    site = open_site("sqlite://", Path())
    paths = make_app(site, nullcontext).openapi()["paths"]
    site.close()
    documented = {
        f"{method.upper()} {path.removeprefix(PREFIX)}": operation.get("x-scope")
        for path, operations in paths.items()
        for method, operation in operations.items()
    }
    assert documented == {name: need.scope if need else None for name, need in NEEDS.items()}


@pytest.mark.parametrize("name", NEEDS)
def test_every_route_says_which_scope_it_needs(name: str) -> None:
    need = NEEDS[name]
    assert need is not None, f"{name}: put @needs(…) under its router's decorator"
    assert need.scope in {*SCOPES, ACCOUNT, ANYBODY}


def test_who_may_only_read_changes_nothing() -> None:
    assert {
        name for name, need in NEEDS.items() if need and need.scope == READ and not name.startswith("GET ")
    } == set()


def test_nothing_else_is_open_to_anybody() -> None:
    """Signing in and out, what the sign-in page shows, signed calls, and what is on public notice or published."""
    assert {name for name, need in NEEDS.items() if need and need.scope == ANYBODY} == {
        "POST /session",
        "DELETE /session",
        "GET /session/demo",
        "GET /session/ways",
        "GET /session/oidc",
        "GET /session/oidc/callback",
        "POST /hooks/{receiver}",
        "GET /public/notices/{slug}",
        "POST /public/notices/{slug}/objections",
        "GET /public/objections/{code}",
        "GET /public/awards/{year}",
    }


def test_a_route_without_a_word_is_reached_by_no_token() -> None:
    def forgotten(visit: Visit) -> None: ...

    request = Request({"type": "http", "endpoint": forgotten})
    for scopes in (None, frozenset(SCOPES)):
        with pytest.raises(NotAllowed):
            require_badge(request, Badge(scopes=scopes))


def test_a_token_without_bounds_still_is_no_session() -> None:
    assert all(may_use(None, scope) for scope in SCOPES)
    assert not may_use(None, ACCOUNT)
    assert not may_use(frozenset({ACCOUNT}), ACCOUNT)
