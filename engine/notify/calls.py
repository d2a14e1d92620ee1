"""Calls of named receivers over HTTP, from the standard library: no redirects, no proxies, no strange addresses."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, urlsplit

from engine.domain import messages
from engine.notify.addresses import (
    Forbidden,
    Network,
    PinnedConnection,
    PinnedSecureConnection,
    Resolve,
    allowed_addresses,
    resolve,
)
from engine.notify.requests import Outbound, request_for
from engine.settings import Receiver
from engine.store.models import OutboxCall

LONGEST_ANSWER = 64 * 1024
SUCCESS = range(200, 300)


class Refused(OSError):
    """The other side is there, and did not take this one."""


@dataclass(frozen=True)
class HttpCaller:
    """Knows the receivers of the settings and calls nobody else but a channel that it is given.

    `timeout` in seconds for each wait on the line.
    """

    receivers: Mapping[str, Receiver]
    timeout: float = 10.0
    resolve: Resolve = resolve

    def call(self, row: OutboxCall, now: datetime, channel: Receiver | None = None) -> None:
        receiver = channel or (self.receivers.get(row.receiver) if row.channel_id is None else None)
        if receiver is None or receiver.url is None:
            raise Refused(messages.text("delivery.receiver_gone", receiver=row.receiver))
        status, answer = self._post(request_for(receiver, row, now), receiver.networks)
        if status not in SUCCESS:
            raise Refused(messages.text("delivery.status", status=status))
        if receiver.is_robot:
            _require_taken(answer)

    def _post(self, outbound: Outbound, networks: Collection[Network]) -> tuple[int, bytes]:
        parts = urlsplit(outbound.url)
        connection = self._connection(parts, networks)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        try:
            connection.request("POST", target, outbound.body, dict(outbound.headers))
            response: HTTPResponse = connection.getresponse()
            return response.status, response.read(LONGEST_ANSWER)
        except HTTPException as error:  # what came back is no HTTP
            raise OSError(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()

    def _connection(self, parts: SplitResult, networks: Collection[Network]) -> HTTPConnection:
        """Asked for its address once, and no name is asked again when it connects."""
        host = parts.hostname or ""
        kind = PinnedSecureConnection if parts.scheme == "https" else PinnedConnection
        connection = kind(host, parts.port, timeout=self.timeout)
        try:
            connection.addresses = allowed_addresses(host, connection.port, networks, self.resolve)
        except Forbidden as forbidden:
            raise Refused(messages.text("delivery.address_forbidden", host=host, address=forbidden)) from None
        return connection


def _require_taken(answer: bytes) -> None:
    """The robots answer 200 for everything and say in the body whether they took it."""
    try:
        said = json.loads(answer)
        code = said.get("errcode", said.get("code", 0))
        reason = said.get("errmsg", said.get("msg", ""))
    except (ValueError, AttributeError):
        raise Refused(messages.text("delivery.no_robot")) from None
    if code != 0:
        raise Refused(messages.text("delivery.robot_refused", code=code, reason=reason))
