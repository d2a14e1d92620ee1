"""四同步: a key task's gates: opened by the year's calendar, prepared on two tracks, reviewed jointly, passed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.act import Act
from engine.actions.official_minutes import order_minutes
from engine.actions.registry import Call, action
from engine.actions.sittings import call_sitting, close_sitting, speak
from engine.calendar import in_working_days
from engine.domain import messages
from engine.domain.errors import Conflict, Invalid, Problem
from engine.domain.panel import agreed, decided
from engine.store.events import append_event
from engine.store.models import Finding, Gate, GateTrack, Item, KeyTask, Matter, PanelSeat, ReviewYear
from engine.store.numbers import number_kind_of, numbered
from engine.store.panels import called_sitting
from engine.store.reviews import GATE, findings_behind, findings_of, gate_of, get_key_task, items_by_ordinal

Data = Mapping[str, Any]
POINTS = ("goals_equal", "people_equal", "dates_equal", "measures_equal")
LAST = 4
FINDINGS = "review-findings"  # the message that starts a matter of findings
RECTIFIED = "rectified"  # the message that a gate waits for
MATTER = "supervision-matter"


def task_and_year(call: Call) -> tuple[KeyTask, ReviewYear]:
    task = get_key_task(call.act.session, call.data["key_task_id"])
    return task, call.act.session.get_one(ReviewYear, task.year_id)


@action("next_gate", gate="number", gate_opens_at="text")
def next_gate(call: Call) -> Data:
    """The next gate of the key task, and when the year's calendar opens it: at the opening of that working day."""
    task, year = task_and_year(call)
    calendar = call.act.calendar
    task.gate += 1
    opens_at = calendar.opening(calendar.on_or_after(date.fromisoformat(year.gates[task.gate - 1])))
    gate = Gate(key_task_id=task.id, gate=task.gate, state="waiting", opens_at=opens_at, comparison={}, conclusion="")
    call.act.session.add(gate)
    call.act.session.flush()
    return {"gate": task.gate, "gate_opens_at": opens_at.isoformat()}


@action("open_gate", prepare_days="number", prepare_late_at="text")
def open_gate(call: Call) -> Data:
    """Both tracks are prepared now."""
    task, year = task_and_year(call)
    gate, calendar = gate_of(call.act.session, task), call.act.calendar
    gate.state = "preparing"
    gate.due_at, _ = in_working_days(calendar, calendar.local_date(call.act.now), year.prepare_days)
    return {"prepare_days": year.prepare_days, "prepare_late_at": calendar.next_opening(gate.due_at).isoformat()}


@action("submit_track")
def submit_track(call: Call) -> Data:
    """What one track brings to the gate (parameter `track`: business, party); late or not."""
    task, _ = task_and_year(call)
    form, gate = call.submitted or {}, gate_of(call.act.session, task)
    starts_on, ends_on = date.fromisoformat(form["starts_on"]), date.fromisoformat(form["ends_on"])
    if ends_on < starts_on:
        raise Invalid([Problem("reviews.ends_before", field="/ends_on")])
    call.act.session.add(
        GateTrack(
            gate_id=gate.id,
            track=call.parameters["track"],
            goals=form["goals"],
            people=form["people"],
            starts_on=starts_on,
            ends_on=ends_on,
            measures=form["measures"],
            submitted_by_id=call.act.actor_id,
            submitted_at=call.act.now,
            is_late=gate.due_at is not None and call.act.now > gate.due_at,
        )
    )
    return {}


@action("call_panel", seats="list", sit_days="number", sitting_closes_at="text")
def call_panel(call: Call) -> Data:
    """会审 is called: who belongs to the unit is struck off; a sitting that was missed is repeated on a new date."""
    task, year = task_and_year(call)
    act, gate = call.act, gate_of(call.act.session, task)
    gate.ready_at, gate.state = gate.ready_at or act.now, "reviewing"
    closes_at, _ = in_working_days(act.calendar, act.calendar.local_date(act.now), year.sit_days)
    seats = call_sitting(act, year.panel_id, task.unit_id, GATE, gate.id, closes_at)
    return {
        "seats": [seat.id for seat in seats],
        "sit_days": year.sit_days,
        "sitting_closes_at": closes_at.isoformat(),
    }


@action("give_opinion")
def give_opinion(call: Call) -> Data:
    """A member's opinion and answers to the checklist, or why they stand aside."""
    form, seat = call.submitted or {}, call.act.session.get_one(PanelSeat, call.data["seat"])
    speak(
        call.act, seat, form["opinion"], form.get("remark", "").strip(), {one: form.get(one) == "yes" for one in POINTS}
    )
    return {}


