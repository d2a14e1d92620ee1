"""The party committee office opens a cycle of awards: categories, window, panel; it is announced at once."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.act import Act
from engine.commands.instances.advance import start_instance
from engine.commands.reviews.open_year import Seat, problems_of_seats, seat_panel
from engine.domain import messages
from engine.domain.commendation import KINDS, SUBJECTS, CycleRule
from engine.domain.criteria import Criterion, criteria_problems, stored_criteria
from engine.domain.errors import Invalid, NotAllowed, Problem
from engine.domain.panel import read_share
from engine.people.policy import may_run_commendation
from engine.store.commendation import CYCLE, categories_of, count_cycles
from engine.store.models import AwardCategory, AwardCycle
from engine.store.numbers import next_number

PROCESS = "commendation-cycle"
MOST_CATEGORIES, MOST_SEATS = 20, 200
LEAST_PERCENT, ALL_PERCENT = 0, 100


@dataclass(frozen=True)
class Category:
    """`subject` is unit or person; `heads_percent`: at most so many of the quota are heads, None: any number.

    `criteria`: what the panel marks by; none: the nominee as a whole.
    """

    name: str
    subject: str
    quota: int
    criteria: Sequence[Criterion] = ()
    self_allowed: bool = False
    heads_percent: int | None = None


@dataclass(frozen=True)
class CyclePlan:
    """`nominate_until` is the end of the window; `leader_post_id` the post that decides, None: the first leader's."""

    title: str
    year: int
    kind: str
    nominate_until: datetime
    categories: Sequence[Category]
    seats: Sequence[Seat]
    quorum: str
    contact: str
    text: str = ""
    leader_post_id: int | None = None


def open_cycle(act: Act, roles: Collection[str], plan: CyclePlan) -> AwardCycle:
    """Who opens it runs it. Invalid with everything that is wrong with the plan."""
    if not may_run_commendation(roles) or act.actor_id is None:
        raise NotAllowed
    leader_post_id = _leader_post(act, plan)
    problems = list(_problems(act, plan, leader_post_id))
    if problems:
        raise Invalid(problems)
    panel = seat_panel(act, plan.title[:120], plan.quorum, plan.seats)
    cycle = AwardCycle(
        number=messages.text(
            "commendation.number", year=plan.year, n=next_number(act.session, "award_cycle", plan.year)
        ),
        year=plan.year,
        title=plan.title.strip(),
        text=plan.text,
        contact=plan.contact.strip(),
        kind=plan.kind,
        panel_id=panel.id,
        officer_id=act.actor_id,
        leader_post_id=leader_post_id,
        state="nominating",
        nominate_until=plan.nominate_until,
        opened_at=act.now,
        rule={},
        secret=True,
    )
    act.session.add(cycle)
    act.session.flush()
    act.session.add_all(_category(cycle, position, one) for position, one in enumerate(plan.categories, 1))
    act.session.flush()
    instance = start_instance(act, PROCESS, business_key=cycle.number, variables={"cycle_id": cycle.id})
    cycle.instance_id = instance.id
    act.session.flush()
    _hold_to_rule(act, cycle)
    return cycle


def _hold_to_rule(act: Act, cycle: AwardCycle) -> None:
    """The diagram has asked its table by now: more than that allows is refused, and with it all of the above.

    A category that says nothing of heads gets the limit of the rule.
    """
    if not cycle.rule:
        return
    rule, categories = CycleRule(**cycle.rule), categories_of(act.session, cycle.id)
    problems = list(_over_the_rule(act, cycle, rule, categories))
    if problems:
        raise Invalid(problems)
    for one in categories:
        if one.subject == "person" and one.heads_percent is None and rule.heads_percent < ALL_PERCENT:
            one.heads_percent = rule.heads_percent
    act.session.flush()


def _over_the_rule(
    act: Act, cycle: AwardCycle, rule: CycleRule, categories: Sequence[AwardCategory]
) -> Iterator[Problem]:
    for subject, most in (("unit", rule.most_units), ("person", rule.most_persons)):
        mine = [one for one in categories if one.subject == subject]
        if most and sum(one.quota for one in mine) > most:
            code = f"commendation.most_{subject}s"
            yield Problem(code, {"most": most}, field=f"/categories/{categories.index(mine[-1])}/quota")
    for place, one in enumerate(categories):
        if one.heads_percent is not None and one.heads_percent > rule.heads_percent:
            told = {"most": rule.heads_percent}
            yield Problem("commendation.most_heads", told, field=f"/categories/{place}/heads_percent")
    if rule.most_a_year and count_cycles(act.session, cycle.year, cycle.kind) > rule.most_a_year:
        yield Problem("commendation.most_a_year", {"most": rule.most_a_year}, field="/year")


def _leader_post(act: Act, plan: CyclePlan) -> int | None:
    posts = sorted(post.id for post in act.situation.posts() if post.kind == "leader")
    if plan.leader_post_id is not None:
        return plan.leader_post_id if plan.leader_post_id in posts else None
    return posts[0] if posts else None


def _category(cycle: AwardCycle, position: int, one: Category) -> AwardCategory:
    return AwardCategory(
        cycle_id=cycle.id,
        position=position,
        code=str(position),
        name=one.name.strip(),
        subject=one.subject,
        quota=one.quota,
        criteria=stored_criteria(one.criteria),
        self_allowed=one.self_allowed and one.subject == "person",
        heads_percent=one.heads_percent,
    )


def _problems(act: Act, plan: CyclePlan, leader_post_id: int | None) -> Iterator[Problem]:
    for name in ("title", "contact"):
        if not getattr(plan, name).strip():
            yield Problem(f"commendation.{name}_missing", field=f"/{name}")
    if plan.kind not in KINDS:
        yield Problem("commendation.kind", field="/kind")
    if plan.nominate_until <= act.now:
        yield Problem("commendation.window_past", field="/nominate_until")
    if read_share(plan.quorum) is None:
        yield Problem("reviews.quorum_share", field="/quorum")
    if leader_post_id is None:
        yield Problem("commendation.leader_unknown", field="/leader_post_id")
    yield from problems_of_seats(act, plan.seats, CYCLE)
    if not 1 <= len(plan.categories) <= MOST_CATEGORIES:
        yield Problem("commendation.category_count", {"most": MOST_CATEGORIES}, field="/categories")
    if len({one.name.strip() for one in plan.categories}) < len(plan.categories):
        yield Problem("commendation.category_twice", field="/categories")
    for place, one in enumerate(plan.categories):
        yield from _problems_of_category(one, f"/categories/{place}")


def _problems_of_category(one: Category, place: str) -> Iterator[Problem]:
    if not one.name.strip():
        yield Problem("commendation.category_name", field=f"{place}/name")
    if one.subject not in SUBJECTS:
        yield Problem("commendation.subject", field=f"{place}/subject")
    if not 1 <= one.quota <= MOST_SEATS:
        yield Problem("commendation.quota", {"most": MOST_SEATS}, field=f"{place}/quota")
    if one.heads_percent is not None and not LEAST_PERCENT <= one.heads_percent <= ALL_PERCENT:
        yield Problem("commendation.percent", field=f"{place}/heads_percent")
    yield from criteria_problems(one.criteria, f"{place}/criteria")
