"""The office's calendar as pages and programs see it, and what they enter."""

from datetime import date, datetime, time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.common import Coded, Named, Shape, coded, person_named
from engine.act import Act
from engine.calendar import Festival, Notice, WorkingCalendar
from engine.calendar.own_day import OwnDay
from engine.documents.calendar_sheet import Entered
from engine.store.models import CalendarChange, CalendarNotice

Days = Annotated[list[date], Field(max_length=60)]


class SkippedDay(Shape):
    date: date
    reason: str


class DueShape(Shape):
    due: date
    skipped: list[SkippedDay]
    provisional: bool


class DueMoment(Shape):
    """Due at an hour: so many office hours on."""

    due_at: datetime
    provisional: bool


class Hours(BaseModel):
    model_config = ConfigDict(extra="forbid")

    start: time
    end: time


class DayShape(Shape):
    """A day of the year. `reason` says what kind of day it is; `is_own`: the office said so itself."""

    date: date
    kind: Literal["working", "weekend", "holiday", "adjusted", "office_off", "office_open", "office_hours"]
    reason: str
    is_own: bool
    hours: list[Hours]


class FestivalBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=40)
    off: Days
    worked: Days


class NoticeBody(BaseModel):
    """A year's notice as it was understood: read it with /calendar/read, look at it, send it back."""

    model_config = ConfigDict(extra="forbid")

    year: int = Field(ge=2001, le=2099)
    festivals: list[FestivalBody] = Field(max_length=20)
    text: str = Field(default="", max_length=20_000)

    def notice(self) -> Notice:
        festivals = [Festival(one.name, tuple(sorted(one.off)), tuple(sorted(one.worked))) for one in self.festivals]
        return Notice(self.year, tuple(festivals), self.text)


class OwnDayBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    date: date
    kind: Literal["off", "open", "hours", "usual"]
    reason: str = Field(default="", max_length=120)
    hours: list[Hours] = Field(default_factory=list, max_length=10)

    def own_day(self) -> OwnDay:
        return OwnDay(self.date, self.kind, self.reason, tuple((one.start, one.end) for one in self.hours))


class Proposal(BaseModel):
    """What is to be saved, or what was understood and is not saved yet."""

    model_config = ConfigDict(extra="forbid")

    days: list[OwnDayBody] = Field(default_factory=list, max_length=2000)
    notice: NoticeBody | None = None


class ChangeBody(Proposal):
    source: Literal["page", "sheet", "notice"] = "page"
    reason: str = Field(default="", max_length=200)


class ReadBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=20_000)
    year: int | None = Field(default=None, ge=2001, le=2099)


class MovedItem(Shape):
    """`off`, `worked`: the days between start and due date that were worked and are off now, and the other way."""

    item_id: int
    number: str | None
    title: str
    before: datetime
    after: datetime
    provisional: bool
    kept_from_past: bool
    off: list[SkippedDay]
    worked: list[SkippedDay]


class MovedMoment(Shape):
    """What moved beside items: `kind` is task_due, gate_opens or notice_ends; with the record that it belongs to."""

    kind: Coded
    number: str | None = None
    title: str
    key_task_id: int | None = None
    notice_id: int | None = None
    before: datetime
    after: datetime
    off: list[SkippedDay]
    worked: list[SkippedDay]


class ChangeShape(Shape):
    """One change of the calendar; its number is the calendar's version from then on. `moved` are items."""

    version: int
    at: datetime
    actor: Named | None
    source: str
    reason: str
    moved: list[MovedItem]
    also_moved: list[MovedMoment]


class NoticeShape(Shape):
    text: str
    version: int


class CalendarYear(Shape):
    year: int
    version: int
    provisional: bool
    notice: NoticeShape | None
    office_hours: list[Hours]
    days: list[DayShape]


def calendar_year(calendar: WorkingCalendar, year: int, notice: CalendarNotice | None) -> CalendarYear:
    first = date(year, 1, 1)
    days = [date.fromordinal(first.toordinal() + number) for number in range((date(year + 1, 1, 1) - first).days)]
    return CalendarYear(
        year=year,
        version=calendar.version,
        provisional=calendar.is_provisional(first),
        notice=NoticeShape(text=notice.text, version=notice.since) if notice else None,
        office_hours=_hours(calendar, None),
        days=[_day(calendar, day) for day in days],
    )


def proposal(entered: Entered) -> Proposal:
    days = [
        OwnDayBody(
            date=one.day,
            kind=one.kind,  # type: ignore[arg-type]
            reason=one.reason,
            hours=[Hours(start=start, end=end) for start, end in one.hours],
        )
        for one in entered.days
    ]
    return Proposal(days=days, notice=notice_body(entered.notice) if entered.notice else None)


def notice_body(notice: Notice) -> NoticeBody:
    festivals = [FestivalBody(name=one.name, off=list(one.off), worked=list(one.worked)) for one in notice.festivals]
    return NoticeBody(year=notice.year, festivals=festivals, text=notice.text)


def change_shape(act: Act, change: CalendarChange) -> ChangeShape:
    return ChangeShape(
        version=change.id,
        at=change.at,
        actor=person_named(act.situation, change.actor_id),
        source=change.source,
        reason=change.reason,
        moved=[MovedItem.model_validate(moved) for moved in change.report if "kind" not in moved],
        also_moved=[
            MovedMoment.model_validate({**moved, "kind": coded("moved", moved["kind"])})
            for moved in change.report
            if "kind" in moved
        ],
    )


def _day(calendar: WorkingCalendar, day: date) -> DayShape:
    own, reason = calendar.own_day(day), calendar.reason_off(day)
    return DayShape(
        date=day,
        kind=calendar.kind_of(day).value,
        reason=reason.text() if reason else own.name if own else "",
        is_own=own is not None and not own.is_announced,
        hours=_hours(calendar, day) if own is not None and own.hours else [],
    )


def _hours(calendar: WorkingCalendar, day: date | None) -> list[Hours]:
    found = calendar.hours if day is None else calendar.hours_on(day)
    return [Hours(start=start, end=end) for start, end in found.periods]
