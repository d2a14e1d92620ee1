"""Public notices inside the office: reading, objecting in one's own name, withdrawing, answering by hand."""

from fastapi import APIRouter, Response

from api.edge import Reading, Visit, Writing
from api.schemas.ballots import CallingOff
from api.schemas.common import Key, Page, cursor_of
from api.schemas.public_notices import (
    AnswerBody,
    ObjectionBody,
    ObjectionShape,
    PublicNoticeDetail,
    PublicNoticeRow,
    Received,
    notice_row,
    notice_shape,
    objection_shape,
)
from api.scopes import needs
from engine.commands.public_notices.answer import answer_by_hand
from engine.commands.public_notices.object import Raising, raise_objection
from engine.commands.public_notices.withdraw import withdraw_by_hand
from engine.people.policy import may_run_notices
from engine.people.scopes import READ, TASKS
from engine.queries.public_notices import get_shown_notice, list_notices, objections_for

router = APIRouter(tags=["public-notices"])


@router.get("/public-notices")
@needs(READ)
def list_them(visit: Reading, cursor: str | None = None) -> Page[PublicNoticeRow]:
    """Newest first; what is on public notice is for everybody, within a unit for its people."""
    rows, after = list_notices(visit.session, visit.reader, cursor_of(cursor))
    items = [notice_row(visit.act, one) for one in rows]
    return Page[PublicNoticeRow](items=items, next=None if after is None else str(after))


@router.get("/public-notices/{public_notice_id}")
@needs(READ)
def get(visit: Reading, public_notice_id: Key) -> PublicNoticeDetail:
    """With the objections, for the party committee and those whose task they are."""
    return _shown(visit, public_notice_id)


def _shown(visit: Visit, notice_id: int) -> PublicNoticeDetail:
    notice = get_shown_notice(visit.session, visit.reader, notice_id)
    objections = objections_for(visit.session, visit.reader, notice)
    return notice_shape(visit.act, notice, objections, may_run=may_run_notices(visit.roles))


@router.post("/public-notices/{public_notice_id}/objections", status_code=201)
@needs(TASKS)
def object_to(visit: Writing, public_notice_id: Key, body: ObjectionBody) -> Received:
    """Object from inside. Sent again under the same code it is harmless; no answer is kept beside a person."""
    slug = get_shown_notice(visit.session, visit.reader, public_notice_id).slug
    objection = raise_objection(visit.act, slug, Raising(body.code, body.text, body.name, body.contact))
    return Received(code=objection.code)


@router.post("/public-notices/{public_notice_id}/withdraw", response_model=PublicNoticeDetail)
@needs(TASKS)
def withdraw(visit: Writing, public_notice_id: Key, body: CallingOff) -> Response:
    """Withdraw the notice with a reason; nothing can be decided by it any more."""

    def do() -> PublicNoticeDetail:
        withdraw_by_hand(visit.act, visit.roles, public_notice_id, body.reason)
        return _shown(visit, public_notice_id)

    return visit.once(200, do)


@router.post("/objections/{objection_id}/answer", response_model=ObjectionShape)
@needs(TASKS)
def answer(visit: Writing, objection_id: Key, body: AnswerBody) -> Response:
    """Answer an objection that no diagram made a task of."""

    def do() -> ObjectionShape:
        found = answer_by_hand(visit.act, visit.roles, objection_id, body.finding, body.answer)
        return objection_shape(visit.act, found)

    return visit.once(200, do)
