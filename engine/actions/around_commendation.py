"""Who is meant around a task of 总结表彰: who runs the cycle, who decides it, the nominee's unit, whose seat it is."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.actions.around_reviews import member_of
from engine.people.assignment import Around
from engine.store.models import AwardCycle, Nomination


def around_commendation(act: Act, data: Mapping[str, Any]) -> Around | None:
    """None where the data name neither a cycle nor a nomination; only the product puts those names there."""
    nomination = act.session.get(Nomination, data["nomination_id"]) if "nomination_id" in data else None
    cycle_id = nomination.cycle_id if nomination else data.get("cycle_id")
    cycle = act.session.get(AwardCycle, cycle_id) if cycle_id is not None else None
    if cycle is None:
        return None
    member = member_of(act, data.get("seat"))
    return Around(
        leader_post_id=cycle.leader_post_id,
        lead_unit_id=nomination.unit_id if nomination else None,
        officer_id=cycle.officer_id,
        member_post_id=member.post_id if member else None,
        member_id=member.person_id if member else None,
    )
