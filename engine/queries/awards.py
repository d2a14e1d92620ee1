"""Awards: for everybody in the office; what one is to be revoked for only for those concerned; what is published."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from engine.domain.document_names import CERTIFICATE_PAPER, REVOCATION_PAPER
from engine.people.policy import may_read_certificate, may_read_revocation, may_run_commendation
from engine.queries.instances import takes_part
from engine.queries.reader import Reader
from engine.store.models import Award, AwardCategory, AwardCycle, AwardRevocation, OfficialDocument
from engine.store.revocations import get_award, revocations_of

PAGE = 50


@dataclass(frozen=True)
class AwardSeen:
    """An award with where it comes from; `revocations` and `documents` are those that the reader may see."""

    award: Award
    cycle: AwardCycle
    category: AwardCategory
    revocations: Sequence[AwardRevocation] = ()
    documents: Sequence[OfficialDocument] = ()
    may_revoke: bool = False
    may_withdraw: bool = False
    is_concerned: bool = False


def list_awards(
    session: Session,
    *,
    cycle_id: int | None = None,
    year: int | None = None,
    state: str | None = None,
    offset: int = 0,
) -> tuple[list[AwardSeen], int | None]:
    """By cycle, the newest first, then by number, with the offset of the next page; everybody may know of them."""
    query = _awards()
    if cycle_id is not None:
        query = query.where(Award.cycle_id == cycle_id)
    if year is not None:
        query = query.where(AwardCycle.year == year)
    if state is not None:
        query = query.where(Award.state == state)
    query = query.order_by(AwardCycle.id.desc(), AwardCategory.position, Award.id).offset(offset).limit(PAGE + 1)
    found = [AwardSeen(award, cycle, category) for award, cycle, category in session.execute(query)]
    return found[:PAGE], offset + PAGE if len(found) > PAGE else None


def published_awards(session: Session, year: int) -> list[AwardSeen]:
    """Those of a year's cycles that may be known outside, revoked ones among them, in the order of the decision."""
    query = _awards().where(AwardCycle.year == year, Award.published_at.is_not(None))
    rows = session.execute(query.order_by(AwardCycle.id, AwardCategory.position, Award.id))
    return [AwardSeen(award, cycle, category) for award, cycle, category in rows]


def published_years(session: Session) -> list[int]:
    """The years in which there is something to be known outside, the newest first."""
    query = select(AwardCycle.year).join(Award, Award.cycle_id == AwardCycle.id).distinct()
    query = query.where(Award.published_at.is_not(None)).order_by(AwardCycle.year.desc())
    return list(session.scalars(query))


def get_award_seen(session: Session, reader: Reader, award_id: int) -> AwardSeen:
    """NotFound where there is none."""
    award = get_award(session, award_id)
    revocations = revocations_of(session, award_id)
    concerned = _sees_revocation(session, reader, award, revocations)
    is_open = any(one.state == "open" for one in revocations)
    return AwardSeen(
        award=award,
        cycle=session.get_one(AwardCycle, award.cycle_id),
        category=session.get_one(AwardCategory, award.category_id),
        revocations=revocations if concerned else [],
        documents=_documents(session, reader, award, with_revocation=concerned),
        may_revoke=may_run_commendation(reader.roles) and award.state == "stands" and not is_open,
        may_withdraw=may_run_commendation(reader.roles),
        is_concerned=concerned,
    )


def sees_award_paper(session: Session, reader: Reader, document: OfficialDocument) -> bool:
    """Announcement and decision: everybody; a certificate: its people and who oversees; a revocation: who is in it."""
    if document.kind == REVOCATION_PAPER:
        query = select(AwardRevocation).where(AwardRevocation.instance_id == document.instance_id)
        revocation = session.scalars(query).first()
        if revocation is None:
            return False
        return _sees_revocation(session, reader, get_award(session, revocation.award_id), [revocation])
    award = session.scalars(select(Award).where(Award.number == document.number)).first()
    return document.kind != CERTIFICATE_PAPER or (award is not None and _sees_certificate(reader, award))


def _awards() -> Select[Award, AwardCycle, AwardCategory]:
    joined = select(Award, AwardCycle, AwardCategory).join(AwardCycle, AwardCycle.id == Award.cycle_id)
    return joined.join(AwardCategory, AwardCategory.id == Award.category_id)


def _sees_certificate(reader: Reader, award: Award) -> bool:
    units = reader.situation.units_of(reader.person_id)
    is_own = award.person_id == reader.person_id or award.unit_id in units
    return may_read_certificate(reader.roles, is_own=is_own)


def _sees_revocation(session: Session, reader: Reader, award: Award, revocations: Sequence[AwardRevocation]) -> bool:
    is_own = reader.person_id in {award.person_id, reader.situation.head(award.unit_id)}
    takes = is_own or any(takes_part(session, reader, one.instance_id or 0) for one in revocations)
    return may_read_revocation(reader.roles, concerned=takes)


def _documents(session: Session, reader: Reader, award: Award, *, with_revocation: bool) -> list[OfficialDocument]:
    """Every version of what the award was issued with, in the order of their issue."""
    kept = list(session.scalars(select(OfficialDocument).where(OfficialDocument.id.in_(award.document_ids))))
    if not with_revocation:
        kept = [one for one in kept if one.kind != REVOCATION_PAPER]
    if not _sees_certificate(reader, award):
        kept = [one for one in kept if one.kind != CERTIFICATE_PAPER]
    if not kept:
        return []
    same = [
        and_(
            OfficialDocument.instance_id == one.instance_id,
            OfficialDocument.kind == one.kind,
            OfficialDocument.ordinal == one.ordinal,
        )
        for one in kept
    ]
    query = select(OfficialDocument).where(or_(*same))
    return list(session.scalars(query.order_by(OfficialDocument.issued_at, OfficialDocument.id)))
