"""Why an item has its light: what is true of it now, since when, and what would change it; and who was told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import WorkingCalendar
from engine.domain.lights import REPORT_STAGE, WATCHED, Cause, Light, item_light, yellow_causes
from engine.store.items import first_step_at
from engine.store.models import Item, OutboxMail, Task


@dataclass(frozen=True)
class Explanation:
    """`causes` are all that would make an open item yellow, begun or still to come; `days_late` is in working days."""

    light: Light
    causes: tuple[Cause, ...]
    days_late: int


def explain_item(session: Session, calendar: WorkingCalendar, item: Item, now: datetime) -> Explanation:
    """By the rules that set the light, from what is stored now."""
    light = item_light(item.state, item.yellow_at, item.red_at, now)
    days_late = calendar.days_late(now, item.due_at) if item.due_at and light == "red" else 0
    causes = () if light in ("blue", "grey") else tuple(_causes(session, calendar, item))
    return Explanation(light, causes, days_late)


def _causes(session: Session, calendar: WorkingCalendar, item: Item) -> list[Cause]:
    reports = select(Task.due_at).where(Task.item_id == item.id, Task.state == "open", Task.stage == REPORT_STAGE)
    reports_due = [due for due in session.scalars(reports) if due is not None]
    watched_at = first_step_at(session, item.id, WATCHED) if item.step in WATCHED else None
    return yellow_causes(calendar.warning_at(item.due_at) if item.due_at else None, reports_due, watched_at)


def mails_about(session: Session, item_id: int) -> list[OutboxMail]:
    """Who was told of an item, oldest first."""
    return list(session.scalars(select(OutboxMail).where(OutboxMail.item_id == item_id).order_by(OutboxMail.id)))
