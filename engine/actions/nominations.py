"""申报: what is common to its steps, when it has come to rest, and how it ended."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.actions.ballots import TIMER, call_off
from engine.actions.public_notices import require_ended, withdraw_now
from engine.actions.registry import Call, action
from engine.domain import messages
from engine.domain.commendation import ENDS, CycleRule
from engine.notify.telling import Said, tell
from engine.store import ballots, public_notices
from engine.store.commendation import count_unsettled, get_cycle, get_nomination
from engine.store.models import AwardCycle, Nomination
from engine.store.runtime import lock_instance

Data = Mapping[str, Any]
SETTLED = "nominations-settled"  # the last nomination of a cycle has come to rest
UNIT_NOTICE = "unit_notice"


def nomination_of(call: Call) -> tuple[Nomination, AwardCycle]:
    nomination = get_nomination(call.act.session, call.data["nomination_id"])
    return nomination, get_cycle(call.act.session, nomination.cycle_id)


def rule_of(cycle: AwardCycle) -> CycleRule:
    return CycleRule(**cycle.rule)


def name_of(act: Act, nomination: Nomination) -> str:
    """Of the person, or of the unit."""
    if nomination.person_id is not None:
        return act.situation.name_of(nomination.person_id)
    unit = act.situation.find_unit(nomination.unit_id)
    return unit.name if unit else ""


def stands_in_unit(nomination: Nomination, cycle: AwardCycle) -> bool:
    """Whether the rule wants a notice within the unit; what is secret is not posted."""
    return rule_of(cycle).unit_notice_days > 0 and not nomination.unposted_reason


@action("settle_nomination", is_waiting="boolean")
def settle_nomination(call: Call) -> Data:
    """It has come to rest: it waits for the cycle, or its unit is told why it goes no further.

    Refused before the notice within the unit has ended, whatever way leads here.
    """
    nomination, cycle = nomination_of(call)
    if nomination.state not in ENDS and stands_in_unit(nomination, cycle):
        require_ended(call, UNIT_NOTICE)
    settle(call, nomination, cycle)
    if nomination.state in ENDS:
        tell_outcome(call.act, nomination, cycle, call.instance.id)
    return {"is_waiting": nomination.state not in ENDS}


def settle(call: Call, nomination: Nomination, cycle: AwardCycle) -> None:
    """The last one of a cycle whose window is closed lets the cycle go on.

    The cycle is locked first: of two that come to rest at the same moment the second one sees the first.
    """
    nomination.settled_at = nomination.settled_at or call.act.now
    call.act.session.flush()
    lock_instance(call.act.session, cycle.instance_id or 0)
    call.act.session.refresh(cycle)
    if cycle.state == "examining" and count_unsettled(call.act.session, cycle.id) == 0:
        call.send(SETTLED, cycle.number, {})


@action("stop_nomination")
def stop_nomination(call: Call) -> Data:
    """Withdrawn, or stopped with its cycle: what is voted on is called off, what is on notice taken down."""
    nomination, cycle = nomination_of(call)
    was_open = nomination.settled_at is None
    end_as(call.act, nomination, call.data["stop_state"], call.data["stop_reason"])
    ballot = ballots.newest_ballot(call.act.session, call.instance.id, TIMER)
    if ballot is not None and ballot.state in ("open", "closed"):
        call_off(call.act, call.instance, ballot, nomination.reason)
    notice = public_notices.newest_notice(call.act.session, call.instance.id, UNIT_NOTICE)
    if notice is not None and notice.state in public_notices.UNDER_WAY:
        withdraw_now(call.act, call.instance, notice, nomination.reason)
    if was_open and nomination.state != "cancelled":  # a cycle that is cancelled does not go on
        settle(call, nomination, cycle)
    tell_outcome(call.act, nomination, cycle, call.instance.id)
    return {}


@action("end_nomination")
def end_nomination(call: Call) -> Data:
    """The cycle has said how it ended: nominee and unit are told."""
    nomination, cycle = nomination_of(call)
    nomination.ended_at = nomination.ended_at or call.act.now
    tell_outcome(call.act, nomination, cycle, call.instance.id)
    return {}


def tell_outcome(act: Act, nomination: Nomination, cycle: AwardCycle, instance_id: int) -> None:
    """The head of the unit, who nominated, and the nominee: where it stands and why."""
    situation = act.situation
    unit = situation.find_unit(nomination.unit_id)
    asked = messages.text(f"words.nomination_{nomination.state}")
    if nomination.reason:
        asked = messages.text("commendation.outcome", state=asked, reason=nomination.reason)
    facts = {
        "number": nomination.number,
        "title": cycle.title,
        "matter": name_of(act, nomination),
        "unit": unit.name if unit else "",
        "asked": asked,
        "office": act.house.office_name,
    }
    people = [situation.head(nomination.unit_id), nomination.nominated_by_id, nomination.person_id]
    told = [one for one in people if one is not None and situation.works_here(one)]
    cause = f"nomination_outcome.{nomination.id}.{nomination.state}"
    tell(act, told, Said("nomination_outcome", cause, facts, instance_id))


def end_as(act: Act, nomination: Nomination, state: str, reason: str = "") -> None:
    nomination.state, nomination.reason, nomination.ended_at = state, reason, act.now
    act.session.flush()
