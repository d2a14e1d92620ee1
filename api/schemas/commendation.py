"""总结表彰: cycles with their categories, nominations, what was checked and said of them, awards."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from api.schemas.common import Coded, Key, Named, Shape, coded, person_named, unit_named
from api.schemas.reviews import PanelSeatBody, member_name
from engine.act import Act
from engine.domain.criteria import read_criteria
from engine.domain.recount import AGAINST, FOR
from engine.people.situation import Situation
from engine.queries.commendation import CycleSeen, NominationSeen, ToMark
from engine.store.models import Award, AwardCategory, AwardCycle, Ballot, Nomination, PublicNotice


class CriterionBody(BaseModel):
    """评选标准: `points` at most, of all together 100; `text`: what counts."""

    name: str = Field(max_length=120)
    points: int
    text: str = Field(default="", max_length=2000)


class CategoryBody(BaseModel):
    """`subject`: unit or person; `heads_percent`: at most so many of the quota are heads, null for any number.

    `criteria`: what the panel marks by; none: the nominee as a whole, 0 to 100.
    """

    name: str = Field(max_length=120)
    subject: str = Field(max_length=8)
    quota: int
    criteria: list[CriterionBody] = Field(default_factory=list, max_length=40)
    self_allowed: bool = False
    heads_percent: int | None = None


class CycleBody(BaseModel):
    """`kind`: annual or special; nominations come in until the office closes on `nominate_until`."""

    title: str = Field(max_length=200)
    year: int = Field(ge=2000, le=2100)
    kind: str = Field(default="annual", max_length=12)
    nominate_until: date
    categories: list[CategoryBody] = Field(max_length=40)
    seats: list[PanelSeatBody] = Field(max_length=60)
    quorum: str = Field(default="2/3", max_length=9)
    contact: str = Field(max_length=200)
    text: str = Field(default="", max_length=8000)
    leader_post_id: Key | None = None


class NomineeBody(BaseModel):
    """`person_id` for a person of the unit, null for the unit itself."""

    category_id: Key
    unit_id: Key
    person_id: Key | None = None
    deeds: str = Field(max_length=8000)


class CycleSummary(Shape):
    id: int
    number: str
    title: str
    year: int
    kind: Coded
    state: Coded
    nominate_until: datetime
    opened_at: datetime
    decided_at: datetime | None


class CyclePage(Shape):
    """`may_open`: whether the reader opens and cancels cycles."""

    items: list[CycleSummary]
    may_open: bool


class CriterionShape(Shape):
    """`points`: how many there are for it at most; `text`: what counts."""

    name: str
    points: int
    text: str


class CategoryShape(Shape):
    """`nominated`: how many were nominated, whoever may see them; `seated`: how many seats the ballot filled."""

    id: int
    code: str
    name: str
    subject: Coded
    quota: int
    criteria: list[CriterionShape]
    self_allowed: bool
    heads_percent: int | None
    nominated: int
    seated: int | None


class NominationRow(Shape):
    """`mark` and `score` in points; `votes` those for them in the panel's ballot; `opinions_due`: to be got again."""

    id: int
    number: str
    category_id: int
    name: str
    unit: Named | None
    person: Named | None
    state: Coded
    reason: str
    by_self: bool
    mark: float | None
    score: float | None
    votes: int | None
    opinions_due: list[str]


class CycleSitting(Shape):
    ordinal: int
    state: Coded
    called_at: datetime
    closes_at: datetime
    entitled: int | None
    needed: int | None
    present: int | None


class CycleBallot(Shape):
    """`roll`, `cast` and the count once it is counted; `in_favour` and `against` where there is one option."""

    id: int
    title: str
    round: int
    state: Coded
    roll: int | None
    cast: int | None
    in_favour: int | None
    against: int | None


class CycleNotice(Shape):
    id: int
    slug: str
    title: str
    round: int
    state: Coded
    published_at: datetime
    ends_at: datetime | None


class AwardShape(Shape):
    id: int
    nomination_id: int
    number: str
    category_id: int
    name: str
    unit: Named | None
    state: Coded
    decided_at: datetime
    revoked_at: datetime | None


class CycleShape(CycleSummary):
    """`units`: those for which the reader may nominate now; `may_self`: whether the reader may nominate themself."""

    text: str
    contact: str
    officer: Named | None
    leader: str
    rule: dict[str, Any]
    decision: str
    reason: str
    members: list[str]
    categories: list[CategoryShape]
    nominations: list[NominationRow]
    sittings: list[CycleSitting]
    ballots: list[CycleBallot]
    notices: list[CycleNotice]
    awards: list[AwardShape]
    units: list[Named]
    may_self: bool
    may_cancel: bool
    instance_id: int | None


