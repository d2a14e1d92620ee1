"""An ASGI application behind an ordinary HTTP client, without a socket."""

import asyncio
from typing import Any

import httpx


class InProcess(httpx.BaseTransport):
    """Hands each request to the application; an exception that escapes it is an answer 500, as behind a server."""

    def __init__(self, app: Any) -> None:
        self._transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        response = await self._transport.handle_async_request(request)
        return httpx.Response(response.status_code, headers=response.headers, content=await response.aread())
