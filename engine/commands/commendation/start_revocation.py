"""撤销: the party committee office has an award examined again, with the facts: load – allow – validate – advance."""

from collections.abc import Collection, Iterator

from engine.act import Act
from engine.commands.instances.advance import start_instance
from engine.domain import messages
from engine.domain.errors import Conflict, Invalid, NotAllowed, Problem
from engine.domain.revocation import GROUNDS
from engine.people.policy import may_run_commendation
from engine.store.commendation import get_cycle
from engine.store.models import AwardRevocation
from engine.store.numbers import next_number
from engine.store.revocations import get_award, revocations_of
from engine.store.runtime import lock_instance

PROCESS = "commendation-revocation"
LONGEST = 8000


def start_revocation(act: Act, roles: Collection[str], award_id: int, grounds: str, facts: str) -> AwardRevocation:
    """Conflict where the award does not stand, and while it is examined already; the cycle's lock makes it one."""
    award = get_award(act.session, award_id)
    if not may_run_commendation(roles) or act.actor_id is None:
        raise NotAllowed
    lock_instance(act.session, get_cycle(act.session, award.cycle_id).instance_id or 0)
    act.session.refresh(award)
    problems = list(_problems(grounds, facts))
    if problems:
        raise Invalid(problems)
    if award.state != "stands":
        raise Conflict([Problem("revocation.revoked", {"number": award.number})])
    if any(one.state == "open" for one in revocations_of(act.session, award_id)):
        raise Conflict([Problem("revocation.open", {"number": award.number})])
    year = act.calendar.local_date(act.now).year
    revocation = AwardRevocation(
        award_id=award_id,
        number=messages.text("revocation.number", year=year, n=next_number(act.session, "award_revocation", year)),
        grounds=grounds,
        facts=facts.strip(),
        raised_by_id=act.actor_id,
        raised_at=act.now,
        state="open",
    )
    act.session.add(revocation)
    act.session.flush()
    instance = start_instance(
        act, PROCESS, business_key=revocation.number, variables={"award_revocation_id": revocation.id}
    )
    revocation.instance_id = instance.id
    act.session.flush()
    return revocation


def _problems(grounds: str, facts: str) -> Iterator[Problem]:
    if grounds not in GROUNDS:
        yield Problem("revocation.grounds", field="/grounds")
    if not 1 <= len(facts.strip()) <= LONGEST:
        yield Problem("revocation.facts", {"most": LONGEST}, field="/facts")