class CheckLine(Shape):
    """One row of the table of qualifications, at one check. `facts` only for the party committee office."""

    rule: str
    passed: bool
    text: str
    checked_at: datetime
    facts: dict[str, Any] | None


class OpinionShape(Shape):
    body: str
    opinion: Coded
    text: str
    given_on: date
    expires_on: date


class ScoreLine(Shape):
    """`kind`: `record` is a line of the record of work, `table` one of the table of scores. In points.

    `criterion`: the panel's average by one criterion, of `most`; the table's lines make the score of them.
    """

    kind: str
    row: str
    points: float
    text: str
    entry_id: int | None
    at: datetime | None
    most: int | None


class NominationShape(NominationRow):
    """`bodies`: whose opinions the rule of the cycle wants; `opinion_months`: how long one holds.

    `unit_notice_days`: how long the nominee stands on notice within the unit; `unit_notices`: those on which the
    nominee stood there, for who may read them. `sees_files`: whether the reader sees its 证明材料.
    `unposted_reason`: why the nominee stands on no notice at all.
    """

    cycle: CycleSummary
    category: str
    deeds: str
    nominated_by: Named | None
    nominated_at: datetime
    checks: list[CheckLine]
    bodies: list[str]
    opinion_months: int | None
    opinions: list[OpinionShape]
    points: list[ScoreLine]
    ballots: list[CycleBallot]
    unit_notice_days: int
    unit_notices: list[CycleNotice]
    notice_slug: str | None
    award: AwardShape | None
    sees_files: bool
    may_withdraw: bool
    unposted_reason: str
    may_keep_unposted: bool
    instance_id: int | None


class NomineeToMark(Shape):
    """`is_own`: of the member's own unit, which the member does not mark. `files`: how many 证明材料."""

    id: int
    number: str
    name: str
    unit: Named | None
    category: str
    criteria: list[CriterionShape]
    is_own: bool
    files: int


class CycleOpened(Shape):
    id: int
    number: str


class Nominated(Shape):
    id: int
    number: str
    state: Coded


class NominationState(Shape):
    id: int
    state: Coded


class CycleState(Shape):
    id: int
    state: Coded


def cycle_summary(cycle: AwardCycle) -> CycleSummary:
    return CycleSummary(**_cycle_fields(cycle))


def _cycle_fields(cycle: AwardCycle) -> dict[str, Any]:
    return {
        "id": cycle.id,
        "number": cycle.number,
        "title": cycle.title,
        "year": cycle.year,
        "kind": coded("cycle_kind", cycle.kind),
        "state": coded("cycle", cycle.state),
        "nominate_until": cycle.nominate_until,
        "opened_at": cycle.opened_at,
        "decided_at": cycle.decided_at,
    }


def cycle_shape(act: Act, seen: CycleSeen, *, may_run: bool) -> CycleShape:
    situation, cycle = act.situation, seen.cycle
    post = situation.current_post(cycle.leader_post_id)
    return CycleShape(
        **_cycle_fields(cycle),
        text=cycle.text,
        contact=cycle.contact,
        officer=person_named(situation, cycle.officer_id),
        leader=f"{post.title} {situation.name_of(situation.holder(post.id))}" if post else "",
        rule=seen.rule.shape if seen.rule else {},
        decision=cycle.decision,
        reason=cycle.reason,
        members=[member_name(situation, one) for one in seen.members],
        categories=[_category(one, seen.counts.get(one.id, 0)) for one in seen.categories],
        nominations=[
            NominationRow(**{**_row_fields(situation, one), "opinions_due": seen.opinions_due.get(one.id, [])})
            for one in seen.nominations
        ],
        sittings=[
            CycleSitting(
                ordinal=one.ordinal,
                state=coded("sitting", one.state),
                called_at=one.called_at,
                closes_at=one.closes_at,
                entitled=one.entitled,
                needed=one.needed,
                present=one.present,
            )
            for one in seen.sittings
        ],
        ballots=[_ballot(one) for one in seen.ballots],
        notices=[_notice(one) for one in seen.notices],
        awards=[_award(situation, one) for one in seen.awards],
        units=[unit for one in seen.units if (unit := unit_named(situation, one)) is not None],
        may_self=seen.may_self,
        may_cancel=may_run and cycle.decided_at is None and cycle.state != "cancelled",
        instance_id=cycle.instance_id if seen.sees_all else None,
    )


