"""一考双评: the two scores of a key task after its fourth gate; a unit's year: one report, two scores, a grade."""

from collections.abc import Mapping
from typing import Any

from engine.actions.registry import Call, action
from engine.actions.reviews import POINTS, task_and_year
from engine.domain.errors import NotFound
from engine.store.models import ReviewYear, UnitAssessment
from engine.store.performance import entries_of
from engine.store.reviews import (
    count_running,
    findings_of,
    gates_of,
    lock_assessment,
    tasks_of_unit,
    tracks_of,
)

Data = Mapping[str, Any]
ASSESSMENT = "reviews-assessment"
WORST, BEST = 0, 100


@action(
    "gather_facts",
    times_conditional="number",
    times_rectified="number",
    business_late="number",
    party_late="number",
    findings_late="number",
    points_unequal="number",
)
def gather_facts(call: Call) -> Data:
    """What the four gates of a key task have shown, for the table that scores it."""
    task, _ = task_and_year(call)
    session = call.act.session
    gates = gates_of(session, [task.id])
    ids = [gate.id for gate in gates]
    late = [track.track for track in tracks_of(session, ids) if track.is_late]
    return {
        "times_conditional": sum(1 for gate in gates if gate.decision == "conditional"),
        "times_rectified": sum(1 for gate in gates if gate.decision == "rectify"),
        "business_late": late.count("business"),
        "party_late": late.count("party"),
        "findings_late": sum(1 for finding in findings_of(session, ids) if finding.closed_late),
        "points_unequal": sum(1 for gate in gates for point in POINTS if not gate.comparison.get(point)),
    }


@action("close_key_task", tasks_left="number", assessment_id="number")
def close_key_task(call: Call) -> Data:
    """The scores are the sums of the table's lines, 0 to 100; answers how many key tasks of the unit are left."""
    task, year = task_and_year(call)
    session, points = call.act.session, list(call.data["points"])
    task.points = points
    task.business_score = _sum(points, "business")
    task.party_score = _sum(points, "party")
    task.state, task.closed_at = "closed", call.act.now
    session.flush()
    assessment = lock_assessment(session, year.id, task.unit_id)
    return {"tasks_left": count_running(session, year.id, task.unit_id), "assessment_id": assessment.id}


def _sum(points: list[Mapping[str, Any]], score: str) -> int:
    return min(BEST, max(WORST, int(sum(line[score] for line in points))))


@action("start_assessment")
def start_assessment(call: Call) -> Data:
    """The unit's last key task has passed its fourth gate: the unit's year is assessed."""
    assessment = _assessment(call)
    assessment.state = "reporting"
    assessment.instance_id = call.start(ASSESSMENT, None, {"assessment_id": assessment.id}, None, None)
    return {}


def _assessment(call: Call) -> UnitAssessment:
    found = call.act.session.get(UnitAssessment, call.data["assessment_id"])
    if found is None:
        raise NotFound
    return found


@action("begin_report", report_days="number", report_late_at="text")
def begin_report(call: Call) -> Data:
    """述职 is due so many working days from now (parameter `days`)."""
    calendar, days = call.act.calendar, int(call.parameters["days"])
    due_on = calendar.add_working_days(calendar.local_date(call.act.now), days).due_on
    return {"report_days": days, "report_late_at": calendar.next_opening(calendar.due_instant(due_on)).isoformat()}


@action(
    "record_report",
    business_average="number",
    party_average="number",
    open_findings="number",
    record_points="number",
)
def record_report(call: Call) -> Data:
    """一述双报: one report on both duties; answers what the table grades by, averages cut to whole points.

    `record_points`: what the lines of performance of the unit come to that year.
    """
    assessment, form, session = _assessment(call), call.submitted or {}, call.act.session
    assessment.business_report, assessment.party_report = form["business_report"], form["party_report"]
    assessment.reported_at, assessment.state = call.act.now, "scoring"
    tasks = tasks_of_unit(session, assessment.year_id, assessment.unit_id)
    gates = gates_of(session, [task.id for task in tasks])
    is_open = [one for one in findings_of(session, [gate.id for gate in gates]) if one.closed_at is None]
    assessment.business_score = _average([task.business_score for task in tasks])
    assessment.party_score = _average([task.party_score for task in tasks])
    return {
        "business_average": assessment.business_score,
        "party_average": assessment.party_score,
        "open_findings": len(is_open),
        "record_points": _record_points(call, assessment),
    }


def _record_points(call: Call, assessment: UnitAssessment) -> float:
    year = call.act.session.get_one(ReviewYear, assessment.year_id).year
    return sum(one.points for one in entries_of(call.act.session, year=year, unit_id=assessment.unit_id)) / 10


def _average(scores: list[int | None]) -> int:
    return sum(score or 0 for score in scores) // max(1, len(scores))


@action("record_assessment")
def record_assessment(call: Call) -> Data:
    """The party committee office confirms the grade that the table gave."""
    assessment, form = _assessment(call), call.submitted or {}
    assessment.grade, assessment.opinion = call.data["grade"], form.get("opinion", "")
    assessment.state, assessment.decided_at = "decided", call.act.now
    return {}
