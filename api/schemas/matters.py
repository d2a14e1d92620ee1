"""Matters and items on their way: instructions, splits, merges, milestones; numbers, duplicates, caps."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.common import Coded, Key, Named, Shape, coded
from api.schemas.supervision import MilestoneBody, Row
from engine.act import Act
from engine.domain.asking import is_over
from engine.queries.asking import Asked
from engine.store.duplicates import Alike
from engine.store.models import AskingCap, Matter, MatterSource, NumberFormat

Reason = Annotated[str, Field(min_length=1, max_length=500)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class InstructionBody(Strict):
    """`leader_post_id` is left out by a leader, who writes in their own post. The due date is for a closed item.

    `praise` asks for nothing: it is recorded at the item, and counts for who handed its result in.
    """

    text: str = Field(min_length=1, max_length=2000)
    dated_on: date
    leader_post_id: Key | None = None
    attachment_ids: list[Key] = Field(default_factory=list, max_length=50)
    due_on: date | None = None
    due_working_days: int | None = Field(default=None, ge=0, le=1000)
    praise: bool = False


class MatterInstructionBody(Strict):
    text: str = Field(min_length=1, max_length=2000)
    dated_on: date
    leader_post_id: Key | None = None


class SplitBody(Strict):
    reason: Reason
    rows: list[Row] = Field(max_length=100)


class MergeBody(Strict):
    reason: Reason
    item_ids: list[Key] = Field(max_length=100)


class MilestonesBody(Strict):
    reason: Reason
    milestones: list[MilestoneBody] = Field(max_length=100)


class EvidenceBody(Strict):
    evidence: str = Field(min_length=1, max_length=2000)


class PostChoice(Shape):
    id: int
    title: str
    holder: str


class NumberFormatShape(Strict):
    """`{year}` and `{n}` stand once each in a format."""

    kind: str = Field(min_length=1, max_length=20, pattern=r"^[a-z_]+$")
    label: str = Field(min_length=1, max_length=40)
    format: str = Field(min_length=1, max_length=40)


class SourceShape(Strict):
    name: str = Field(min_length=1, max_length=40)
    number_kind: str = Field(min_length=1, max_length=20)
    is_offered: bool = True


class Numbering(Strict):
    formats: list[NumberFormatShape] = Field(max_length=50)
    sources: list[SourceShape] = Field(max_length=50)


class TextToCompare(Strict):
    title: str = Field(max_length=300)
    text: str = Field(default="", max_length=100_000)


class DuplicatesBody(Strict):
    """A matter that is to come in, its items, or both; `matter_id` names the matter that is edited, if it is there."""

    title: str = Field(default="", max_length=300)
    source: str = Field(default="", max_length=40)
    issuer: str = Field(default="", max_length=120)
    reference: str = Field(default="", max_length=120)
    rows: list[TextToCompare] = Field(default_factory=list, max_length=5000)
    matter_id: Key | None = None


class MatterFound(Shape):
    id: int
    number: str
    title: str
    state: Coded


class ItemFound(Shape):
    """`row` counts from 0; `similarity` is 1 for the same text."""

    row: int
    similarity: float
    item_id: int
    number: str | None
    title: str
    unit: str
    is_draft: bool


class DuplicatesFound(Shape):
    matters: list[MatterFound]
    items: list[ItemFound]


class CapShape(Strict):
    """None is no cap; the line "" holds for every line without one of its own."""

    line: str = Field(default="", max_length=60)
    urges: int | None = Field(default=None, ge=0, le=1000)
    reports: int | None = Field(default=None, ge=0, le=1000)


class CapsBody(Strict):
    caps: list[CapShape] = Field(max_length=100)


class AskedShape(Shape):
    """What a unit was asked for in a week; `bundled` are urges that came in a note with others."""

    unit: Named
    line: str
    urges: int
    bundled: int
    reports: int
    urges_cap: int | None
    reports_cap: int | None
    is_over: bool


class AskedWeek(Shape):
    starts_on: date
    ends_on: date
    units: list[AskedShape]
    caps: list[CapShape]


def numbering_shape(formats: list[NumberFormat], sources: list[MatterSource]) -> Numbering:
    return Numbering(
        formats=[NumberFormatShape(kind=one.kind, label=one.label, format=one.format) for one in formats],
        sources=[SourceShape(name=one.name, number_kind=one.number_kind, is_offered=one.is_offered) for one in sources],
    )


def matter_found(matter: Matter) -> MatterFound:
    return MatterFound(
        id=matter.id, number=matter.number, title=matter.title, state=coded("matter_state", matter.state)
    )


def item_found(act: Act, alike: Alike) -> ItemFound:
    item = alike.item
    unit = act.situation.find_unit(item.lead_unit_id)
    return ItemFound(
        row=alike.place,
        similarity=alike.similarity,
        item_id=item.id,
        number=item.number,
        title=item.title,
        unit=unit.name if unit else "",
        is_draft=item.state == "draft",
    )


def asked_shape(asked: Asked) -> AskedShape:
    over = is_over(asked.cap.urges, asked.urges - 1) or is_over(asked.cap.reports, asked.reports - 1)
    return AskedShape(
        unit=Named(id=asked.unit_id, name=asked.unit),
        line=asked.line,
        urges=asked.urges,
        bundled=asked.bundled,
        reports=asked.reports,
        urges_cap=asked.cap.urges,
        reports_cap=asked.cap.reports,
        is_over=over or asked.bundled > 0,
    )


def cap_shape(row: AskingCap) -> CapShape:
    return CapShape(line=row.line, urges=row.urges, reports=row.reports)