def _category(one: AwardCategory, nominated: int) -> CategoryShape:
    return CategoryShape(
        id=one.id,
        code=one.code,
        name=one.name,
        subject=coded("subject", one.subject),
        quota=one.quota,
        criteria=criteria_shape(one),
        self_allowed=one.self_allowed,
        heads_percent=one.heads_percent,
        nominated=nominated,
        seated=one.seated,
    )


def criteria_shape(category: AwardCategory) -> list[CriterionShape]:
    return [CriterionShape(name=one.name, points=one.points, text=one.text) for one in read_criteria(category.criteria)]


def _row_fields(situation: Situation, one: Nomination) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "category_id": one.category_id,
        "name": _name(situation, one.unit_id, one.person_id),
        "unit": unit_named(situation, one.unit_id),
        "person": person_named(situation, one.person_id),
        "state": coded("nomination", one.state),
        "reason": one.reason,
        "by_self": one.by_self,
        "mark": _points(one.mark),
        "score": _points(one.score),
        "votes": one.votes,
        "opinions_due": [],
    }


def _name(situation: Situation, unit_id: int, person_id: int | None) -> str:
    if person_id is not None:
        return situation.name_of(person_id)
    unit = situation.find_unit(unit_id)
    return unit.name if unit else ""


def _points(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10


def _ballot(one: Ballot) -> CycleBallot:
    result = (one.record or {}).get("result", {}) if one.state == "counted" else {}
    counts = result.get("options", [])
    of_one = counts[0] if len(counts) == 1 else {}
    return CycleBallot(
        id=one.id,
        title=one.title,
        round=one.round,
        state=coded("ballot_state", one.state),
        roll=result.get("roll"),
        cast=result.get("cast"),
        in_favour=of_one.get(FOR),
        against=of_one.get(AGAINST),
    )


def _notice(one: PublicNotice) -> CycleNotice:
    return CycleNotice(
        id=one.id,
        slug=one.slug,
        title=one.title,
        round=one.round,
        state=coded("notice_state", one.state),
        published_at=one.published_at,
        ends_at=one.ends_at,
    )


def _award(situation: Situation, one: Award) -> AwardShape:
    return AwardShape(
        id=one.id,
        nomination_id=one.nomination_id,
        number=one.number,
        category_id=one.category_id,
        name=_name(situation, one.unit_id, one.person_id),
        unit=unit_named(situation, one.unit_id),
        state=coded("award", one.state),
        decided_at=one.decided_at,
        revoked_at=one.revoked_at,
    )


def nomination_shape(act: Act, seen: NominationSeen, *, with_history: bool) -> NominationShape:
    situation, one = act.situation, seen.nomination
    return NominationShape(
        **_row_fields(situation, one),
        cycle=cycle_summary(seen.cycle),
        category=seen.category.name,
        deeds=one.deeds,
        nominated_by=person_named(situation, one.nominated_by_id),
        nominated_at=one.nominated_at,
        checks=[
            CheckLine(
                rule=line.rule,
                passed=line.passed,
                text=line.text,
                checked_at=line.checked_at,
                facts=line.facts if seen.sees_facts else None,
            )
            for line in seen.checks
        ],
        bodies=seen.rule.body_list if seen.rule else [],
        opinion_months=seen.rule.opinion_months if seen.rule else None,
        opinions=[
            OpinionShape(
                body=given.body,
                opinion=coded("opinion", given.opinion),
                text=given.text,
                given_on=given.given_on,
                expires_on=given.expires_on,
            )
            for given in seen.opinions
        ],
        points=[
            ScoreLine(**{"entry_id": None, "at": None, "most": None, **line, "points": line["points"] / 10})
            for line in one.points
        ],
        ballots=[_ballot(ballot) for ballot in seen.ballots],
        unit_notice_days=seen.rule.unit_notice_days if seen.rule else 0,
        unit_notices=[_notice(notice) for notice in seen.notices],
        notice_slug=one.notice_slug,
        award=_award(situation, seen.award) if seen.award else None,
        sees_files=seen.sees_files,
        may_withdraw=seen.may_withdraw,
        unposted_reason=one.unposted_reason,
        may_keep_unposted=seen.may_keep_unposted,
        instance_id=one.instance_id if with_history else None,
    )


def nominee_to_mark(situation: Situation, one: ToMark) -> NomineeToMark:
    nomination = one.nomination
    return NomineeToMark(
        id=nomination.id,
        number=nomination.number,
        name=_name(situation, nomination.unit_id, nomination.person_id),
        unit=unit_named(situation, nomination.unit_id),
        category=one.category.name,
        criteria=criteria_shape(one.category),
        is_own=one.is_own,
        files=one.files,
    )
