"""Public notices: what everybody may read, and what the office sees besides."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.schemas.common import Coded, Named, Shape, coded, person_named, unit_named
from engine.act import Act
from engine.domain.public_notice import NoticeRule, days_left, read_runs
from engine.store.models import Objection, PublicNotice

Line = Annotated[str, Field(max_length=400)]


class SubjectShape(Shape):
    """Somebody or something on notice."""

    name: str
    unit: str
    text: str


class PublicNoticeShape(Shape):
    """What the page without sign-in shows. After the end there are no subjects any more: their names come down.

    `ends_on` is null while an objection is looked into; `days_left` are working days, today included until it closes.
    """

    slug: str
    office: str
    title: str
    text: str
    contact: str
    subjects: list[SubjectShape]
    state: Coded
    published_on: date
    ends_on: date | None
    ends_at: datetime | None
    days: int
    days_left: int
    takes_objections: bool
    anonymous: bool


class PublicNoticeRow(Shape):
    """`unit`: it is read in that unit only."""

    id: int
    slug: str
    title: str
    unit: Named | None
    state: Coded
    published_on: date
    ends_at: datetime | None
    days_left: int


class ObjectionShape(Shape):
    """`in_task`: it is answered in the task that the diagram opened."""

    id: int
    name: str
    contact: str
    text: str
    raised_at: datetime
    in_task: bool
    finding: Coded | None
    answer: str
    answered_at: datetime | None
    answered_by: Named | None


class PublicNoticeDetail(PublicNoticeShape):
    """As the office sees it: subjects stay, and objections are there for who may know of them.

    `unit`: it is read in that unit only, and not without signing in.
    """

    id: int
    unit: Named | None
    round: int
    objection_rule: Coded
    reason: str
    objections: list[ObjectionShape]
    may_run: bool


class ObjectionBody(BaseModel):
    """`code`: 26 letters of Crockford's base 32, made by the objector's device."""

    code: Annotated[str, Field(max_length=40)]
    text: Annotated[str, Field(max_length=8000)]
    name: Line = ""
    contact: Line = ""


class Received(Shape):
    """The objection was taken; with its code the answer can be read."""

    code: str


class AnswerShape(Shape):
    """What the objector reads; `finding` is null until the answer."""

    notice: str
    raised_at: datetime
    finding: Coded | None
    answer: str
    answered_at: datetime | None


class AnswerBody(BaseModel):
    finding: Line
    answer: Annotated[str, Field(max_length=4000)]


def public_notice(act: Act, notice: PublicNotice) -> PublicNoticeShape:
    shown = _shown(act, notice)
    return PublicNoticeShape(**shown if _is_under_way(notice) else {**shown, "text": "", "subjects": []})


def _shown(act: Act, notice: PublicNotice) -> dict[str, Any]:
    rule, content = NoticeRule(**notice.rule), notice.content
    goes = _is_under_way(notice) and (notice.ends_at is None or act.now < notice.ends_at)
    return {
        "slug": notice.slug,
        "office": act.house.office_name,
        "title": notice.title,
        "text": content["text"],
        "contact": content["contact"],
        "subjects": [SubjectShape(**one) for one in content["subjects"]],
        "state": coded("notice_state", notice.state),
        "published_on": notice.published_on,
        "ends_on": act.calendar.local_date(notice.ends_at) if notice.ends_at else None,
        "ends_at": notice.ends_at,
        "days": rule.days,
        "days_left": remaining(act, notice),
        "takes_objections": goes and rule.public,
        "anonymous": rule.anonymous,
    }


def _is_under_way(notice: PublicNotice) -> bool:
    return notice.state in ("running", "paused")


def remaining(act: Act, notice: PublicNotice) -> int:
    """Working days still to run, today included while the office is open."""
    if not _is_under_way(notice):
        return 0
    if notice.ends_at is None:
        return days_left(NoticeRule(**notice.rule), read_runs(notice.runs), act.calendar)
    if act.now >= notice.ends_at:
        return 0
    today, last = act.calendar.local_date(act.now), act.calendar.local_date(notice.ends_at)
    is_open = act.calendar.is_working_day(today) and act.now < act.calendar.closing(today)
    counts_today = is_open and today > notice.published_on
    return act.calendar.working_days_between(today, last) + counts_today


def notice_row(act: Act, notice: PublicNotice) -> PublicNoticeRow:
    return PublicNoticeRow(
        id=notice.id,
        slug=notice.slug,
        title=notice.title,
        unit=unit_named(act.situation, notice.unit_id),
        state=coded("notice_state", notice.state),
        published_on=notice.published_on,
        ends_at=notice.ends_at,
        days_left=remaining(act, notice),
    )


def notice_shape(act: Act, notice: PublicNotice, objections: list[Objection], *, may_run: bool) -> PublicNoticeDetail:
    shown = _shown(act, notice)
    under_way = _is_under_way(notice) and (notice.ends_at is None or act.now < notice.ends_at)
    return PublicNoticeDetail(
        **{**shown, "takes_objections": under_way},
        id=notice.id,
        unit=unit_named(act.situation, notice.unit_id),
        round=notice.round,
        objection_rule=coded("notice_objection", notice.rule["objection"]),
        reason=notice.reason,
        objections=[objection_shape(act, one) for one in objections],
        may_run=may_run,
    )


def objection_shape(act: Act, one: Objection) -> ObjectionShape:
    return ObjectionShape(
        id=one.id,
        name=one.name,
        contact=one.contact,
        text=one.text,
        raised_at=one.raised_at,
        in_task=one.is_caught,
        finding=coded("notice_finding", one.finding) if one.finding else None,
        answer=one.answer,
        answered_at=one.answered_at,
        answered_by=person_named(act.situation, one.answered_by_id),
    )


def answer_shape(notice: PublicNotice, one: Objection) -> AnswerShape:
    return AnswerShape(
        notice=notice.title,
        raised_at=one.raised_at,
        finding=coded("notice_finding", one.finding) if one.finding else None,
        answer=one.answer,
        answered_at=one.answered_at,
    )
