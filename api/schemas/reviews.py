"""四同步: the year, the matrix, a key task."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from api.schemas.common import Coded, Key, Named, Shape, coded, person_named, unit_named
from api.schemas.official_documents import OfficialDocumentShape
from engine.act import Act
from engine.domain.gates import GAPS
from engine.people.situation import Situation
from engine.queries.performance import Sum
from engine.queries.reviews import GateSeen, TaskSeen, YearDay
from engine.store.models import GateTrack, KeyTask, PanelMember, PanelSeat, PanelSitting, ReviewYear, UnitAssessment


class PanelSeatBody(BaseModel):
    """A member by post or by person, one of the two."""

    post_id: Key | None = None
    person_id: Key | None = None
    is_chair: bool = False


class ReviewYearBody(BaseModel):
    year: int = Field(ge=2000, le=2100)
    gates: list[date] = Field(max_length=4)
    seats: list[PanelSeatBody] = Field(max_length=60)
    quorum: str = Field(default="2/3", max_length=9)
    prepare_days: int = 10
    sit_days: int = 5


class NewKeyTaskBody(BaseModel):
    unit_id: Key
    title: str = Field(max_length=300)
    text: str = Field(default="", max_length=4000)


class KeyTasksBody(BaseModel):
    tasks: list[NewKeyTaskBody] = Field(max_length=500)


class ReviewYearSummary(Shape):
    """`prepare_days` and `sit_days` are working days: to prepare both tracks, and for the panel to hear them."""

    year: int
    gates: list[date]
    officer: Named | None
    prepare_days: int
    sit_days: int


class GateCell(Shape):
    """`is_gap`: somebody has to look after it."""

    gate: int
    look: Coded
    is_gap: bool
    opens_at: datetime
    decision: Coded | None
    open_findings: int


class KeyTaskRow(Shape):
    id: int
    number: str
    title: str
    unit: Named | None
    state: str
    gates: list[GateCell]
    business_score: int | None
    party_score: int | None


class AssessmentShape(Shape):
    """`record_points`: what the lines of performance of the unit come to that year; null for who may not see them."""

    unit: Named | None
    state: Coded
    business_score: int | None
    party_score: int | None
    grade: Coded | None
    business_report: str
    party_report: str
    opinion: str
    decided_at: datetime | None
    record_points: float | None
    record_lines: int | None


class YearTask(Shape):
    id: int
    title: str
    unit: Named | None


class YearDayShape(Shape):
    """A day of the year's calendar: `what` is opens, prepare_due, sitting_closes or finding_due, at a gate."""

    on: date
    what: Coded
    gate: int
    tasks: list[YearTask]


class ReviewYearShape(ReviewYearSummary):
    """`days` are what is to come, and what is overdue, by day; past openings have no tasks."""

    members: list[str]
    may_enter: bool
    tasks: list[KeyTaskRow]
    days: list[YearDayShape]
    assessments: list[AssessmentShape]


class TrackShape(Shape):
    track: Coded
    goals: str
    people: str
    starts_on: date
    ends_on: date
    measures: str
    submitted_by: Named | None
    submitted_at: datetime
    is_late: bool


class FindingShape(Shape):
    text: str
    due_working_days: int
    item_id: int | None
    number: str | None
    due_at: datetime | None
    closed_at: datetime | None
    closed_late: bool


class SeatShape(Shape):
    """`opinion` and `reason` only once the sitting is over, and only for who may see them."""

    member: str
    is_chair: bool
    state: Coded
    opinion: Coded | None
    reason: str


class SittingShape(Shape):
    ordinal: int
    state: Coded
    called_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    entitled: int | None
    needed: int | None
    present: int | None
    seats: list[SeatShape]


class ComparedShape(Shape):
    """A point of the checklist, and whether the panel found both tracks equal in it; None before it decided."""

    point: Coded
    is_equal: bool | None


class GateShape(GateCell):
    """`minutes` (会审纪要, every version) only for who may see opinions."""

    due_at: datetime | None
    ready_at: datetime | None
    decided_at: datetime | None
    passed_at: datetime | None
    conclusion: str
    tracks: list[TrackShape]
    compared: list[ComparedShape]
    sittings: list[SittingShape]
    findings: list[FindingShape]
    minutes: list[OfficialDocumentShape]


class PointLine(Shape):
    reason: str
    business: float
    party: float


class KeyTaskShape(KeyTaskRow):
    """`instance_id` for those who may see its history."""

    year: int
    text: str
    instance_id: int | None
    detail: list[GateShape]
    points: list[PointLine]


class Entered(Shape):
    entered: int


class YearOpened(Shape):
    year: int


POINTS = ("goals", "people", "dates", "measures")


def year_summary(situation: Situation, year: ReviewYear) -> ReviewYearSummary:
    return ReviewYearSummary(**_year_fields(situation, year))


def _year_fields(situation: Situation, year: ReviewYear) -> dict[str, Any]:
    return {
        "year": year.year,
        "gates": year.gates,
        "officer": person_named(situation, year.officer_id),
        "prepare_days": year.prepare_days,
        "sit_days": year.sit_days,
    }


