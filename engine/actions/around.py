"""What is known around a piece of work: the posts and people of the record that its instance carries."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.actions.around_commendation import around_commendation
from engine.actions.around_reviews import around_review
from engine.actions.around_revocation import around_revocation
from engine.people.assignment import Around
from engine.store.models import Item, Matter


def around(act: Act, subject: Item | Matter | None, data: Mapping[str, Any], initiator_id: int | None = None) -> Around:
    """Of the record that the instance carries; without one, who started it is its officer."""
    if subject is None and (found := _around_record(act, data)) is not None:
        return found
    if isinstance(subject, Item):
        matter = act.session.get(Matter, subject.matter_id)
        return Around(
            handler_post_id=subject.handler_post_id,
            leader_post_id=subject.leader_post_id,
            lead_unit_id=subject.lead_unit_id,
            co_unit_id=_number(data.get("co_unit")),
            officer_id=subject.officer_id,
            initiator_id=initiator_id,
            issuer_post_id=matter.issuer_post_id if matter else None,
            asked_unit_id=_number((data.get("request") or {}).get("unit_id")),
        )
    officer_id = subject.officer_id if isinstance(subject, Matter) else initiator_id
    return Around(officer_id=officer_id, initiator_id=initiator_id)


def _around_record(act: Act, data: Mapping[str, Any]) -> Around | None:
    """Of a record that the data name, where the instance carries none."""
    return around_review(act, data) or around_commendation(act, data) or around_revocation(act, data)


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
