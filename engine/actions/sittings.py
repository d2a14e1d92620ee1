"""Sittings of a panel: called with who must stand aside struck off, spoken at, closed with or without a quorum."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.act import Act
from engine.domain import messages
from engine.domain.errors import Conflict, Invalid, Problem
from engine.domain.panel import FEWEST, Quorum, quorum_of
from engine.people.assignment import holders_of
from engine.people.facts import PostFacts
from engine.people.policy import may_review
from engine.store.models import Panel, PanelMember, PanelSeat, PanelSitting
from engine.store.panels import count_sittings, members_of, seats_of

RECUSE = "recuse"


def call_sitting(
    act: Act, panel_id: int, unit_id: int | None, about: str, about_id: int, closes_at: datetime
) -> list[PanelSeat]:
    """The seats of those entitled; Invalid where standing aside leaves fewer than two."""
    sitting = PanelSitting(
        panel_id=panel_id,
        unit_id=unit_id,
        about=about,
        about_id=about_id,
        ordinal=count_sittings(act.session, about, about_id) + 1,
        called_at=act.now,
        closes_at=closes_at,
        state="called",
    )
    act.session.add(sitting)
    act.session.flush()
    seats = [_seat(act, sitting, member) for member in members_of(act.session, panel_id)]
    act.session.add_all(seats)
    act.session.flush()
    entitled = [seat for seat in seats if seat.state == "called"]
    if len(entitled) < FEWEST:
        panel = messages.text(f"words.panel_of_{about}")
        raise Invalid([Problem("reviews.panel_too_small", {"fewest": FEWEST, "panel": panel})])
    return entitled


def _seat(act: Act, sitting: PanelSitting, member: PanelMember) -> PanelSeat:
    aside = not may_review(units_behind(act, member), sitting.unit_id)
    reason = messages.text("reviews.own_unit_reason") if aside else ""
    state = "recused" if aside else "called"
    return PanelSeat(sitting_id=sitting.id, member_id=member.id, state=state, reason=reason, data={})


def units_behind(act: Act, member: PanelMember) -> set[int]:
    """The units of a seat: that of its post, and those of who holds it."""
    situation = act.situation
    post: PostFacts | None = situation.current_post(member.post_id)
    people = holders_of(situation, post.id) if post else {situation.current_person(member.person_id)}
    units = {unit for one in people if one is not None for unit in situation.units_of(one)}
    return units | ({post.unit_id} if post and post.unit_id is not None else set())


def speak(act: Act, seat: PanelSeat, opinion: str, reason: str, data: Mapping[str, Any]) -> None:
    """A member's word; Conflict where the sitting is over or the person who would speak belongs to the unit."""
    sitting = act.session.get_one(PanelSitting, seat.sitting_id)
    if sitting.state != "called" or seat.state != "called":
        raise Conflict([Problem("reviews.sitting_over")])
    if opinion == RECUSE:
        if not reason:
            raise Invalid([Problem("reviews.reason_missing", field="/remark")])
        seat.state = "recused"
    else:
        if act.actor_id is None or not may_review(act.situation.units_of(act.actor_id), sitting.unit_id):
            raise Conflict([Problem("reviews.own_unit")])
        seat.state, seat.opinion, seat.data = "present", opinion, dict(data)
    seat.reason, seat.person_id, seat.at = reason, act.actor_id, act.now


def close_sitting(act: Act, sitting: PanelSitting) -> tuple[Quorum, list[PanelSeat]]:
    """Held or missed, by the quorum of those entitled; and who was present."""
    panel, seats = act.session.get_one(Panel, sitting.panel_id), seats_of(act.session, [sitting.id])
    for seat in seats:
        if seat.state == "called":
            seat.state = "absent"
    present = [seat for seat in seats if seat.state == "present"]
    entitled = sum(1 for seat in seats if seat.state != "recused")
    quorum = quorum_of(panel.quorum, entitled, len(present))
    sitting.entitled, sitting.needed, sitting.present = entitled, quorum.needed, quorum.present
    sitting.state, sitting.closed_at = ("held" if quorum.is_reached else "missed"), act.now
    return quorum, present


def speak_for_many(act: Act, seat: PanelSeat, data: Mapping[str, Any]) -> None:
    """A member's word about the cases of many units; whom they stand aside for is in the data."""
    sitting = act.session.get_one(PanelSitting, seat.sitting_id)
    if sitting.state != "called" or seat.state != "called":
        raise Conflict([Problem("reviews.sitting_over")])
    seat.state, seat.opinion, seat.data = "present", None, dict(data)
    seat.person_id, seat.at = act.actor_id, act.now
