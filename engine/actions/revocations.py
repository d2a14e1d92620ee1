"""撤销表彰: the awarded may state their side, the leadership group decides; revoked, kept, or withdrawn before that."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.actions.award_papers import awarded_name, order_revocation, unit_name
from engine.actions.registry import Call, action
from engine.calendar import in_working_days
from engine.domain import messages
from engine.domain.errors import Conflict, Invalid, Problem
from engine.domain.revocation import KEEP, REVOKE, RevocationRule
from engine.notify.telling import Said, tell
from engine.store.commendation import get_cycle
from engine.store.events import append_event
from engine.store.models import Award, AwardCycle, AwardRevocation
from engine.store.revocations import get_award, get_revocation, told_of

Data = Mapping[str, Any]


def revocation_of(call: Call) -> tuple[AwardRevocation, Award]:
    revocation = get_revocation(call.act.session, call.data["award_revocation_id"])
    return revocation, get_award(call.act.session, revocation.award_id)


@action("begin_revocation", revocation_grounds="text")
def begin_revocation(call: Call) -> Data:
    """What the table of rules is asked by."""
    revocation, _ = revocation_of(call)
    return {"revocation_grounds": revocation.grounds}


@action("open_statement", statement_days="number", decide_days="number", statement_closes_at="text")
def open_statement(call: Call) -> Data:
    """Until when the awarded may state their side, by the rules (data `revocation_rule`); they are told."""
    act = call.act
    revocation, award = revocation_of(call)
    rule = RevocationRule.read(call.data["revocation_rule"])
    closes_at, _ = in_working_days(act.calendar, act.calendar.local_date(act.now), rule.statement_days)
    revocation.state_until = closes_at
    act.session.flush()
    due = messages.text("revocation.state_until", due=f"{act.calendar.local_date(closes_at):%Y-%m-%d}")
    _tell(call, revocation, award, "revocation_opened", due)
    return {
        "statement_days": rule.statement_days,
        "decide_days": rule.decide_days,
        "statement_closes_at": closes_at.isoformat(),
    }


@action("give_statement")
def give_statement(call: Call) -> Data:
    """陈述申辩, as the form's `text` says it."""
    revocation, _ = revocation_of(call)
    revocation.statement = str((call.submitted or {}).get("text") or "").strip()
    revocation.stated_by_id, revocation.stated_at = call.act.actor_id, call.act.now
    call.act.session.flush()
    return {}


@action("decide_revocation", revocation_outcome="text")
def decide_revocation(call: Call) -> Data:
    """By the form's `outcome` (`revoke`, `keep`) and `opinion`; refused before the awarded were heard."""
    act, form = call.act, call.submitted or {}
    revocation, _ = revocation_of(call)
    until = revocation.state_until
    if revocation.stated_at is None and (until is None or act.now < until):
        raise Invalid([Problem("revocation.not_heard", field="/outcome")])
    opinion = str(form.get("opinion") or "").strip()
    if not opinion:
        raise Invalid([Problem("revocation.opinion_missing", field="/opinion")])
    revocation.opinion, revocation.decided_by_id, revocation.decided_at = opinion, act.actor_id, act.now
    act.session.flush()
    outcome = REVOKE if form.get("outcome") == REVOKE else KEEP
    append_event(call.instance, "revocation.decided", act.origin, data={"outcome": outcome})
    return {"revocation_outcome": outcome}


@action("revoke_award")
def revoke_award(call: Call) -> Data:
    """The award stands no more; its place is not filled again. Refused without a decision."""
    act = call.act
    revocation, award = revocation_of(call)
    if revocation.decided_at is None or revocation.state != "open" or award.state != "stands":
        raise Conflict([Problem("revocation.not_decided")])
    revocation.state = "revoked"
    award.state, award.revoked_at, award.revocation_reason = "revoked", act.now, revocation.opinion
    award.revocation_instance_id = call.instance.id
    award.document_ids = [*award.document_ids, order_revocation(call, revocation, award)]
    act.session.flush()
    append_event(call.instance, "award.revoked", act.origin, name=award.number, data={"award": award.number})
    _tell(call, revocation, award, "award_revoked", revocation.opinion)
    return {}


@action("keep_award")
def keep_award(call: Call) -> Data:
    """不予撤销: the award stands as before."""
    revocation, award = revocation_of(call)
    if revocation.decided_at is None or revocation.state != "open":
        raise Conflict([Problem("revocation.not_decided")])
    revocation.state = "kept"
    call.act.session.flush()
    append_event(call.instance, "award.kept", call.act.origin, name=award.number, data={"award": award.number})
    _tell(call, revocation, award, "award_kept", revocation.opinion)
    return {}


@action("withdraw_revocation")
def withdraw_revocation(call: Call) -> Data:
    """撤回: nothing is decided and the award stands; everybody who was told of it is told why it ended."""
    act = call.act
    revocation, award = revocation_of(call)
    if revocation.decided_at is not None or revocation.state != "open":
        raise Conflict([Problem("revocation.over", {"number": revocation.number})])
    revocation.state, revocation.withdrawal_reason = "withdrawn", call.data["stop_reason"]
    revocation.withdrawn_by_id, revocation.withdrawn_at = act.actor_id, act.now
    act.session.flush()
    append_event(call.instance, "revocation.withdrawn", act.origin, name=award.number, data={"award": award.number})
    _tell(call, revocation, award, "revocation_withdrawn", revocation.withdrawal_reason)
    return {}


def _tell(call: Call, revocation: AwardRevocation, award: Award, kind: str, asked: str) -> None:
    """The awarded, the head of their unit, who runs the cycle, who asked for it, and whoever was told before."""
    act, cycle = call.act, get_cycle(call.act.session, award.cycle_id)
    facts = {
        "number": award.number,
        "title": cycle.title,
        "matter": awarded_name(act, award),
        "unit": unit_name(act, award),
        "asked": asked,
        "office": act.house.office_name,
    }
    people = _concerned(act, award, cycle, revocation)
    tell(act, people, Said(kind, f"{kind}.{revocation.id}", facts, call.instance.id))


def _concerned(act: Act, award: Award, cycle: AwardCycle, revocation: AwardRevocation) -> list[int]:
    people = [award.person_id, act.situation.head(award.unit_id), cycle.officer_id, revocation.raised_by_id]
    people += told_of(act.session, revocation) if revocation.state == "withdrawn" else []
    return [one for one in people if one is not None and act.situation.works_here(one)]
