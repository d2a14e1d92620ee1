"""Imports, matters and items: what the officer edits and what the ledger shows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.schemas.calendar import SkippedDay
from api.schemas.common import Coded, Key, Light, Named, Shape, coded, named, person_named, unit_named
from api.schemas.instances import ReasonBody
from api.schemas.ladder import LadderShape
from api.schemas.official_documents import OfficialDocumentShape
from api.schemas.tasks import DefinitionRef, SubjectMatter, TaskShape
from engine.act import Act
from engine.domain import messages
from engine.domain.lights import item_light
from engine.notify.mails import office_time
from engine.queries.courses import Connection, Course
from engine.store.light_looks import light_word
from engine.store.models import ImportDraft, Item, ItemLink, ItemRecord, Matter, Milestone

Cadence = Literal["none", "daily", "weekly", "half_monthly", "monthly", "milestone"]
Urgency = Literal["特急", "加急", "平急", "平件"]
Id = int


class MilestoneBody(BaseModel):
    """How far an item is to be, in percent, by the close of a day."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=200)
    due_on: date
    percent: int = Field(ge=1, le=100)


class Row(BaseModel):
    """A proposed item: read from a document or entered by hand."""

    model_config = ConfigDict(extra="forbid")

    ordinal: int = Field(ge=1, le=100_000)
    section: str = Field(default="", max_length=200)
    place: str = Field(default="", max_length=200)
    title: str = Field(min_length=1, max_length=300)
    text: str = Field(default="", max_length=100_000)
    included: bool = True
    lead_unit_id: Key | None = None
    co_unit_ids: list[Key] = Field(default_factory=list, max_length=200)
    due_working_days: int | None = Field(default=None, ge=0, le=1000)
    due_on: date | None = None
    cadence: Cadence = "none"
    milestones: list[MilestoneBody] = Field(default_factory=list, max_length=100)
    same_as_id: Key | None = None
    distinct_reason: str = Field(default="", max_length=500)
    special: bool = False
    evidence: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(default_factory=list, max_length=50)

    @model_validator(mode="after")
    def one_due_rule(self) -> "Row":
        if self.due_on is not None and self.due_working_days is not None:
            raise ValueError("时限只填一种：工作日数或截止日期 (either working days or a date, not both)")
        return self

    def as_record(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


class RowsBody(BaseModel):
    rows: list[Row] = Field(max_length=5000)


class RegistrationBody(BaseModel):
    title: str = Field(min_length=1, max_length=300)
    source: str = Field(min_length=1, max_length=40)
    issuer: str = Field(min_length=1, max_length=120)
    urgency: Urgency
    received_on: date
    reference: str = Field(default="", max_length=120)
    duplicate_reason: str = Field(default="", max_length=500)


class UrgeBody(ReasonBody):
    """`over_cap_reason`: why a unit is urged once more that was urged as often as it may be this week."""

    over_cap_reason: str = Field(default="", max_length=500)


class Passage(Shape):
    place: str
    title: str
    text: str


class Import(Shape):
    id: int
    filename: str
    title: str
    state: str
    matter_id: int | None
    uploaded_at: datetime
    context: list[Passage]
    rows: list[Row]


class ImportSummary(Shape):
    id: int
    filename: str
    title: str
    state: str
    matter_id: int | None
    uploaded_at: datetime
    row_count: int


class Registered(Shape):
    """A matter that came in; `task_id` is the open task that splits and dispatches it."""

    matter_id: int
    number: str
    instance_id: int
    task_id: str | None


class MatterShape(Shape):
    id: int
    number: str
    title: str
    source: str
    issuer: str
    reference: str
    urgency: str
    state: Coded
    received_on: date
    special: bool
    registered_at: datetime
    closed_at: datetime | None
    item_count: int
    closed_count: int
    instance_id: int | None


class ItemRow(Shape):
    id: int
    ordinal: int
    number: str | None
    title: str
    matter: SubjectMatter
    lead_unit: Named | None
    handler: Named | None
    substitute: Named | None
    urgency: Coded
    due_at: datetime | None
    original_due_at: datetime | None
    reports_missed: int
    light: Light
    step: Coded
    state: Coded
    special: bool
    times_urged: int
    progress: int
    closed_at: datetime | None
    closed_late: bool
    outcome: Coded | None
    missed_at: datetime | None


class Instructed(Shape):
    """Which leader gave an instruction and when, and who entered it."""

    leader: str
    leader_post: str
    dated_on: date
    entered_by: str


class Record(Shape):
    """One entry in the course of handling."""

    id: int
    kind: Coded
    number: str | None
    at: datetime
    actor: Named | None
    text: str
    due_at: datetime | None
    answered_at: datetime | None
    withdrawn_at: datetime | None
    private: dict[str, str] | None
    instructed: Instructed | None
    data: dict[str, Any]


class DueRule(Shape):
    """Why the item is due then: the rule, the days it passed over, and whether the year's notice is still missing."""

    rule_text: str
    due_at: datetime | None
    skipped: list[SkippedDay]
    provisional: bool
    original_due_at: datetime | None
    changes: list[str]


class RequestShape(Shape):
    """What the person may ask of the item now: the message, its name in words, and its form."""

    name: str
    title: str
    lead: str
    form: dict[str, Any]
    ui: dict[str, Any]


class RequestBody(BaseModel):
    variables: dict[str, Any] = Field(default_factory=dict)


class MilestoneShape(Shape):
    id: int
    title: str
    due_on: date
    percent: int
    reached_at: datetime | None
    evidence: str
    is_overdue: bool


class LinkShape(Shape):
    """Another item to which this one is linked; `is_from` where the other came first."""

    kind: Coded
    is_from: bool
    item_id: int
    number: str | None
    title: str
    reason: str
    at: datetime


class CourseShape(Shape):
    """An item that goes on in this one, with its course of handling."""

    number: str | None
    title: str
    outcome: Coded | None
    records: list[Record]


class ContributionShape(Shape):
    """What a co-organising unit fed the lead unit; `at` None where it has fed nothing yet."""

    unit: str
    text: str
    at: datetime | None


class ItemDetail(ItemRow):
    text: str
    place: str
    section: str
    co_units: list[Named]
    officer: Named | None
    leader: Named | None
    cadence: Coded
    instance_id: int | None
    definition: DefinitionRef | None
    due: DueRule
    ladder: LadderShape
    times_extended: int
    times_rejected: int
    times_reopened: int
    evidence: list[str]
    requests: list[RequestShape]
    records: list[Record]
    documents: list[OfficialDocumentShape]
    open_tasks: list[TaskShape]
    active: list[str]
    milestones: list[MilestoneShape]
    links: list[LinkShape]
    earlier: list[CourseShape]
    contributions: list[ContributionShape]


class MatterDetail(MatterShape):
    items: list[ItemRow]
    draft_items: list[Row]
    open_tasks: list[TaskShape]
    active: list[str]
    definition: DefinitionRef | None


class Lights(Shape):
    green: int
    yellow: int
    red: int
    grey: int
    blue: int


def import_shape(draft: ImportDraft) -> Import:
    return Import(
        id=draft.id,
        filename=draft.file_name,
        title=draft.title,
        state=draft.state,
        matter_id=draft.matter_id,
        uploaded_at=draft.uploaded_at,
        context=[Passage(**passage) for passage in draft.context],
        rows=[Row(**row) for row in draft.rows],
    )


def matter_fields(matter: Matter, total: int, closed: int) -> dict[str, Any]:
    return {
        "id": matter.id,
        "number": matter.number,
        "title": matter.title,
        "source": matter.source,
        "issuer": matter.issuer,
        "reference": matter.reference,
        "urgency": matter.urgency,
        "state": coded("matter_state", matter.state),
        "received_on": matter.received_on,
        "special": matter.special,
        "registered_at": matter.registered_at,
        "closed_at": matter.closed_at,
        "item_count": total,
        "closed_count": closed,
        "instance_id": matter.instance_id,
    }


def light_of(act: Act, item: Item) -> Light:
    """The light with the reason for it, in words."""
    code = item_light(item.state, item.yellow_at, item.red_at, act.now)
    grey = f"item_grey_{item.state}" if item.state in ("suspended", "cancelled") else "item_grey"
    waits = item.state == "submitted"
    reason = {
        "green": "item_green_submitted" if waits else "item_green",
        "yellow": f"item_yellow_{item.yellow_why}",
        "red": "item_red_submitted" if waits and item.red_why == "overdue" else f"item_red_{item.red_why}",
        "blue": "item_blue_late" if item.closed_late else "item_blue",
        "grey": grey,
    }
    days = act.calendar.days_late(act.now, item.due_at) if item.due_at else 0
    text = messages.text(f"words.{reason[code]}", days=days)
    return Light(code=code, text=light_word(act.session, code), reason=text)


def item_fields(act: Act, item: Item, missed: Mapping[int, int]) -> dict[str, Any]:
    """An item with its people, of a closed one those of then; `missed`: by item how many reports came late."""
    then = act.situation_at(item.closed_at or act.now)
    return {
        "id": item.id,
        "ordinal": item.ordinal,
        "number": item.number,
        "title": item.title,
        "matter": SubjectMatter(id=item.matter.id, number=item.matter.number, title=item.matter.title),
        "lead_unit": unit_named(then, item.lead_unit_id),
        "handler": person_named(then, then.holder(item.handler_post_id)),
        "substitute": person_named(then, then.holder(item.handler_post_id, "B")),
        "urgency": coded("urgency", item.matter.urgency),
        "due_at": item.due_at,
        "original_due_at": item.original_due_at,
        "reports_missed": missed.get(item.id, 0),
        "light": light_of(act, item),
        "step": coded("step", item.step),
        "state": coded("item_state", item.state),
        "special": item.special or item.matter.special,
        "times_urged": item.times_urged,
        "progress": item.progress,
        "closed_at": item.closed_at,
        "closed_late": item.closed_late,
        "outcome": coded("outcome", item.outcome) if item.outcome else None,
        "missed_at": item.missed_at,
    }


def row_of(item: Item, milestones: Sequence[Milestone] = (), decided: Sequence[ItemLink] = ()) -> Row:
    return Row.model_validate(
        {
            "ordinal": item.ordinal,
            "section": item.section,
            "place": item.place,
            "title": item.title,
            "text": item.text,
            "lead_unit_id": item.lead_unit_id,
            "co_unit_ids": item.co_unit_ids,
            "due_working_days": item.due_working_days,
            "due_on": item.due_on,
            "cadence": item.cadence,
            "milestones": [{"title": one.title, "due_on": one.due_on, "percent": one.percent} for one in milestones],
            "same_as_id": next((link.to_id for link in decided if link.kind == "same"), None),
            "distinct_reason": next((link.reason for link in decided if link.kind == "distinct"), ""),
            "special": item.special,
            "evidence": item.evidence,
        }
    )


def milestone_shape(act: Act, one: Milestone) -> MilestoneShape:
    return MilestoneShape(
        id=one.id,
        title=one.title,
        due_on=one.due_on,
        percent=one.percent,
        reached_at=one.reached_at,
        evidence=one.evidence,
        is_overdue=act.calendar.due_instant(one.due_on) < (one.reached_at or act.now),
    )


def link_shape(one: Connection) -> LinkShape:
    return LinkShape(
        kind=coded("link", one.kind),
        is_from=one.is_from,
        item_id=one.other.id,
        number=one.other.number,
        title=one.other.title,
        reason=one.reason,
        at=one.at,
    )


def course_shape(course: Course) -> CourseShape:
    item = course.item
    return CourseShape(
        number=item.number,
        title=item.title,
        outcome=coded("outcome", item.outcome) if item.outcome else None,
        records=[record_shape(record) for record in course.records],
    )


def contribution_shapes(act: Act, item: Item, fed: Mapping[int, ItemRecord]) -> list[ContributionShape]:
    found = []
    for unit_id in item.co_unit_ids:
        unit, record = act.situation.find_unit(unit_id), fed.get(unit_id)
        text, at = (str(record.data.get("text", "")), record.at) if record else ("", None)
        found.append(ContributionShape(unit=unit.name if unit else "", text=text, at=at))
    return found


def record_shape(record: ItemRecord, *, may_see_private: bool = False) -> Record:
    """`private` in its data is for those alone whom it concerns."""
    data = dict(record.data)
    private = data.pop("private", None)
    return Record(
        id=record.id,
        kind=coded("record", record.kind),
        number=record.number,
        at=record.at,
        actor=named(record.actor),
        text=str(record.data.get("text", "")),
        due_at=record.due_at,
        answered_at=record.answered_at,
        withdrawn_at=record.withdrawn_at,
        private=private if may_see_private else None,
        instructed=_instructed(record),
        data=data,
    )


def _instructed(record: ItemRecord) -> Instructed | None:
    names = Instructed.model_fields
    if record.kind != "instruction" or not all(record.data.get(name) for name in names):
        return None
    return Instructed(**{name: record.data[name] for name in names})


def due_rule(item: Item) -> DueRule:
    rule = item.due_rule or {"kind": "none", "skipped": [], "provisional": False}
    return DueRule(
        rule_text=messages.text(f"words.due_{rule['kind']}", days=rule.get("days", 0)),
        due_at=item.due_at,
        skipped=[SkippedDay(**day) for day in rule["skipped"]],
        provisional=rule["provisional"],
        original_due_at=item.original_due_at,
        changes=[_change_told(change) for change in rule.get("changes", [])],
    )


def _change_told(change: Mapping[str, str]) -> str:
    """One change of the due date by a person, in words."""
    moments = {name: office_time(datetime.fromisoformat(change[name])) for name in ("at", "before", "after")}
    return messages.text(f"words.due_changed_{change['kind']}", reason=change["reason"], **moments)
