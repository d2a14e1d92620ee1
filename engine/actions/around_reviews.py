"""Who is meant around a task of 四同步: the posts of the key task, the member whose seat it is, who runs the year."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.people.assignment import Around
from engine.store.models import KeyTask, PanelMember, PanelSeat, ReviewYear, UnitAssessment


def around_review(act: Act, data: Mapping[str, Any]) -> Around | None:
    """None where the data name neither a key task nor an assessment; only the product puts those names there."""
    task = act.session.get(KeyTask, data["key_task_id"]) if "key_task_id" in data else None
    assessment = act.session.get(UnitAssessment, data["assessment_id"]) if "assessment_id" in data else None
    record = task or assessment
    if record is None:
        return None
    year = act.session.get_one(ReviewYear, record.year_id)
    leader = act.situation.leader_post(record.unit_id)
    member = member_of(act, data.get("seat"))
    return Around(
        handler_post_id=task.handler_post_id if task else None,
        liaison_post_id=task.liaison_post_id if task else None,
        leader_post_id=leader.id if leader else None,
        lead_unit_id=record.unit_id,
        officer_id=year.officer_id,
        member_post_id=member.post_id if member else None,
        member_id=member.person_id if member else None,
    )


def member_of(act: Act, seat_id: Any) -> PanelMember | None:
    seat = act.session.get(PanelSeat, seat_id) if seat_id is not None else None
    return act.session.get(PanelMember, seat.member_id) if seat else None
