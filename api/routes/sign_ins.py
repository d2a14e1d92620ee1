"""登录记录: everybody's for the auditor and the administrator, and one's own."""

from tempfile import TemporaryFile
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse

from api.downloads import blocks, download_headers
from api.edge import Reading, Visit
from api.narrowing import Day
from api.schemas.common import Key, Page, cursor_of
from api.schemas.sign_ins import OwnSignInsShape, Result, SignInLine, sign_in_line
from api.scopes import needs
from api.sheets import MEDIA_TYPE, XLSX
from engine.documents.long_sheet import LongColumn, write_long_sheet
from engine.domain import messages
from engine.domain.errors import NotAllowed
from engine.people.policy import may_read_sign_ins
from engine.people.scopes import ACCOUNT, READ
from engine.queries.months import days
from engine.queries.sign_in_records import COLUMNS, SignInFilter, list_sign_ins, own_sign_ins, sign_in_rows
from engine.store.models import SignInRecord

router = APIRouter(tags=["sign-ins"])


def _wanted(
    visit: Reading,
    person_id: Key | None = None,
    result: Result | Literal["failed"] | None = None,
    since: Annotated[Day, Query(alias="from")] = None,
    until: Annotated[Day, Query(alias="to")] = None,
) -> SignInFilter:
    """Days are the office's, both included; `failed` is everything that was refused."""
    if not may_read_sign_ins(visit.roles):
        raise NotAllowed
    return SignInFilter(person_id, result, days(since, until, visit.act.calendar.zone))


Wanted = Annotated[SignInFilter, Depends(_wanted, scope="function")]


@router.get("/sign-ins")
@needs(READ)
def list_all(visit: Reading, wanted: Wanted, cursor: str | None = None) -> Page[SignInLine]:
    """The record of signing in, the newest first."""
    rows, following = list_sign_ins(visit.session, wanted, cursor_of(cursor))
    return Page[SignInLine](items=_lines(visit, rows), next=str(following) if following else None)


@router.get("/sign-ins/sheet", response_class=Response, responses=XLSX)
@needs(READ)
def get_sheet(visit: Reading, wanted: Wanted) -> Response:
    """The same as a workbook, all of it; written before it leaves, and never whole in memory."""
    act = visit.act
    zone, day = act.calendar.zone, act.calendar.local_date(act.now)
    title = messages.text("people.sign_ins_title", office=act.house.office_name, day=day.isoformat())
    columns = [LongColumn(messages.text(f"people.sign_ins_{name}"), width) for name, width in COLUMNS]
    rows = sign_in_rows(visit.session, act.situation, zone, wanted)
    file = TemporaryFile()  # noqa: SIM115 - closed once it has left
    write_long_sheet(file, messages.text("people.sign_ins_sheet"), title, columns, rows)
    name = f"{messages.text('people.sign_ins_file')}{day:%Y%m%d}.xlsx"
    return StreamingResponse(blocks(file), media_type=MEDIA_TYPE, headers=dict(download_headers(name)))


@router.get("/account/sign-ins")
@needs(ACCOUNT)
def list_own(visit: Reading) -> OwnSignInsShape:
    """One's own latest lines, when one signed in last, and how often somebody else failed to since."""
    own = own_sign_ins(visit.session, visit.person_id, visit.badge.session_id)
    last = _lines(visit, [own.last])[0] if own.last else None
    return OwnSignInsShape(last=last, failures=own.failures, items=_lines(visit, own.rows))


def _lines(visit: Visit, rows: list[SignInRecord]) -> list[SignInLine]:
    return [sign_in_line(visit.act.situation, row) for row in rows]
