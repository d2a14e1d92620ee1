"""What the ladder and the lights may ask about an item, whatever the activity: read once, then told for any moment."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.act import Act
from engine.commands.supervision.progress_plan import ProgressPlan, progress_plan_of
from engine.domain.clock import OFFICE_ZONE
from engine.domain.lights import REPORT_STAGE
from engine.store.items import dates_ahead, milestones_of, reports_of, steps_taken
from engine.store.models import Item, ItemRecord, Matter

Reports = tuple[tuple[datetime, datetime | None], ...]  # (due, completed) of each progress report


@dataclass(frozen=True)
class Course:
    """An item with all that is asked about it, as it was when it was read."""

    item: Item
    matter: Matter
    plan: ProgressPlan
    reports: Reports
    steps: tuple[ItemRecord, ...] = ()  # taken at the item, withdrawn ones too
    stages: tuple[date, ...] = ()  # days of milestones not reached, of an item that is reported on by stage

    @property
    def reported_until(self) -> date | None:
        return last_reported(self.reports)

    @property
    def notice(self) -> ItemRecord | None:
        """The last supervision notice that stands."""
        return next((one for one in reversed(self.steps) if one.kind == "supervise" and not one.withdrawn_at), None)


def course_of(act: Act, item: Item) -> Course:
    """Everything that ladder and lights may ask about this item."""
    milestones = milestones_of(act.session, item.id)
    return Course(
        item,
        act.session.get_one(Matter, item.matter_id),
        progress_plan_of(act, item, milestones),
        tuple(reports_of(act.session, item.id, REPORT_STAGE)),
        tuple(steps_taken(act.session, item.id)),
        dates_ahead(item, milestones),
    )


def last_reported(reports: Reports) -> date | None:
    """The date of the last progress report that was asked for."""
    return max((due.astimezone(OFFICE_ZONE).date() for due, _ in reports), default=None)
