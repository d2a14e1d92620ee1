"""Being told in the product: one's notices, whether something has arrived, and how one wants to be told."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api.edge import Reading, Writing, looking
from api.schemas.common import Key, Page, cursor_of
from api.schemas.notices import (
    MarkedShape,
    NoticeOfPerson,
    OfficePreferenceBody,
    OpenBody,
    OpenedNotice,
    PreferenceBody,
    PreferenceShape,
    PulseShape,
    notice_shape,
    preference_shape,
    pulse_shape,
)
from api.scopes import needs
from engine.commands.notices.open import open_notice
from engine.commands.notices.prefer import prefer, prefer_for_office
from engine.domain.errors import NotAllowed
from engine.people.policy import may_change_channels
from engine.people.scopes import ADMINISTER, READ, TASKS
from engine.queries.notices import list_notices, place_of, pulse_of
from engine.store.models import NoticePreference
from engine.store.telling import mark_all_read, office_preference

router = APIRouter(prefix="/notices", tags=["notices"])
NOT_CHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "nothing has arrived since"}}


@router.get("")
@needs(READ)
def list_them(visit: Reading, unread: bool = False, cursor: str | None = None) -> Page[NoticeOfPerson]:
    """One's own, newest first."""
    found, following = list_notices(visit.session, visit.person_id, cursor_of(cursor), unread=unread)
    shapes = [notice_shape(notice) for notice in found]
    return Page[NoticeOfPerson](items=shapes, next=str(following) if following else None)


@router.get("/pulse", response_model=PulseShape, responses=NOT_CHANGED)
@needs(READ)
def pulse(request: Request, item_id: Key | None = None) -> Response:
    """What a page asks every few seconds; 304 as long as nothing has arrived. It keeps no session alive."""
    with looking(request, counts=False) as visit:
        shape = pulse_shape(pulse_of(visit.session, visit.reader, item_id))
    last = shape.newest_task.timestamp() if shape.newest_task else 0
    tag = f'"{shape.unread}.{shape.newest}.{shape.tasks}.{last}.{shape.item}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(shape.model_dump_json(), media_type="application/json", headers=headers)


@router.post("/{notice_id}/open", response_model=OpenedNotice)
@needs(TASKS)
def open_one(visit: Writing, notice_id: Key, body: OpenBody) -> OpenedNotice:
    """Open a notice: it is read from now on; where it leads."""
    notice = open_notice(visit.act, notice_id, body.via)
    return OpenedNotice(notice=notice_shape(notice), place=place_of(visit.session, visit.reader, notice))


@router.post("/read-all", response_model=MarkedShape)
@needs(TASKS)
def read_all(visit: Writing) -> MarkedShape:
    """Mark all of one's notices as read."""
    return MarkedShape(marked=mark_all_read(visit.session, visit.person_id, visit.act.now))


@router.get("/preference")
@needs(READ)
def get_preference(visit: Reading) -> PreferenceShape:
    """How one is told of each kind, and when not."""
    own = visit.session.get(NoticePreference, visit.person_id)
    return preference_shape(dict(office_preference(visit.session)), own)


@router.put("/preference")
@needs(TASKS)
def put_preference(visit: Writing, body: PreferenceBody) -> PreferenceShape:
    """Change one's own; what is held or gathered already leaves when it was to leave."""
    own = prefer(visit.act, body.modes, body.quiet.quiet() if body.quiet else None)
    return preference_shape(dict(office_preference(visit.session)), own)


@router.get("/office-preference")
@needs(READ)
def get_office_preference(visit: Reading) -> PreferenceShape:
    """How those are told who chose nothing themselves; for administrators."""
    if not may_change_channels(visit.roles):
        raise NotAllowed
    return preference_shape(dict(office_preference(visit.session)), None)


@router.put("/office-preference")
@needs(ADMINISTER)
def put_office_preference(visit: Writing, body: OfficePreferenceBody) -> PreferenceShape:
    """Change it, on the office's record."""
    prefer_for_office(visit.act, visit.roles, body.modes, body.quiet.quiet())
    return preference_shape(dict(office_preference(visit.session)), None)
