"""What stands on every answer, and what is refused before anything looks at it: strange hosts, bodies too large."""

from collections.abc import Collection, Mapping
from re import compile as pattern
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems

REQUEST_ID = pattern("[A-Za-z0-9._-]{1,64}")
NAME_OF_HOST = pattern(r"(\[[0-9A-Fa-f:.]+\]|[^:]*)(:[0-9]{1,5})?")
MEGABYTE = 1024 * 1024
LARGEST_JSON = 8 * MEGABYTE
LARGEST_BODY = 24 * MEGABYTE
ATTACHING = "/attachments"  # has a limit of its own, in the settings
MISDIRECTED, TOO_LARGE = 421, 413
PAGES = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; frame-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
NOT_KEPT = {"Cache-Control": "no-store"}
ONLY_ENCRYPTED = {"Strict-Transport-Security": "max-age=31536000"}


class Secured:
    """Around the whole application, the answers of its last resort included.

    Puts the security headers on every answer, with the request's id, under which the record names it. What is not one
    of the pages' own files is kept by no cache.
    """

    def __init__(self, app: ASGIApp, *, is_encrypted: bool) -> None:
        self._app = app
        self._headers = {**PAGES, **(ONLY_ENCRYPTED if is_encrypted else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(Headers(scope=scope).get("x-request-id"))
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _set_missing(headers, self._headers)
                if message["status"] != 304:
                    _set_missing(headers, NOT_KEPT)
                headers["X-Request-Id"] = request_id
            await send(message)

        await self._app(scope, receive, send_secured)


def _set_missing(headers: MutableHeaders, wanted: Mapping[str, str]) -> None:
    for name, value in wanted.items():
        headers.setdefault(name, value)


def _request_id(given: str | None) -> str:
    """The one that a proxy gave, so that its log and the record name the same; else a new one."""
    return given if given and REQUEST_ID.fullmatch(given) else uuid4().hex


class Bounded:
    """Within the handling of errors: a body is counted while it comes in, and no more of it read than may be.

    `hosts`: the names that a request may be meant for; any where there are none.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._is_ours(headers.get("host", "")):
            await problems.refusal(Request(scope), MISDIRECTED, "request.host")(scope, receive, send)
            return
        if scope["path"].endswith(ATTACHING):
            await self._app(scope, receive, send)
            return
        limit = LARGEST_JSON if "json" in headers.get("content-type", "json") else LARGEST_BODY
        await self._app(scope, _counted(receive, limit, headers.get("content-length", "0")), send)

    def _is_ours(self, host: str) -> bool:
        found = NAME_OF_HOST.fullmatch(host)
        return not self._hosts or (found is not None and found[1].lower() in self._hosts)


def _counted(receive: Receive, limit: int, announced: str) -> Receive:
    """Of a body that is announced to be too large, nothing is read."""
    is_number = announced.isascii() and announced.isdecimal()
    left = -1 if is_number and int(announced[:20]) > limit else limit

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(TOO_LARGE)
        return message

    return counted
