"""What is said to each kind of receiver: address, headers and body."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from engine.notify.signatures import dingtalk_sign, feishu_sign, signature_of
from engine.settings import Receiver
from engine.store.models import OutboxCall

JSON_TYPE = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Duban"}

WECOM_BYTES = 2048  # of a text message, by the documentation of its group robots


@dataclass(frozen=True)
class Outbound:
    """One POST."""

    url: str
    headers: Mapping[str, str]
    body: bytes


def request_for(receiver: Receiver, row: OutboxCall, now: datetime) -> Outbound:
    """The same row says the same under the same key each time; only the time and what it signs differ."""
    if receiver.url is None:
        raise ValueError(f"Receiver {row.receiver} has no address")
    return MAKERS[receiver.kind](receiver.url, receiver.secret_text, row, now)


def _webhook(url: str, secret: str, row: OutboxCall, now: datetime) -> Outbound:
    body, seconds = _json({**row.body, "id": row.key}), int(now.timestamp())
    headers = {**JSON_TYPE, "Webhook-Id": row.key, "Idempotency-Key": row.key, "Webhook-Timestamp": str(seconds)}
    if secret:
        headers["Webhook-Signature"] = signature_of(secret, row.key, seconds, body)
    return Outbound(url, headers, body)


def _wecom(url: str, _secret: str, row: OutboxCall, _now: datetime) -> Outbound:
    text = row.text.encode()[:WECOM_BYTES].decode(errors="ignore")
    return Outbound(url, JSON_TYPE, _json({"msgtype": "text", "text": {"content": text}}))


def _dingtalk(url: str, secret: str, row: OutboxCall, now: datetime) -> Outbound:
    milliseconds = int(now.timestamp() * 1000)
    if secret:
        url = _with_query(url, {"timestamp": str(milliseconds), "sign": dingtalk_sign(secret, milliseconds)})
    return Outbound(url, JSON_TYPE, _json({"msgtype": "text", "text": {"content": row.text}}))


def _feishu(url: str, secret: str, row: OutboxCall, now: datetime) -> Outbound:
    seconds = int(now.timestamp())
    signed = {"timestamp": str(seconds), "sign": feishu_sign(secret, seconds)} if secret else {}
    return Outbound(url, JSON_TYPE, _json({**signed, "msg_type": "text", "content": {"text": row.text}}))


MAKERS = {"webhook": _webhook, "wecom": _wecom, "dingtalk": _dingtalk, "feishu": _feishu}


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()


def _with_query(url: str, more: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(more))))
    return urlunsplit(parts._replace(query=query))
