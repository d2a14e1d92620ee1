"""The page without sign-in: a notice, an objection to it, and its answer. Throttled by address; nobody is looked at."""

import hashlib
import time
from dataclasses import replace

from fastapi import APIRouter, Request, Response

from api.edge import entry_of, ring_for, site_of
from api.schemas.public_notices import (
    AnswerShape,
    ObjectionBody,
    PublicNoticeShape,
    Received,
    answer_shape,
    public_notice,
)
from api.scopes import needs
from api.throttle import Throttle
from engine.commands.public_notices.object import Raising, raise_objection
from engine.domain.errors import NotFound
from engine.people.scopes import ANYBODY
from engine.store.public_notices import find_by_slug, find_objection, get_notice

router = APIRouter(prefix="/public", tags=["public"])
CACHED = "public, max-age=60"


def _count(request: Request, kind: str) -> None:
    throttle: Throttle = request.app.state.throttles[kind]
    throttle.count(entry_of(request).address, time.monotonic())


@router.get("/notices/{slug}", response_model=PublicNoticeShape)
@needs(ANYBODY)
def get(request: Request, slug: str) -> Response:
    """The notice as everybody may see it; kept by caches for a minute. After its end without names."""
    _count(request, "reads")
    site = site_of(request)
    with site.reading() as session:
        notice = find_by_slug(session, slug)
        if notice is None or notice.unit_id is not None:
            raise NotFound
        body = public_notice(site.act(session), notice).model_dump_json().encode()
    headers = {"Cache-Control": CACHED, "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@router.post("/notices/{slug}/objections", status_code=201)
@needs(ANYBODY)
def object_to(request: Request, slug: str, body: ObjectionBody) -> Received:
    """Object without signing in, where the rule of the notice lets the public object."""
    _count(request, "writes")
    site = site_of(request)
    with site.writing() as session:
        act = replace(site.act(session), request_id=request.state.request_id)
        objection = raise_objection(act, slug, Raising(body.code, body.text, body.name, body.contact))
        received = Received(code=objection.code)
    ring_for(site, session)
    return received


@router.get("/objections/{code}")
@needs(ANYBODY)
def read_answer(request: Request, code: str) -> AnswerShape:
    """The answer to one's own objection, by the code that only the objector has."""
    _count(request, "reads")
    with site_of(request).reading() as session:
        objection = find_objection(session, code)
        if objection is None:
            raise NotFound
        return answer_shape(get_notice(session, objection.notice_id), objection)
