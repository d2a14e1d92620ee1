"""申诉 against a line of performance: answered by the party committee office, never by who raised it."""

from collections.abc import Mapping
from typing import Any

from engine.actions.parameters import number_at
from engine.actions.reckoning import CANCELLED, keep_before
from engine.actions.registry import Call, action
from engine.domain import messages
from engine.domain.errors import Conflict, Invalid, NotFound, Problem
from engine.domain.performance import tenths
from engine.notify.telling import Said, tell
from engine.store.models import PerformanceAppeal, PerformanceEntry

Data = Mapping[str, Any]
DAYS = 5  # where the diagram says nothing
UPHELD, CORRECTED = "upheld", "corrected"


@action("begin_appeal", appeal_days="number", appeal_late_at="text")
def begin_appeal(call: Call) -> Data:
    """The answer is due in so many working days (parameter `days`); late from the opening after that."""
    calendar, days = call.act.calendar, number_at(call, "days", DAYS)
    due_on = calendar.add_working_days(calendar.local_date(call.act.now), days).due_on
    return {"appeal_days": days, "appeal_late_at": calendar.next_opening(calendar.due_instant(due_on)).isoformat()}


@action("answer_appeal")
def answer_appeal(call: Call) -> Data:
    """Upheld: the line stays. Corrected or cancelled: its history keeps how it stood, and no reckoning touches it."""
    act, form, appeal = call.act, call.submitted or {}, _appeal(call)
    if act.actor_id is None or act.actor_id == appeal.person_id:
        raise Conflict([Problem("performance.own_appeal")])
    if appeal.outcome is not None:
        raise Conflict([Problem("performance.answered_before")])
    entry, points = act.session.get_one(PerformanceEntry, appeal.entry_id), None
    if form["outcome"] == CORRECTED:
        points = tenths(form["points"])
        if points is None or points == entry.points:
            raise Invalid([Problem("performance.other_points", field="/points")])
    if form["outcome"] != UPHELD:
        keep_before(act, entry)
        entry.state = CORRECTED if points is not None else CANCELLED
        entry.points = entry.points if points is None else points
        entry.corrected_by_id, entry.corrected_at, entry.reason = act.actor_id, act.now, form["answer"]
    appeal.outcome, appeal.points, appeal.answer = form["outcome"], points, form["answer"]
    appeal.answered_by_id, appeal.answered_at = act.actor_id, act.now
    act.session.flush()
    _tell(call, "appeal_answered", appeal, entry, [appeal.person_id], form["answer"])
    return {}


@action("tell_appeal_late")
def tell_appeal_late(call: Call) -> Data:
    """The answer is late: the leaders are told that it is, and not what it is about."""
    appeal = _appeal(call)
    if appeal.outcome is None:
        entry = call.act.session.get_one(PerformanceEntry, appeal.entry_id)
        _tell(call, "appeal_late", appeal, entry, call.act.situation.with_role("leader"), "")
    return {}


def _appeal(call: Call) -> PerformanceAppeal:
    appeal = call.act.session.get(PerformanceAppeal, call.data["appeal_id"])
    if appeal is None:
        raise NotFound
    return appeal


def _tell(
    call: Call, kind: str, appeal: PerformanceAppeal, entry: PerformanceEntry, people: list[int], asked: str
) -> None:
    unit = call.act.situation.find_unit(entry.unit_id)
    outcome = messages.text(f"words.appeal_{appeal.outcome}") if appeal.outcome else ""
    facts = {
        "number": messages.text("performance.appeal_number", year=entry.year, number=appeal.id),
        "title": outcome or messages.text("performance.appeal_open"),
        "unit": unit.name if unit else "",
        "asked": asked,
        "office": call.act.house.office_name,
    }
    said = Said(kind, f"{kind}.{appeal.id}", facts, call.instance.id, confidential=call.instance.confidential)
    tell(call.act, people, said)
