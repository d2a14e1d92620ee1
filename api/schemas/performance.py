"""实绩: sums, lines, one line explained, like posts, a rehearsal; the negative list. Points are numbers of points."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.schemas.common import Coded, Key, Named, Shape, coded, person_named, unit_named
from engine.act import Act
from engine.actions.reckoning import Change, Difference
from engine.commands.performance.reckon import Rehearsal
from engine.domain import messages
from engine.domain.decision import DecisionTable
from engine.domain.performance import KINDS, PERSON, UNIT
from engine.people.situation import Situation
from engine.queries.performance import EntrySeen, LineSeen, Peer, Sum, state_on
from engine.store.models import Item, NegativeEntry, PerformanceAppeal, PerformanceEntry

YES_NO = {True: "yes", False: "no"}
SHOWN = ("kind", "subject", "days_late", "times", "urgency", "source", "special", "by_hand")
SIGNS = {">=": "≥", "<=": "≤", "..": "–", ",": "、", '"': ""}


class SumShape(Shape):
    """What the lines of a person, or of a unit itself, come to; of a person `unit` is where they belong now."""

    person: Named | None
    unit: Named | None
    points: float
    plus: float
    minus: float
    lines: int


class PerformanceYearShape(Shape):
    """`reckoned_at` None: the year was not reckoned yet. `me`: who asks, whether they have lines or not."""

    year: int
    reckoned_at: datetime | None
    me: int
    may_reckon: bool
    may_compare: bool
    sums: list[SumShape]


class ItemRef(Shape):
    id: int
    number: str
    title: str


class LineShape(Shape):
    id: int
    occurred_at: datetime
    kind: Coded
    person: Named | None
    unit: Named | None
    post: str
    points: float
    text: str
    item: ItemRef | None
    state: Coded


class FactShape(Shape):
    label: str
    value: str


class LineSource(Shape):
    """The record behind a line: what it is, what it says, and the page of the product where it stands."""

    kind: str
    title: str
    text: str
    at: datetime
    path: str | None


class PointsRule(Shape):
    """The row of the table that gave the points: its name, what it asks, its sentence."""

    id: str
    name: str
    conditions: list[FactShape]
    sentence: str


class BeforeShape(Shape):
    at: datetime
    by: Named | None
    state: Coded
    points: float
    text: str
    reason: str


class AppealShape(Shape):
    id: int
    person: Named | None
    text: str
    raised_at: datetime
    outcome: Coded
    points: float | None
    answer: str
    answered_by: Named | None
    answered_at: datetime | None


class EntryShape(LineShape):
    """A line explained: the facts the table was asked with, its row, the record, how it stood before, appeals."""

    year: int
    facts: list[FactShape]
    rule: PointsRule
    source: LineSource
    history: list[BeforeShape]
    reason: str
    corrected_by: Named | None
    corrected_at: datetime | None
    appeals: list[AppealShape]
    may_appeal: bool


class AppealBody(BaseModel):
    text: str = Field(max_length=2000)


class AppealRaised(Shape):
    id: int
    entry_id: int


class PeerShape(Shape):
    person: Named | None
    unit: Named | None
    post: str
    points: float
    lines: int
    rank: int | None


class LikePosts(Shape):
    """Posts of one kind; fewer than three are listed without places."""

    kind: Coded
    is_ranked: bool
    peers: list[PeerShape]


class Comparison(Shape):
    year: int
    groups: list[LikePosts]


class LineChange(Shape):
    """`before`, `after`: the points that count, None where no line does."""

    text: str
    rule: str
    occurred_at: datetime
    item: ItemRef | None
    before: float | None
    after: float | None


class DifferenceShape(Shape):
    person: Named | None
    unit: Named | None
    before: float
    after: float
    changes: list[LineChange]


class RehearsalShape(Shape):
    """`is_new`: the year goes by another table now than by the newest, which `digest` names."""

    year: int
    digest: str
    is_new: bool
    differences: list[DifferenceShape]


class ReckonBody(BaseModel):
    digest: str = Field(min_length=64, max_length=64)


class Reckoned(Shape):
    changed: int


class NegativeBody(BaseModel):
    kind: Literal["document_error", "discipline", "other"]
    text: str = Field(max_length=2000)
    occurred_on: date
    unit_id: Key | None = None
    person_id: Key | None = None
    cause: str = Field(default="", max_length=2000)
    correction: str = Field(default="", max_length=2000)
    document: str = Field(default="", max_length=120)
    item_id: Key | None = None
    expires_on: date | None = None


class NegativeShape(Shape):
    """`document`: the number of what it is about. `by_itself`: the chain put it there."""

    id: int
    kind: Coded
    person: Named | None
    unit: Named | None
    text: str
    cause: str
    correction: str
    document: str
    item: ItemRef | None
    occurred_on: date
    expires_on: date | None
    entered_by: Named | None
    entered_at: datetime
    by_itself: bool
    state: Coded
    reason: str
    withdrawn_by: Named | None
    withdrawn_at: datetime | None
    may_withdraw: bool


class NegativeList(Shape):
    """`may_enter`: the kinds that who asks may enter by hand."""

    items: list[NegativeShape]
    may_enter: list[Coded]


def in_points(tenths: int) -> float:
    return tenths / 10


def sum_shape(situation: Situation, one: Sum) -> SumShape:
    return SumShape(
        person=person_named(situation, one.person_id),
        unit=unit_named(situation, one.unit_id),
        points=in_points(one.points),
        plus=in_points(one.plus),
        minus=in_points(one.minus),
        lines=one.lines,
    )


def item_ref(item: Item | None) -> ItemRef | None:
    return None if item is None else ItemRef(id=item.id, number=item.number or "", title=item.title)


def line_shape(situation: Situation, seen: LineSeen) -> LineShape:
    return LineShape(**_line_fields(situation, seen.entry, seen.item))


def _line_fields(situation: Situation, entry: PerformanceEntry, item: Item | None) -> dict[str, Any]:
    post = situation.current_post(entry.post_id)
    return {
        "id": entry.id,
        "occurred_at": entry.occurred_at,
        "kind": coded("happened", entry.kind),
        "person": person_named(situation, entry.person_id),
        "unit": unit_named(situation, entry.unit_id),
        "post": post.title if post else "",
        "points": in_points(entry.points),
        "text": entry.text,
        "item": item_ref(item),
        "state": coded("line", entry.state),
    }


def entry_shape(act: Act, seen: EntrySeen, table: DecisionTable | None) -> EntryShape:
    entry, situation = seen.entry, act.situation
    return EntryShape(
        **_line_fields(situation, entry, seen.item),
        year=entry.year,
        facts=[
            FactShape(label=_label(name), value=_value(name, entry.facts[name]))
            for name in SHOWN
            if entry.facts.get(name) not in (None, "")
        ],
        rule=_rule(entry, table),
        source=_source(seen),
        history=[_before(situation, one) for one in entry.history],
        reason=entry.reason,
        corrected_by=person_named(situation, entry.corrected_by_id),
        corrected_at=entry.corrected_at,
        appeals=[_appeal(situation, one) for one in seen.appeals],
        may_appeal=seen.may_appeal,
    )


def _label(name: str) -> str:
    return messages.text(f"performance.{name}_asked")


def _value(name: str, value: Any) -> str:
    if name == "kind":
        return messages.text(f"words.happened_{value}")
    if name == "subject":
        return messages.text(f"performance.subject_{value}")
    if isinstance(value, bool):
        return messages.text(f"performance.{YES_NO[value]}")
    return str(value)


def _rule(entry: PerformanceEntry, table: DecisionTable | None) -> PointsRule:
    """As the table of the line had it; a cell that holds for everything is left out."""
    row = next((rule for rule in table.rules if rule.id == entry.rule), None) if table else None
    asked = zip(table.inputs, row.tests, strict=True) if table and row else ()
    return PointsRule(
        id=entry.rule,
        name=row.annotation if row else "",
        conditions=[
            FactShape(label=column.label, value=_asked(test.source)) for column, test in asked if not test.always
        ],
        sentence=entry.text,
    )


def _asked(cell: str) -> str:
    """A cell as people read it: codes in words, comparisons as they are written by hand."""
    for kind in KINDS:
        cell = cell.replace(f'"{kind}"', messages.text(f"words.happened_{kind}"))
    for subject in (PERSON, UNIT):
        cell = cell.replace(f'"{subject}"', messages.text(f"performance.subject_{subject}"))
    for sign, written in SIGNS.items():
        cell = cell.replace(sign, written)
    return {"true": messages.text("performance.yes"), "false": messages.text("performance.no")}.get(cell, cell)


def _source(seen: EntrySeen) -> LineSource:
    entry, item = seen.entry, seen.item
    title = f"{item.number or ''} {item.title}".strip() if item else ""
    text, path = "", f"/items/{item.id}" if item else None
    if seen.record is not None:
        text = str(seen.record.data.get("text", ""))
    if seen.negative is not None:
        text, path = seen.negative.text, path or "/negative-list"
        title = title or seen.negative.document
    if seen.key_task is not None:
        title, path = f"{seen.key_task.number} {seen.key_task.title}", f"/reviews/tasks/{seen.key_task.id}"
    if seen.award is not None:
        title, path = seen.award.number, f"/commendation/awards/{seen.award.id}"
    kind = messages.text(f"performance.source_{entry.source_kind}")
    return LineSource(kind=kind, title=title, text=text, at=entry.occurred_at, path=path)


def _before(situation: Situation, before: Mapping[str, Any]) -> BeforeShape:
    return BeforeShape(
        at=before["at"],
        by=person_named(situation, before["by_id"]),
        state=coded("line", before["state"]),
        points=in_points(before["points"]),
        text=before["text"],
        reason=before["reason"],
    )


def _appeal(situation: Situation, appeal: PerformanceAppeal) -> AppealShape:
    return AppealShape(
        id=appeal.id,
        person=person_named(situation, appeal.person_id),
        text=appeal.text,
        raised_at=appeal.raised_at,
        outcome=coded("appeal", appeal.outcome or "open"),
        points=None if appeal.points is None else in_points(appeal.points),
        answer=appeal.answer,
        answered_by=person_named(situation, appeal.answered_by_id),
        answered_at=appeal.answered_at,
    )


def comparison_shape(situation: Situation, year: int, groups: Mapping[str, list[Peer]]) -> Comparison:
    return Comparison(year=year, groups=[_group(situation, kind, peers) for kind, peers in groups.items()])


def _group(situation: Situation, kind: str, peers: list[Peer]) -> LikePosts:
    return LikePosts(
        kind=coded("post_kind", kind),
        is_ranked=all(peer.rank is not None for peer in peers),
        peers=[_peer(situation, peer) for peer in peers],
    )


def _peer(situation: Situation, peer: Peer) -> PeerShape:
    post = situation.current_post(peer.post_id)
    return PeerShape(
        person=person_named(situation, peer.person_id),
        unit=unit_named(situation, peer.unit_id),
        post=post.title if post else "",
        points=in_points(peer.points),
        lines=peer.lines,
        rank=peer.rank,
    )


def rehearsal_shape(act: Act, year: int, rehearsal: Rehearsal) -> RehearsalShape:
    return RehearsalShape(
        year=year,
        digest=rehearsal.digest,
        is_new=rehearsal.is_new,
        differences=[_difference(act, one) for one in rehearsal.differences],
    )


def _difference(act: Act, one: Difference) -> DifferenceShape:
    subject, _, number = one.whose.partition(":")
    is_person, situation = subject == "person", act.situation
    return DifferenceShape(
        person=person_named(situation, int(number)) if is_person else None,
        unit=unit_named(situation, situation.unit_of(int(number)) if is_person else int(number)),
        before=in_points(one.before),
        after=in_points(one.after),
        changes=[_change(act, change) for change in one.changes],
    )


def _change(act: Act, change: Change) -> LineChange:
    line, entry = change.line, change.entry
    item_id = line.happening.item_id if line else entry.item_id if entry else None
    return LineChange(
        text=line.text if line else entry.text if entry else "",
        rule=line.rule if line else entry.rule if entry else "",
        occurred_at=line.happening.at if line else entry.occurred_at if entry else act.now,
        item=item_ref(act.session.get(Item, item_id)) if item_id else None,
        before=None if change.before is None else in_points(change.before),
        after=None if change.after is None else in_points(change.after),
    )


def negative_shape(act: Act, entry: NegativeEntry, item: Item | None, *, may_withdraw: bool) -> NegativeShape:
    situation = act.situation
    return NegativeShape(
        id=entry.id,
        kind=coded("negative", entry.kind),
        person=person_named(situation, entry.person_id),
        unit=unit_named(situation, entry.unit_id),
        text=entry.text,
        cause=entry.cause,
        correction=entry.correction,
        document=entry.document,
        item=item_ref(item),
        occurred_on=entry.occurred_on,
        expires_on=entry.expires_on,
        entered_by=person_named(situation, entry.entered_by_id),
        entered_at=entry.entered_at,
        by_itself=entry.record_id is not None,
        state=coded("listed", state_on(entry, act.calendar.local_date(act.now))),
        reason=entry.reason,
        withdrawn_by=person_named(situation, entry.withdrawn_by_id),
        withdrawn_at=entry.withdrawn_at,
        may_withdraw=may_withdraw and entry.state == "stands",
    )