def review_year_shape(
    act: Act,
    year: ReviewYear,
    members: list[PanelMember],
    tasks: list[TaskSeen],
    days: list[YearDay],
    assessments: list[UnitAssessment],
    sums: Mapping[int, Sum],
    *,
    may_enter: bool,
) -> ReviewYearShape:
    situation = act.situation
    return ReviewYearShape(
        **_year_fields(situation, year),
        members=[member_name(situation, one) for one in members],
        may_enter=may_enter,
        tasks=[KeyTaskRow(**_row_fields(situation, seen)) for seen in tasks],
        days=[_day(situation, one) for one in days],
        assessments=[_assessment(situation, one, sums.get(one.unit_id)) for one in assessments],
    )


def _day(situation: Situation, day: YearDay) -> YearDayShape:
    tasks = [YearTask(id=one.id, title=one.title, unit=unit_named(situation, one.unit_id)) for one in day.tasks]
    return YearDayShape(on=day.on, what=coded("year", day.what), gate=day.gate, tasks=tasks)


def member_name(situation: Situation, member: PanelMember) -> str:
    """The post with who holds it, or the person."""
    post = situation.current_post(member.post_id)
    if post is None:
        return situation.name_of(member.person_id)
    return f"{post.title} {situation.name_of(situation.holder(post.id))}"


def _row_fields(situation: Situation, seen: TaskSeen) -> dict[str, Any]:
    task: KeyTask = seen.task
    return {
        "id": task.id,
        "number": task.number,
        "title": task.title,
        "unit": unit_named(situation, task.unit_id),
        "state": task.state,
        "gates": [GateCell(**_cell_fields(one)) for one in seen.gates],
        "business_score": task.business_score,
        "party_score": task.party_score,
    }


def _cell_fields(seen: GateSeen) -> dict[str, Any]:
    return {
        "gate": seen.gate.gate,
        "look": coded("gate", seen.look),
        "is_gap": seen.look in GAPS,
        "opens_at": seen.gate.opens_at,
        "decision": coded("review", seen.gate.decision) if seen.gate.decision else None,
        "open_findings": sum(1 for one in seen.findings if one.finding.closed_at is None),
    }


def _assessment(situation: Situation, one: UnitAssessment, record: Sum | None) -> AssessmentShape:
    return AssessmentShape(
        unit=unit_named(situation, one.unit_id),
        state=coded("assessment", one.state),
        business_score=one.business_score,
        party_score=one.party_score,
        grade=coded("grade", one.grade) if one.grade else None,
        business_report=one.business_report,
        party_report=one.party_report,
        opinion=one.opinion,
        decided_at=one.decided_at,
        record_points=record.points / 10 if record else None,
        record_lines=record.lines if record else None,
    )


def key_task_shape(
    act: Act,
    year: ReviewYear,
    seen: TaskSeen,
    minutes: Mapping[int, list[OfficialDocumentShape]],
    *,
    with_opinions: bool,
    with_history: bool,
) -> KeyTaskShape:
    return KeyTaskShape(
        **_row_fields(act.situation, seen),
        year=year.year,
        text=seen.task.text,
        instance_id=seen.task.instance_id if with_history else None,
        detail=[_gate(act.situation, one, minutes.get(one.gate.gate, []), with_opinions) for one in seen.gates],
        points=[PointLine(**line) for line in seen.task.points],
    )


def _gate(situation: Situation, seen: GateSeen, minutes: list[OfficialDocumentShape], with_opinions: bool) -> GateShape:
    gate = seen.gate
    return GateShape(
        **_cell_fields(seen),
        due_at=gate.due_at,
        ready_at=gate.ready_at,
        decided_at=gate.decided_at,
        passed_at=gate.passed_at,
        conclusion=gate.conclusion,
        tracks=[_track(situation, one) for one in seen.tracks],
        compared=[
            ComparedShape(point=coded("compared", point), is_equal=gate.comparison.get(f"{point}_equal"))
            for point in POINTS
        ],
        sittings=[_sitting(situation, sitting, seats, with_opinions) for sitting, seats in seen.sittings],
        findings=[
            FindingShape(
                text=one.finding.text,
                due_working_days=one.finding.due_working_days,
                item_id=one.item.id if one.item else None,
                number=one.item.number if one.item else None,
                due_at=one.item.due_at if one.item else None,
                closed_at=one.finding.closed_at,
                closed_late=one.finding.closed_late,
            )
            for one in seen.findings
        ],
        minutes=minutes,
    )


def _track(situation: Situation, track: GateTrack) -> TrackShape:
    return TrackShape(
        track=coded("track", track.track),
        goals=track.goals,
        people=track.people,
        starts_on=track.starts_on,
        ends_on=track.ends_on,
        measures=track.measures,
        submitted_by=person_named(situation, track.submitted_by_id),
        submitted_at=track.submitted_at,
        is_late=track.is_late,
    )


def _sitting(
    situation: Situation, sitting: PanelSitting, seats: list[tuple[PanelSeat, PanelMember]], with_opinions: bool
) -> SittingShape:
    is_over = sitting.state != "called"
    return SittingShape(
        ordinal=sitting.ordinal,
        state=coded("sitting", sitting.state),
        called_at=sitting.called_at,
        closes_at=sitting.closes_at,
        closed_at=sitting.closed_at,
        entitled=sitting.entitled,
        needed=sitting.needed,
        present=sitting.present,
        seats=[
            SeatShape(
                member=member_name(situation, member),
                is_chair=member.is_chair,
                state=coded("seat", seat.state),
                opinion=coded("review", seat.opinion) if seat.opinion and is_over else None,
                reason=seat.reason if is_over or seat.state == "recused" else "",
            )
            for seat, member in (seats if with_opinions else [])
        ],
    )
