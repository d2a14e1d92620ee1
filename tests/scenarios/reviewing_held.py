"""What the database says of a year of 四同步, held against the plan."""

from collections import Counter
from typing import Any

from sqlalchemy import func, select

from engine.site import Site
from engine.store import Session
from engine.store.models import (
    Finding,
    Gate,
    GateTrack,
    Instance,
    Item,
    KeyTask,
    PanelSeat,
    PanelSitting,
    Unit,
    UnitAssessment,
)
from tests.scenarios.reviewing import AFTER_ALL, Plan, expected_gate, expected_grade, expected_scores

GRADES = ("excellent", "good", "fair", "poor")
EDGES = (
    "missed",
    "recused",
    "conditional",
    "rectify",
    "late_rectification",
    "supervised",
    "open",
    "late_tracks",
    *GRADES,
)


def differences(site: Site, plan: Plan) -> list[tuple[Any, ...]]:
    """Everything in which the product and the plan do not agree."""
    with site.reading() as session:
        return [*_of_tasks(session, plan), *_incidents(session)]


def _incidents(session: Session) -> list[tuple[Any, ...]]:
    query = select(Instance.id, Instance.incident).where(Instance.state == "incident")
    return [("incident", *row) for row in session.execute(query)]


def _of_tasks(session: Session, plan: Plan) -> list[tuple[Any, ...]]:
    wrong: list[tuple[Any, ...]] = []
    for unit, planned in plan.tasks.items():
        unit_id = session.scalars(select(Unit.id).where(Unit.code == unit)).one()
        tasks = list(session.scalars(select(KeyTask).where(KeyTask.unit_id == unit_id).order_by(KeyTask.id)))
        scores, left_open = [], 0
        for task, gates in zip(tasks, planned, strict=True):
            found = list(session.scalars(select(Gate).where(Gate.key_task_id == task.id).order_by(Gate.gate)))
            if len(found) != len(gates):
                wrong.append((task.title, "gates", len(found)))
                continue
            for gate, plan_of_gate in zip(found, gates, strict=True):
                expected = expected_gate(unit, plan_of_gate)
                wrong += _of_gate(session, gate, task, expected)
                if expected.decision == "conditional" and plan_of_gate.findings[0] == AFTER_ALL:
                    left_open += len(expected.findings)
            scores.append(expected_scores(unit, gates))
            if (task.state, task.business_score, task.party_score) != ("closed", *scores[-1]):
                wrong.append((task.title, task.state, task.business_score, task.party_score, scores[-1], task.points))
        query = select(UnitAssessment).where(UnitAssessment.unit_id == unit_id)
        assessment = session.scalars(query).one()
        told = (assessment.business_score, assessment.party_score, assessment.grade)
        allowed = {expected_grade(scores, left_open)}
        if told not in allowed:
            wrong.append((unit, told, allowed))
    return wrong


def _of_gate(session: Session, gate: Gate, task: KeyTask, expected: Any) -> list[tuple[Any, ...]]:
    query = select(PanelSitting).where(PanelSitting.about == "gate", PanelSitting.about_id == gate.id)
    sittings = tuple(
        (one.state, one.entitled, one.needed, one.present)
        for one in session.scalars(query.order_by(PanelSitting.ordinal))
    )
    late = tuple(
        one.closed_late if one.closed_at else True
        for one in session.scalars(select(Finding).where(Finding.gate_id == gate.id).order_by(Finding.ordinal))
    )
    told = (sittings, gate.decision, late, gate.state)
    wanted = (expected.sittings, expected.decision, expected.findings, "passed")
    return [] if told == wanted else [(task.title, gate.gate, told, wanted)]


def seen_in(site: Site) -> Counter[str]:
    """How often each kind of thing happened, so that a plan shows what it is drawn for."""
    with site.reading() as session:

        def count(model: Any, *conditions: Any) -> int:
            return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0

        late = select(Item.id).join(Finding, Finding.matter_id == Item.matter_id).where(Item.closed_late)
        return Counter(
            missed=count(PanelSitting, PanelSitting.state == "missed"),
            recused=count(PanelSeat, PanelSeat.state == "recused"),
            conditional=count(Gate, Gate.decision == "conditional"),
            rectify=count(Gate, Gate.decision == "rectify"),
            late_rectification=count(Item, Item.id.in_(late)),
            supervised=count(Item, Item.id.in_(late), Item.step.in_(("supervise", "circular", "talk"))),
            open=count(Finding, Finding.closed_at.is_(None)),
            assessed=count(UnitAssessment, UnitAssessment.state == "decided"),
            late_tracks=count(GateTrack, GateTrack.is_late),
            findings=count(Finding),
            **{grade: count(UnitAssessment, UnitAssessment.grade == grade) for grade in GRADES},
        )
