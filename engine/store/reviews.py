"""The year of 四同步 as commands and actions need it."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import Finding, Gate, GateTrack, Item, KeyTask, ReviewYear, UnitAssessment

GATE = "gate"  # what a sitting is about


def find_year(session: Session, year: int) -> ReviewYear | None:
    return session.scalars(select(ReviewYear).where(ReviewYear.year == year)).first()


def get_key_task(session: Session, key_task_id: int) -> KeyTask:
    task = session.get(KeyTask, key_task_id)
    if task is None:
        raise NotFound
    return task


def gate_of(session: Session, task: KeyTask) -> Gate:
    """The gate that a key task stands at."""
    return session.scalars(select(Gate).where(Gate.key_task_id == task.id, Gate.gate == task.gate)).one()


def gates_of(session: Session, ids: Iterable[int]) -> list[Gate]:
    """The gates of these key tasks, in order."""
    query = select(Gate).where(Gate.key_task_id.in_(list(ids)))
    return list(session.scalars(query.order_by(Gate.key_task_id, Gate.gate)))


def tracks_of(session: Session, gate_ids: Iterable[int]) -> list[GateTrack]:
    return list(session.scalars(select(GateTrack).where(GateTrack.gate_id.in_(list(gate_ids))).order_by(GateTrack.id)))


def findings_of(session: Session, gate_ids: Iterable[int]) -> list[Finding]:
    query = select(Finding).where(Finding.gate_id.in_(list(gate_ids)))
    return list(session.scalars(query.order_by(Finding.gate_id, Finding.ordinal)))


def findings_behind(session: Session, matter_id: int) -> list[Finding]:
    """The findings that a matter of the supervision chain answers."""
    query = select(Finding).where(Finding.matter_id == matter_id)
    return list(session.scalars(query.order_by(Finding.gate_id, Finding.ordinal)))


def items_by_ordinal(session: Session, matter_ids: Iterable[int]) -> dict[tuple[int, int], Item]:
    """The items of matters by matter and ordinal: a finding's item has the finding's ordinal."""
    query = select(Item).where(Item.matter_id.in_(list(matter_ids)))
    return {(item.matter_id, item.ordinal): item for item in session.scalars(query)}


def lock_assessment(session: Session, year_id: int, unit_id: int) -> UnitAssessment:
    """Locked before tasks are counted, or two that end at once would each see the other still running."""
    query = select(UnitAssessment).where(UnitAssessment.year_id == year_id, UnitAssessment.unit_id == unit_id)
    return session.scalars(query.with_for_update()).one()


def tasks_of_unit(session: Session, year_id: int, unit_id: int) -> list[KeyTask]:
    query = select(KeyTask).where(KeyTask.year_id == year_id, KeyTask.unit_id == unit_id)
    return list(session.scalars(query.order_by(KeyTask.id)))


def tasks_of_year(session: Session, year_id: int) -> list[KeyTask]:
    return list(session.scalars(select(KeyTask).where(KeyTask.year_id == year_id).order_by(KeyTask.id)))


def count_running(session: Session, year_id: int, unit_id: int) -> int:
    query = select(func.count()).select_from(KeyTask).where(KeyTask.year_id == year_id, KeyTask.unit_id == unit_id)
    return session.scalar(query.where(KeyTask.state != "closed")) or 0


def assessments_of(session: Session, year_id: int) -> list[UnitAssessment]:
    query = select(UnitAssessment).where(UnitAssessment.year_id == year_id)
    return list(session.scalars(query.order_by(UnitAssessment.unit_id)))


def units_assessed(session: Session, year_id: int) -> set[int]:
    return set(session.scalars(select(UnitAssessment.unit_id).where(UnitAssessment.year_id == year_id)))


def running_tasks(session: Session) -> list[KeyTask]:
    """The key tasks on their way, in the order in which their instances are locked."""
    query = select(KeyTask).where(KeyTask.state == "running").order_by(KeyTask.instance_id)
    return list(session.scalars(query))


def assessments_reporting(session: Session) -> list[UnitAssessment]:
    """The units that write their report (述职), in the order in which their instances are locked."""
    query = select(UnitAssessment).where(UnitAssessment.state == "reporting").order_by(UnitAssessment.instance_id)
    return list(session.scalars(query))
