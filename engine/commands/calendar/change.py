"""The office's calendar is changed: days of its own, the notice of a year, or both; all that is open follows."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from engine.act import Act
from engine.calendar import Notice, OfficeHours
from engine.calendar.notice import problems_of_notice
from engine.calendar.own_day import HOURS, KINDS, OFF, USUAL, OwnDay
from engine.calendar.working_days import FIRST_YEAR, LAST_YEAR
from engine.commands.calendar.follow import follow
from engine.commands.calendar.follow_tasks import follow_tasks
from engine.commands.public_notices.follow import follow_notices
from engine.commands.reviews.follow import follow_reviews
from engine.domain.errors import Invalid, NotAllowed, Problem
from engine.people.policy import may_change_calendar
from engine.store.calendar import end_notice, next_calendar_version, own_days
from engine.store.events import append_event
from engine.store.models import CalendarChange, CalendarDay, CalendarNotice
from engine.store.office_record import lock_office_record


def change_calendar(
    act: Act, roles: Collection[str], days: Sequence[OwnDay], notice: Notice | None, *, source: str, reason: str = ""
) -> CalendarChange:
    """All of it or nothing, in one act; the change with the report of what moved. Invalid with all that is wrong."""
    if not may_change_calendar(roles):
        raise NotAllowed
    problems = [*_problems(days), *(problems_of_notice(notice) if notice else ())]
    if not days and notice is None:
        problems.append(Problem("calendar.nothing_entered", field="/days"))
    if problems:
        raise Invalid(problems)
    record, before = lock_office_record(act.session, act.now), act.calendar
    version = next_calendar_version(act.session)
    change = CalendarChange(id=version, at=act.now, actor_id=act.actor_id, source=source, reason=reason, report=[])
    act.session.add(change)
    act.session.flush()
    _enter_days(act, days, version)
    if notice:
        _enter_notice(act, notice, version)
    act.house.calendars.change(act.session, version)
    data = {"version": version, "source": source, "reason": reason, "days": [_told(day) for day in days]}
    if notice:
        data["notice"] = {"year": notice.year, "text": notice.text}
    append_event(record, "calendar.changed", act.origin, name=str(notice.year) if notice else None, data=data)
    because = act.because("calendar", version=version)
    items = follow(because, before)
    gates = follow_reviews(because, before)
    change.report = [*items, *gates, *follow_tasks(because, before), *follow_notices(because, before)]
    act.session.flush()
    return change


def _problems(days: Sequence[OwnDay]) -> list[Problem]:
    problems = []
    seen: set[date] = set()
    for number, one in enumerate(days):
        place, named = f"/days/{number}", {"day": one.day.isoformat()}
        if not FIRST_YEAR <= one.day.year <= LAST_YEAR:
            limits = {"year": one.day.year, "first": FIRST_YEAR, "last": LAST_YEAR}
            problems.append(Problem("calendar.out_of_range", limits, field=f"{place}/date"))
        if one.day in seen:
            problems.append(Problem("calendar.day_twice", named, field=f"{place}/date"))
        if one.kind not in KINDS:
            problems.append(Problem("calendar.kind_unknown", {"kind": one.kind}, field=f"{place}/kind"))
        if one.kind == HOURS:
            problems += _hours_problems(one, f"{place}/hours")
        elif one.hours:
            problems.append(Problem("calendar.hours_unwanted", named, field=f"{place}/hours"))
        seen.add(one.day)
    return problems


def _hours_problems(one: OwnDay, place: str) -> list[Problem]:
    try:
        OfficeHours(one.hours)
    except Invalid as invalid:
        return [Problem(problem.code, problem.parameters, field=place) for problem in invalid.problems]
    return []


def _enter_days(act: Act, days: Sequence[OwnDay], version: int) -> None:
    held = own_days(act.session, version)
    for one in days:
        if (before := held.get(one.day)) is not None:
            before.until = version
        if one.kind != USUAL:
            act.session.add(
                CalendarDay(
                    day=one.day,
                    is_working=one.kind != OFF,
                    name=one.reason,
                    hours=[[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in one.hours] or None,
                    since=version,
                )
            )


def _enter_notice(act: Act, notice: Notice, version: int) -> None:
    end_notice(act.session, notice.year, version)
    act.session.add(CalendarNotice(year=notice.year, text=notice.text, since=version))
    for festival in notice.festivals:
        for is_working, days in ((False, festival.off), (True, festival.worked)):
            act.session.add_all(
                CalendarDay(day=day, year=notice.year, is_working=is_working, name=festival.name, since=version)
                for day in days
            )


def _told(one: OwnDay) -> dict[str, Any]:
    """As the record tells it."""
    hours = [f"{start:%H:%M}-{end:%H:%M}" for start, end in one.hours]
    return {"date": one.day.isoformat(), "kind": one.kind, "reason": one.reason, "hours": hours}
