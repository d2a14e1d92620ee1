"""The course of an item as its ladder and its light ask for it: read once, for all of its activities."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.act import Act
from engine.commands.supervision.progress_plan import ProgressPlan, progress_plan_of
from engine.domain.clock import OFFICE_ZONE
from engine.domain.lights import REPORT_STAGE
from engine.store.items import dates_ahead, reports_of, steps_taken, taken_up_again_at
from engine.store.models import Item, ItemRecord, Matter


@dataclass(frozen=True)
class ItemCourse:
    """`reports`: (due, completed) of each progress report; `steps`: those taken at the item, withdrawn ones too.

    Of an item that was reopened after its closing only what has been since then: the course before has ended.
    `stages`: days of milestones not reached, of an item that is reported on by stage.
    """

    item: Item
    matter: Matter
    plan: ProgressPlan
    reports: tuple[tuple[datetime, datetime | None], ...]
    steps: tuple[ItemRecord, ...] = ()
    stages: tuple[date, ...] = ()

    @property
    def reported_until(self) -> date | None:
        return max((due.astimezone(OFFICE_ZONE).date() for due, _ in self.reports), default=None)

    @property
    def reports_due(self) -> tuple[datetime, ...]:
        """When each report is due that is open."""
        return tuple(due for due, done in self.reports if done is None)

    @property
    def standing(self) -> tuple[ItemRecord, ...]:
        """The steps that are not withdrawn, oldest first."""
        return tuple(one for one in self.steps if one.withdrawn_at is None)

    @property
    def notice(self) -> ItemRecord | None:
        """The last supervision notice that stands."""
        return next((one for one in reversed(self.standing) if one.kind == "supervise"), None)


def read_course(act: Act, item: Item) -> ItemCourse:
    session = act.session
    since = taken_up_again_at(session, item.id) if item.times_reopened else None
    return ItemCourse(
        item,
        session.get_one(Matter, item.matter_id),
        progress_plan_of(act, item, since),
        tuple(one for one in reports_of(session, item.id, REPORT_STAGE) if since is None or one[0] >= since),
        tuple(one for one in steps_taken(session, item.id) if since is None or one.at >= since),
        dates_ahead(session, item),
    )
