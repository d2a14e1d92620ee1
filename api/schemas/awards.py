"""Awards as lists, details and the page without sign-in show them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from api.schemas.common import Coded, Named, Shape, coded, person_named, unit_named
from api.schemas.official_documents import OfficialDocumentShape, official_document_shape
from engine.act import Act
from engine.actions.award_papers import awarded_name, unit_name
from engine.queries.awards import AwardSeen
from engine.store.models import AwardRevocation, Person


class RevocationBody(BaseModel):
    """`grounds`: false_deeds, procedure, discipline, other; `facts` are what it rests on."""

    grounds: Annotated[str, Field(max_length=16)]
    facts: Annotated[str, Field(max_length=8000)]


class CycleNamed(Shape):
    id: int
    number: str
    title: str
    year: int


class AwardRow(Shape):
    """`name` is the person's or the unit's; `published_at` is None for what is known in the office only."""

    id: int
    number: str
    cycle: CycleNamed
    category: str
    subject: Coded
    nomination_id: int
    name: str
    unit: Named | None
    person: Named | None
    state: Coded
    decided_at: datetime
    published_at: datetime | None
    revoked_at: datetime | None


class RevocationShape(Shape):
    """`state`: open, revoked, kept, withdrawn. `state_until` is when the time to state one's side is over."""

    id: int
    number: str
    grounds: Coded
    facts: str
    raised_by: Named | None
    raised_at: datetime
    state_until: datetime | None
    statement: str
    stated_by: Named | None
    stated_at: datetime | None
    state: Coded
    opinion: str
    decided_by: Named | None
    decided_at: datetime | None
    withdrawal_reason: str
    withdrawn_by: Named | None
    withdrawn_at: datetime | None
    may_withdraw: bool
    instance_id: int | None


class AwardDetail(AwardRow):
    """`documents` and `revocations` are those that one may see; `revocation_reason` only with the latter."""

    revocation_reason: str
    documents: list[OfficialDocumentShape]
    revocations: list[RevocationShape]
    may_revoke: bool


class RevocationStarted(Shape):
    id: int
    number: str
    instance_id: int | None


class RevocationState(Shape):
    id: int
    state: Coded


class PublishedAward(Shape):
    number: str
    name: str
    unit: str
    state: Coded
    revoked_on: date | None


class PublishedCategory(Shape):
    name: str
    subject: Coded
    awards: list[PublishedAward]


class PublishedCycle(Shape):
    title: str
    decided_on: date
    categories: list[PublishedCategory]


class PublishedAwards(Shape):
    """What everybody may know of a year; `years` are those in which there is something."""

    year: int
    office: str
    years: list[int]
    cycles: list[PublishedCycle]


def award_row(act: Act, seen: AwardSeen) -> AwardRow:
    award, cycle = seen.award, seen.cycle
    return AwardRow(
        id=award.id,
        number=award.number,
        cycle=CycleNamed(id=cycle.id, number=cycle.number, title=cycle.title, year=cycle.year),
        category=seen.category.name,
        subject=coded("subject", seen.category.subject),
        nomination_id=award.nomination_id,
        name=awarded_name(act, award),
        unit=unit_named(act.situation, award.unit_id),
        person=person_named(act.situation, award.person_id),
        state=coded("award", award.state),
        decided_at=award.decided_at,
        published_at=award.published_at,
        revoked_at=award.revoked_at,
    )


def award_detail(act: Act, seen: AwardSeen, people: Mapping[int, Person]) -> AwardDetail:
    return AwardDetail(
        **dict(award_row(act, seen)),
        revocation_reason=seen.award.revocation_reason if seen.is_concerned else "",
        documents=[official_document_shape(one, people) for one in seen.documents],
        revocations=[_revocation(act, one, may_withdraw=seen.may_withdraw) for one in seen.revocations],
        may_revoke=seen.may_revoke,
    )


def _revocation(act: Act, one: AwardRevocation, *, may_withdraw: bool) -> RevocationShape:
    return RevocationShape(
        id=one.id,
        number=one.number,
        grounds=coded("grounds", one.grounds),
        facts=one.facts,
        raised_by=person_named(act.situation, one.raised_by_id),
        raised_at=one.raised_at,
        state_until=one.state_until,
        statement=one.statement,
        stated_by=person_named(act.situation, one.stated_by_id),
        stated_at=one.stated_at,
        state=coded("revocation", one.state),
        opinion=one.opinion,
        decided_by=person_named(act.situation, one.decided_by_id),
        decided_at=one.decided_at,
        withdrawal_reason=one.withdrawal_reason,
        withdrawn_by=person_named(act.situation, one.withdrawn_by_id),
        withdrawn_at=one.withdrawn_at,
        may_withdraw=may_withdraw and one.state == "open",
        instance_id=one.instance_id,
    )


def published(act: Act, year: int, years: list[int], awards: Sequence[AwardSeen]) -> PublishedAwards:
    """By cycle and category, in the order of the decision."""
    cycles: dict[int, PublishedCycle] = {}
    categories: dict[int, PublishedCategory] = {}
    for seen in awards:
        award, cycle, category = seen.award, seen.cycle, seen.category
        decided_on = act.calendar.local_date(award.decided_at)
        in_cycle = cycles.setdefault(cycle.id, PublishedCycle(title=cycle.title, decided_on=decided_on, categories=[]))
        if category.id not in categories:
            shape = PublishedCategory(name=category.name, subject=coded("subject", category.subject), awards=[])
            categories[category.id] = shape
            in_cycle.categories.append(shape)
        categories[category.id].awards.append(
            PublishedAward(
                number=award.number,
                name=awarded_name(act, award),
                unit=unit_name(act, award) if award.person_id is not None else "",
                state=coded("award", award.state),
                revoked_on=act.calendar.local_date(award.revoked_at) if award.revoked_at else None,
            )
        )
    return PublishedAwards(year=year, office=act.house.office_name, years=years, cycles=list(cycles.values()))
