"""How often each kind of thing happened in a cycle of awards, so that a plan shows what it is drawn for."""

from collections import Counter
from datetime import date, datetime

from sqlalchemy import select

from engine.calendar import WorkingCalendar
from engine.site import Site
from engine.store import Session
from engine.store.models import (
    Award,
    AwardRevocation,
    Ballot,
    Nomination,
    Objection,
    PanelSeat,
    PanelSitting,
    Person,
    PublicNotice,
)
from tests.scenarios.commending_model import last_day

EDGES = (
    "sitting missed",
    "sitting held",
    "ballot no_quorum",
    "ballot tied",
    "ballot decided",
    "aside by unit",
    "aside by interest",
    "objection on the last day",
    "objection founded",
    "objection unfounded",
    "more notices",
    "in unit ended",
    "in unit withdrawn",
    "struck",
    "not_qualified",
    "not_recommended",
    "awarded",
    "revoked after a statement",
    "statement on the last day",
    "revoked in silence",
    "kept",
    "kept, revoked later",
    "withdrawn",
    "revoked from who has left",
    "refused: revocation.open",
    "refused: revocation.revoked",
)


def seen_in(site: Site) -> Counter[str]:
    """By the names of `EDGES`, as the database tells it; what was refused is in no database."""
    with site.reading() as session:
        return Counter([*_of_cycle(session), *_of_notices(session), *_of_revocations(session)])


def _of_cycle(session: Session) -> list[str]:
    told = list(session.scalars(select(Nomination.state)))
    told += [f"sitting {state}" for state in session.scalars(select(PanelSitting.state))]
    for ballot in session.scalars(select(Ballot).where(Ballot.name != "ballot")):
        told.append(f"ballot {(ballot.record or {})['result']['outcome']}")
    for seat in session.scalars(select(PanelSeat).where(PanelSeat.state == "present")):
        reasons = (seat.data or {}).get("aside", {}).values()
        told += ["aside by interest" if reason == "有利害关系" else "aside by unit" for reason in reasons]
    return told


def _of_notices(session: Session) -> list[str]:
    notices = list(session.scalars(select(PublicNotice).order_by(PublicNotice.round)))
    of_cycle = [one for one in notices if one.unit_id is None]
    told = ["notice"] * len(of_cycle) + ["more notices"] * (len(of_cycle) - 1)
    told += [f"in unit {one.state}" for one in notices if one.unit_id is not None]
    for one in session.scalars(select(Objection)):
        notice = session.get_one(PublicNotice, one.notice_id)
        told += ["objection on the last day"] * (_local(one.raised_at) == last_day(notice.published_on, []))
        told.append(f"objection {one.finding}")
    return told


def _of_revocations(session: Session) -> list[str]:
    told, kept = [], set()
    for one in session.scalars(select(AwardRevocation).order_by(AwardRevocation.decided_at)):
        award = session.get_one(Award, one.award_id)
        if one.stated_at is not None and one.state_until is not None:
            told += ["statement on the last day"] * (_local(one.stated_at) == _local(one.state_until))
        told += ["withdrawn"] * (one.state == "withdrawn")
        if one.state == "kept":
            kept.add(award.id)
            told.append("kept")
        if one.state == "revoked":
            told.append("revoked after a statement" if one.stated_at else "revoked in silence")
            told += ["kept, revoked later"] * (award.id in kept)
            left = award.person_id is not None and session.get_one(Person, award.person_id).ends_at is not None
            told += ["revoked from who has left"] * left
    return told


def _local(moment: datetime) -> date:
    return WorkingCalendar().local_date(moment)
