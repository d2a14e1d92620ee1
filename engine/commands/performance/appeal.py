"""申诉: whose line it is says why it is wrong: load – allow – validate – advance – record."""

from engine.act import Act
from engine.actions.points_table import KEY
from engine.commands.instances.advance import start_instance
from engine.domain import messages
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.people.policy import may_appeal
from engine.store.models import PerformanceAppeal
from engine.store.performance import COUNTING, appeals_about, get_entry

LONGEST = 2000


def raise_appeal(act: Act, entry_id: int, text: str) -> PerformanceAppeal:
    """NotFound where it is not theirs to see; Conflict while one is open, or where the line was cancelled."""
    entry = get_entry(act.session, entry_id)
    if act.actor_id is None:
        raise NotAllowed
    if not may_appeal(act.actor_id, entry.person_id, entry.unit_id, act.situation.units_headed(act.actor_id)):
        raise NotFound
    if not text.strip() or len(text) > LONGEST:
        raise Invalid([Problem("performance.appeal_text", {"most": LONGEST}, field="/text")])
    if entry.state not in COUNTING:
        raise Conflict([Problem("performance.line_cancelled")])
    if any(one.outcome is None for one in appeals_about(act.session, [entry.id])):
        raise Conflict([Problem("performance.appeal_under_way")])
    appeal = PerformanceAppeal(
        entry_id=entry.id, person_id=act.actor_id, text=text.strip(), raised_at=act.now, answer=""
    )
    act.session.add(appeal)
    act.session.flush()
    number = messages.text("performance.appeal_number", year=entry.year, number=appeal.id)
    appeal.instance_id = start_instance(act, KEY, business_key=number, variables={"appeal_id": appeal.id}).id
    act.session.flush()
    return appeal
