"""Which scope of a bearer token each route needs: said at the route, looked at by the edge before anything else.

A route that says nothing is reached by no token, and a test fails (`tests/api/test_scopes.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute

from engine.domain.errors import NotAllowed, Problem
from engine.people.scopes import ACCOUNT, may_use
from engine.store.visitors import Badge

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
ATTRIBUTE = "duban_need"


@dataclass(frozen=True)
class Need:
    """`before_change`: reached also by somebody who has yet to change a one-time password."""

    scope: str
    before_change: bool = False


def needs(scope: str, *, before_change: bool = False) -> Callable[[Endpoint], Endpoint]:
    """Stands under the router's decorator."""

    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, ATTRIBUTE, Need(scope, before_change))
        return endpoint

    return mark


def need_of(endpoint: object) -> Need | None:
    found = getattr(endpoint, ATTRIBUTE, None)
    return found if isinstance(found, Need) else None


def with_scopes(router: APIRouter) -> APIRouter:
    """The same router, whose routes say in the OpenAPI document what they need (`x-scope`)."""
    for route in router.routes:
        need = need_of(route.endpoint) if isinstance(route, APIRoute) else None
        if need and isinstance(route, APIRoute):
            route.openapi_extra = {**(route.openapi_extra or {}), "x-scope": need.scope}
    return router


def require_badge(request: Request, badge: Badge) -> None:
    """NotAllowed where what was shown does not reach this route."""
    need = need_of(request.scope.get("endpoint")) or Need(ACCOUNT)
    if badge.session_id is None:
        if not may_use(badge.scopes, need.scope):
            code = "token_account" if need.scope == ACCOUNT else "token_scope"
            raise NotAllowed([Problem(f"people.{code}", {"scope": need.scope})])
    elif badge.must_change_password and not need.before_change:
        raise NotAllowed([Problem("people.must_change_password")])
