"""The office's calendar: due dates in working time, the days of a year, and changing them."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response, UploadFile
from pydantic import AwareDatetime

from api.edge import Reading, Visit, Writing
from api.schemas.calendar import (
    CalendarYear,
    ChangeBody,
    ChangeShape,
    DueMoment,
    DueShape,
    Proposal,
    ReadBody,
    SkippedDay,
    calendar_year,
    change_shape,
    notice_body,
    proposal,
)
from api.schemas.common import Page
from api.scopes import needs
from engine.calendar import in_calendar_days
from engine.commands.calendar.change import change_calendar
from engine.documents.calendar_sheet import read_calendar_sheet
from engine.documents.notice import read_notice
from engine.domain.errors import Invalid, NotAllowed, Problem
from engine.people.policy import may_audit, may_change_calendar
from engine.people.scopes import ADMINISTER, READ
from engine.store.calendar import changes_newest_first, find_notice

router = APIRouter(prefix="/calendar", tags=["calendar"])
CHANGES_SHOWN = 100
Count = Annotated[int | None, Query(ge=0, le=3660)]


@router.get("")
@needs(READ)
def get_year(visit: Reading, year: Annotated[int | None, Query(ge=2001, le=2099)] = None) -> CalendarYear:
    """Every day of a year (the present one where none is named), and whether its official notice is known."""
    calendar = visit.act.calendar
    wanted = year or calendar.local_date(visit.act.now).year
    return calendar_year(calendar, wanted, find_notice(visit.session, wanted, calendar.version))


@router.get("/due")
@needs(READ)
def due(
    visit: Reading,
    start: Annotated[date, Query(alias="from")],
    working_days: Count = None,
    calendar_days: Count = None,
    from_next_day: bool = True,
) -> DueShape:
    """The date so many working days (or plain days) on, with the days it passed over."""
    calendar = visit.act.calendar
    if (working_days is None) == (calendar_days is None):
        raise Invalid([Problem("calendar.due_one_way", field="/working_days")])
    try:
        if working_days is None:
            day = in_calendar_days(start, calendar_days or 0, from_next_day=from_next_day)
            return DueShape(due=day, skipped=[], provisional=calendar.is_provisional(day))
        found = calendar.add_working_days(start, working_days, from_next_day)
    except OverflowError:  # past the last day that Python's calendar has
        raise Invalid([Problem("request.date_range", field="/from")]) from None
    skipped = [SkippedDay(date=day, reason=reason.text()) for day, reason in found.skipped]
    return DueShape(due=found.due_on, skipped=skipped, provisional=found.is_provisional)


@router.get("/due-moment")
@needs(READ)
def due_moment(
    visit: Reading,
    start: Annotated[AwareDatetime, Query(alias="from")],
    working_hours: Annotated[float, Query(gt=0, le=9999)],
) -> DueMoment:
    """The moment so many office hours on: from the hour, not from the next day."""
    calendar = visit.act.calendar
    try:
        found = calendar.add_working_time(start, working_hours)
        first, last = calendar.local_date(start), calendar.local_date(found)
    except OverflowError:
        raise Invalid([Problem("request.date_range", field="/from")]) from None
    years = range(first.year, last.year + 1)
    return DueMoment(due_at=found, provisional=any(calendar.is_provisional(date(year, 1, 1)) for year in years))


@router.get("/changes")
@needs(READ)
def list_changes(visit: Reading) -> Page[ChangeShape]:
    """The newest changes of the calendar with what they moved; for administrators and auditors."""
    if not may_audit(visit.roles):
        raise NotAllowed
    changes = changes_newest_first(visit.session, CHANGES_SHOWN)
    return Page[ChangeShape](items=[change_shape(visit.act, change) for change in changes])


@router.post("/changes", status_code=201, response_model=ChangeShape)
@needs(ADMINISTER)
def change(visit: Writing, body: ChangeBody) -> Response:
    """Enter days of the office's own, the notice of a year, or both; answers with what moved."""
    days = [one.own_day() for one in body.days]
    notice = body.notice.notice() if body.notice else None

    def do() -> ChangeShape:
        made = change_calendar(visit.act, visit.roles, days, notice, source=body.source, reason=body.reason)
        return change_shape(visit.act, made)

    return visit.once(201, do)


@router.post("/read")
@needs(ADMINISTER)
def read(visit: Reading, body: ReadBody) -> Proposal:
    """What the pasted text of a notice says, to be looked at before it is saved; nothing is stored."""
    _require_administrator(visit)
    return Proposal(notice=notice_body(read_notice(body.text, body.year)))


@router.post("/read-sheet")
@needs(ADMINISTER)
def read_sheet(visit: Reading, file: UploadFile) -> Proposal:
    """What a workbook (date, kind, reason, hours) says, to be looked at before it is saved; nothing is stored."""
    _require_administrator(visit)
    return proposal(read_calendar_sheet(file.filename or "file", file.file.read()))


def _require_administrator(visit: Visit) -> None:
    if not may_change_calendar(visit.roles):
        raise NotAllowed