@action("close_sitting", is_quorate="boolean", gate_decision="text")
def close_sitting_of_gate(call: Call) -> Data:
    """With a quorum the panel has decided, by the majority of those present; without, it sits again."""
    task, _ = task_and_year(call)
    act, gate = call.act, gate_of(call.act.session, task)
    sitting = called_sitting(act.session, GATE, gate.id)
    if sitting is None:
        raise Conflict([Problem("reviews.sitting_over")])
    quorum, present = close_sitting(act, sitting)
    _tell(call, "review.sitting_closed", present=quorum.present, needed=quorum.needed, held=quorum.is_reached)
    if not quorum.is_reached:
        return {"is_quorate": False, "gate_decision": ""}
    sitting.decision = gate.decision = decided([seat.opinion or "" for seat in present])
    gate.comparison = agreed([seat.data for seat in present], POINTS)
    gate.state, gate.decided_at = "concluding", act.now
    return {"is_quorate": True, "gate_decision": gate.decision}


@action("conclude_review", finding_count="number")
def conclude_review(call: Call) -> Data:
    """会审结论: passed goes without findings, everything else needs one; they become items of the supervision chain.

    The minutes of the sitting (会审纪要) are ordered with it.
    """
    task, year = task_and_year(call)
    form, gate = call.submitted or {}, gate_of(call.act.session, task)
    named = form.get("findings") or []
    if bool(named) == (gate.decision == "pass"):
        code = "reviews.findings_of_passed" if named else "reviews.findings_missing"
        raise Invalid([Problem(code, field="/findings")])
    gate.conclusion = form["conclusion"]
    call.act.session.add_all(
        Finding(
            gate_id=gate.id,
            ordinal=ordinal,
            text=found["text"],
            due_working_days=found["due_working_days"],
            closed_late=False,
        )
        for ordinal, found in enumerate(named, 1)
    )
    call.act.session.flush()
    order_minutes(call, task, year, gate)
    return {"finding_count": len(named)}


@action("raise_findings")
def raise_findings(call: Call) -> Data:
    """Each finding is an item under one matter, dispatched to the unit; the gate is told when the matter is closed."""
    task, year = task_and_year(call)
    act, gate = call.act, gate_of(call.act.session, task)
    matter = _matter(act, task, year, gate)
    for finding in findings_of(act.session, [gate.id]):
        finding.matter_id = matter.id
        act.session.add(_item(matter, task, finding))
    act.session.flush()
    gate.state = "rectifying"
    call.start(MATTER, matter.number, {}, matter, FINDINGS)
    return {}


def _matter(act: Act, task: KeyTask, year: ReviewYear, gate: Gate) -> Matter:
    today = act.calendar.local_date(act.now)
    source = messages.text("reviews.matter_source")
    matter = Matter(
        number=numbered(act.session, number_kind_of(act.session, source), today.year),
        title=messages.text("reviews.matter_title", task=task.title, gate=gate_name(gate.gate)),
        source=source,
        issuer=messages.text("reviews.matter_issuer"),
        urgency=messages.text("reviews.matter_urgency"),
        received_on=today,
        state="registered",
        officer_id=act.situation.current_person(year.officer_id) or year.officer_id,
        special=False,
        registered_at=act.now,
    )
    act.session.add(matter)
    act.session.flush()
    return matter


def _item(matter: Matter, task: KeyTask, finding: Finding) -> Item:
    return Item(
        matter_id=matter.id,
        ordinal=finding.ordinal,
        title=finding.text[:300],
        text=finding.text,
        lead_unit_id=task.unit_id,
        co_unit_ids=[],
        due_working_days=finding.due_working_days,
        state="draft",
        evidence=[],
    )


def gate_name(number: int) -> str:
    return messages.text(f"reviews.gate_{number}")


@action("pass_gate", gate="number")
def pass_gate(call: Call) -> Data:
    """The gate is passed; conditions that are still open stay on it."""
    task, _ = task_and_year(call)
    gate = gate_of(call.act.session, task)
    gate.state, gate.passed_at = "passed", call.act.now
    _tell(call, "review.gate_passed", gate=gate.gate, decision=gate.decision)
    return {"gate": task.gate}


@action("answer_review")
def answer_review(call: Call) -> Data:
    """A matter is closed: the findings it answers are, too, and a gate that waits for all of them goes on."""
    act, matter = call.act, call.matter
    findings = findings_behind(act.session, matter.id)
    if not findings:
        return {}
    items = items_by_ordinal(act.session, [matter.id])
    for finding in findings:
        item = items.get((matter.id, finding.ordinal))
        finding.closed_at, finding.closed_late = act.now, item is not None and item.closed_late
    gate = act.session.get_one(Gate, findings[0].gate_id)
    if gate.state == "rectifying":
        call.send(RECTIFIED, get_key_task(act.session, gate.key_task_id).number, {})
    return {}


def reopen_findings(call: Call) -> None:
    """A matter is under way again, so what it answers is open again; a gate that was passed stays so."""
    for finding in findings_behind(call.act.session, call.matter.id):
        finding.closed_at, finding.closed_late = None, False


def _tell(call: Call, event: str, **facts: Any) -> None:
    append_event(call.instance, event, call.act.origin, data=facts)
