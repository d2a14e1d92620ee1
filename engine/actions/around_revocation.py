"""Who is meant around a task of 撤销表彰: the awarded with the head of their unit, who asks for it, who decides."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.people.assignment import Around
from engine.store.models import Award, AwardCycle, AwardRevocation


def around_revocation(act: Act, data: Mapping[str, Any]) -> Around | None:
    """None where the data name no revocation; only the product puts that name there."""
    found = data.get("award_revocation_id")
    revocation = act.session.get(AwardRevocation, found) if found is not None else None
    if revocation is None:
        return None
    award = act.session.get_one(Award, revocation.award_id)
    cycle = act.session.get_one(AwardCycle, award.cycle_id)
    return Around(
        leader_post_id=cycle.leader_post_id,
        lead_unit_id=award.unit_id,
        officer_id=revocation.raised_by_id,
        awarded_id=award.person_id,
    )
