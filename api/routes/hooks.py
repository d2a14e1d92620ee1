"""Calls that come in from a receiver of the settings: signed by its secret, taken once under the id it gave."""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api.acceptable import is_kept
from api.edge import answer_once, ring_for, site_of
from api.schemas.instances import MessageBody, Reached
from api.scopes import needs
from engine.commands.instances.message import send_message
from engine.domain.errors import Invalid, NotAllowed, Problem, Unauthenticated
from engine.notify.signatures import is_signed
from engine.people.scopes import ANYBODY
from engine.settings import Receiver
from engine.store.models import TakenDelivery

router = APIRouter(tags=["hooks"])
LONGEST_BODY = 1024 * 1024
LONGEST_ID = 100
TOLERANCE_SECONDS = 300
REUSED = Problem("delivery.hook_reused", field="Webhook-Id")
OPENAPI_HEADERS = [
    {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
    for name in ("Webhook-Id", "Webhook-Timestamp", "Webhook-Signature")
]


async def _raw(request: Request) -> bytes:
    """The body as it was signed; what is longer than allowed is not read to its end."""
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > LONGEST_BODY:
            raise Invalid([Problem("delivery.body_long", {"length": LONGEST_BODY})])
    return bytes(read)


@router.post(
    "/hooks/{receiver}",
    response_model=Reached,
    openapi_extra={
        "parameters": OPENAPI_HEADERS,
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": MessageBody.model_json_schema()}},
        },
    },
)
@needs(ANYBODY)
def take_call(request: Request, receiver: str, raw: Annotated[bytes, Depends(_raw)]) -> Response:
    """A message for an instance, from a named system outside; the same delivery again gives the same answer."""
    site = site_of(request)
    caller = site.settings.receivers.get(receiver)
    delivery_id = _verified_id(request, caller, raw, site.clock.now())
    body = _message(raw)
    if caller is None or body.name not in caller.accepts:
        raise NotAllowed([Problem("delivery.hook_message", {"receiver": receiver, "name": body.name}, field="/name")])
    with site.writing() as session:
        act = replace(site.act(session), request_id=request.state.request_id)
        act = act.because("call", receiver=receiver, delivery=delivery_id)
        fingerprint = hashlib.sha256(raw).hexdigest()
        row = TakenDelivery(receiver=receiver, delivery_id=delivery_id, fingerprint=fingerprint, at=act.now)

        def do() -> Reached:
            return Reached(instances=send_message(act, body.name, body.correlation, body.payload))

        answer = answer_once(session, row, REUSED, 200, do)
    ring_for(site, session)
    return answer


def _verified_id(request: Request, caller: Receiver | None, raw: bytes, now: datetime) -> str:
    """The delivery id; whoever is unknown, late or wrong gets the same answer."""
    delivery_id = request.headers.get("webhook-id", "")
    timestamp = request.headers.get("webhook-timestamp", "")
    signature = request.headers.get("webhook-signature", "")
    if not (0 < len(delivery_id) <= LONGEST_ID):
        raise Invalid([Problem("delivery.hook_header", {"header": "Webhook-Id"}, field="Webhook-Id")])
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= LONGEST_ID):
        raise Invalid([Problem("delivery.hook_header", {"header": "Webhook-Timestamp"}, field="Webhook-Timestamp")])
    is_fresh = abs(now.timestamp() - int(timestamp)) <= TOLERANCE_SECONDS
    if caller is None or not caller.accepts or not is_fresh:
        raise Unauthenticated
    if not is_signed(signature, caller.secret_text, delivery_id, int(timestamp), raw):
        raise Unauthenticated
    return delivery_id


def _message(raw: bytes) -> MessageBody:
    try:
        body = MessageBody.model_validate_json(raw)
    except ValidationError as error:
        problems = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        raise RequestValidationError(problems) from None
    if not is_kept(body.model_dump()):
        raise Invalid([Problem("request.unacceptable", field="/body")])
    return body
