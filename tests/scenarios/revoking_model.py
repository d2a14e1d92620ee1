"""What must come of planned revocations after a cycle of awards, by the rules as the README of the family tells them.

It knows nothing of the product: it counts working days, keeps the procedures apart and lists papers by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.scenarios.commending_model import Nominee, is_working

STATEMENT_DAYS, ELSE_STATEMENT_DAYS, DECIDE_DAYS = {"procedure": 3}, 5, 5
OFFICE = "shenmo"  # who asks for it and ran the cycle
ISSUED = ("award_decision", "certificate")


@dataclass(frozen=True)
class Revocation:
    """What everybody will do about one award; days are working days.

    `starts`: after the cycle's decision. `states`: after the start, None for nobody; `by_head`: who speaks. `decides`:
    after it could be decided, at least 1 where nobody spoke. `withdraws`: after the start, before anybody has spoken.
    """

    nominee: int
    grounds: str
    starts: int
    outcome: str
    states: int | None = None
    by_head: bool = False
    decides: int = 1
    withdraws: int | None = None


@dataclass(frozen=True)
class RevocationPlan:
    """`heads` by unit. `leaving`: awarded persons who have left the office before the first procedure starts."""

    revocations: tuple[Revocation, ...]
    heads: Mapping[str, str]
    leaving: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Procedure:
    """How one went. `refused`: a start that is no start, and why; nothing else is known of it then."""

    nominee: int
    started: date
    refused: str = ""
    speakers: tuple[str, ...] = ()  # who may state their side
    state_until: date | None = None
    stated_by: str | None = None
    stated_on: date | None = None
    decide_due: date | None = None
    decided_on: date | None = None
    state: str = ""
    withdrawn_on: date | None = None
    told: tuple[str, ...] = ()

    @property
    def ended_on(self) -> date:
        return self.decided_on or self.withdrawn_on or self.started


@dataclass
class Ended:
    """`awards`: by nominee state and day of revocation, as the page without sign-in shows it; `papers` by nominee."""

    procedures: list[Procedure] = field(default_factory=list)
    awards: dict[int, tuple[str, date | None]] = field(default_factory=dict)
    papers: dict[int, tuple[str, ...]] = field(default_factory=dict)


def working_days_after(day: date, days: int) -> date:
    while days:
        day += timedelta(days=1)
        days -= is_working(day)
    return day


def statement_days(grounds: str) -> int:
    return STATEMENT_DAYS.get(grounds, ELSE_STATEMENT_DAYS)


def expected_revocations(
    plan: RevocationPlan, nominees: Sequence[Nominee], awarded: Iterable[int], decided: date
) -> Ended:
    """By the day on which the cycle was decided; whoever has a seat keeps it, and nobody gets one."""
    ended = Ended(awards=dict.fromkeys(awarded, ("stands", None)))
    for one in sorted(plan.revocations, key=lambda one: one.starts):
        started = working_days_after(decided, one.starts)
        refused = _refusal(ended, one.nominee, started)
        if refused:
            ended.procedures.append(Procedure(one.nominee, started, refused))
            continue
        found = _course(plan, nominees[one.nominee], one, started)
        ended.procedures.append(found)
        if found.state == "revoked":
            ended.awards[one.nominee] = ("revoked", found.decided_on)
    for key, (state, _) in ended.awards.items():
        ended.papers[key] = (*ISSUED, "revocation") if state == "revoked" else ISSUED
    return ended


def _refusal(ended: Ended, nominee: int, day: date) -> str:
    """One at a time, and only on an award that stands."""
    for earlier in ended.procedures:
        if earlier.nominee == nominee and not earlier.refused:
            if day <= earlier.ended_on:
                return "revocation.open"
            if earlier.state == "revoked":
                return "revocation.revoked"
    return ""


def _course(plan: RevocationPlan, nominee: Nominee, one: Revocation, started: date) -> Procedure:
    head, awarded = plan.heads[nominee.unit], nominee.who if nominee.who not in plan.leaving else None
    speakers = {head} | ({awarded} if awarded else set())
    until = working_days_after(started, statement_days(one.grounds))
    stated_on = None if one.states is None else working_days_after(started, one.states)
    if stated_on is not None:
        assert stated_on <= until, "the plan lets somebody speak too late"
    if one.withdraws is not None:
        return Procedure(
            nominee=one.nominee,
            started=started,
            speakers=tuple(sorted(speakers)),
            state_until=until,
            withdrawn_on=working_days_after(started, one.withdraws),
            state="withdrawn",
            told=tuple(sorted(speakers | {OFFICE})),
        )
    may_decide = stated_on or until
    return Procedure(
        nominee=one.nominee,
        started=started,
        speakers=tuple(sorted(speakers)),
        state_until=until,
        stated_by=None if stated_on is None else head if one.by_head or not awarded else awarded,
        stated_on=stated_on,
        decide_due=working_days_after(may_decide, DECIDE_DAYS),
        decided_on=working_days_after(may_decide, one.decides),
        state="revoked" if one.outcome == "revoke" else "kept",
        told=tuple(sorted(speakers | {OFFICE})),
    )
