"""资格审查: what the records say of a nominee, and each line of the table that was asked."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from engine.act import Act
from engine.actions.nominations import end_as, nomination_of, rule_of
from engine.actions.registry import Call, action
from engine.domain.clock import OFFICE_ZONE
from engine.domain.commendation import whole_months
from engine.store.commendation import UNDER_WAY, holds_since, items_of_nominee, last_award_year
from engine.store.events import append_event
from engine.store.models import AwardCycle, Nomination, Qualification
from engine.store.performance import negative_standing

Data = Mapping[str, Any]
NEVER = 99  # years since an award, where there was none
SINCE_EVER = 1200  # months in a post, where nothing says since when


@action(
    "gather_qualification",
    nominee_kind="text",
    red_items="number",
    items_overdue="number",
    negative_entries="number",
    discipline_entries="number",
    months_in_post="number",
    years_since_award="number",
)
def gather_qualification(call: Call) -> Data:
    """What the records say of a nominee today, for the table of qualifications."""
    nomination, cycle = nomination_of(call)
    return facts_of(call.act, nomination, cycle)


def facts_of(act: Act, nomination: Nomination, cycle: AwardCycle) -> dict[str, Any]:
    session, person_id = act.session, nomination.person_id
    posts = (
        None if person_id is None else [post.id for post, part in act.situation.posts_held(person_id) if part == "A"]
    )
    items = items_of_nominee(session, nomination.unit_id, posts)
    since = datetime.combine(date(cycle.year, 1, 1), time(), OFFICE_ZONE)
    today = act.calendar.local_date(act.now)
    unit_id = nomination.unit_id if person_id is None else None
    negative = negative_standing(session, today, person_id=person_id, unit_id=unit_id)
    last = last_award_year(session, nomination.unit_id, person_id)
    return {
        "nominee_kind": "unit" if person_id is None else "person",
        "red_items": sum(1 for one in items if one.missed_at is not None and one.missed_at >= since),
        "items_overdue": sum(1 for one in items if one.state in UNDER_WAY and one.due_at and one.due_at < act.now),
        "negative_entries": sum(1 for one in negative if one.kind != "discipline"),
        "discipline_entries": sum(1 for one in negative if one.kind == "discipline"),
        "months_in_post": _months_in_post(act, nomination),
        "years_since_award": NEVER if last is None else cycle.year - last,
    }


def _months_in_post(act: Act, nomination: Nomination) -> int:
    if nomination.post_id is None or nomination.person_id is None:
        return SINCE_EVER
    since = holds_since(act.session, nomination.post_id, nomination.person_id, act.now)
    if since is None:
        return SINCE_EVER
    return whole_months(act.calendar.local_date(since), act.calendar.local_date(act.now))


FACTS = (
    "nominee_kind",
    "red_items",
    "items_overdue",
    "negative_entries",
    "discipline_entries",
    "months_in_post",
    "years_since_award",
)


@action("record_qualification", is_qualified="boolean", opinion_bodies="number")
def record_qualification(call: Call) -> Data:
    """Each line of the table is kept; one that is not passed ends a nomination that is being checked."""
    nomination, cycle = nomination_of(call)
    facts = {name: call.data[name] for name in FACTS}
    lines = [
        Qualification(
            nomination_id=nomination.id,
            rule=str(line["row"])[:60],
            passed=bool(line["passed"]),
            facts=facts,
            text=str(line["text"]),
            checked_at=call.act.now,
        )
        for line in call.data["checks"] or []
    ]
    call.act.session.add_all(lines)
    call.act.session.flush()
    failed = [line.text for line in lines if not line.passed]
    if failed and nomination.state == "checking":
        end_as(call.act, nomination, "not_qualified", "；".join(failed))
    append_event(call.instance, "nomination.checked", call.act.origin, data={"is_qualified": not failed})
    return {"is_qualified": not failed, "opinion_bodies": len(rule_of(cycle).body_list)}
