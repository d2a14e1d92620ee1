"""申报: a unit nominates itself or one of its people, or somebody themself where the category allows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.act import Act
from engine.commands.instances.advance import start_instance
from engine.domain import messages
from engine.domain.errors import Conflict, Invalid, NotAllowed, Problem
from engine.people.policy import may_nominate
from engine.store.commendation import categories_of, get_cycle, nominations_of
from engine.store.models import AwardCategory, AwardCycle, Nomination
from engine.store.numbers import next_number
from engine.store.panels import members_of
from engine.store.runtime import lock_instance

PROCESS = "commendation-nomination"
SPEAKERS = ("head", "liaison")
GONE = ("withdrawn",)
LONGEST = 8000


@dataclass(frozen=True)
class Nominee:
    """A unit (`person_id` None), or a person of the unit."""

    category_id: int
    unit_id: int
    deeds: str
    person_id: int | None = None


def nominate(act: Act, cycle_id: int, nominee: Nominee) -> Nomination:
    """By the head or liaison of the unit, or by the person themself; Conflict outside the window."""
    instance_id = get_cycle(act.session, cycle_id).instance_id
    lock_instance(act.session, instance_id or 0)
    cycle = get_cycle(act.session, cycle_id)
    category = next((one for one in categories_of(act.session, cycle_id) if one.id == nominee.category_id), None)
    if category is None:
        raise Invalid([Problem("commendation.category_unknown", field="/category_id")])
    is_self = nominee.person_id is not None and nominee.person_id == act.actor_id and category.self_allowed
    if not is_self and not may_nominate(act.actor_id or 0, _speakers(act, nominee.unit_id)):
        raise NotAllowed
    if cycle.state != "nominating" or act.now >= cycle.nominate_until:
        raise Conflict([Problem("commendation.window_closed")])
    problems = list(_problems(act, cycle, category, nominee))
    if problems:
        raise Invalid(problems)
    nomination = _nomination(act, cycle, nominee, by_self=is_self)
    instance = start_instance(act, PROCESS, business_key=nomination.number, variables={"nomination_id": nomination.id})
    nomination.instance_id = instance.id
    act.session.flush()
    return nomination


def _speakers(act: Act, unit_id: int) -> set[int]:
    """Who speaks for a unit: A and B of its head's and its liaison's posts."""
    posts = [post.id for kind in SPEAKERS if (post := act.situation.post_of(unit_id, kind)) is not None]
    found = {act.situation.holder(post, part) for post in posts for part in ("A", "B")}
    return {one for one in found if one is not None}


def _problems(act: Act, cycle: AwardCycle, category: AwardCategory, nominee: Nominee) -> Iterator[Problem]:
    situation, person_id = act.situation, nominee.person_id
    if not 1 <= len(nominee.deeds.strip()) <= LONGEST:
        yield Problem("commendation.deeds", {"most": LONGEST}, field="/deeds")
    if not any(unit.id == nominee.unit_id for unit in situation.units()):
        yield Problem("commendation.unit_unknown", field="/unit_id")
    if (category.subject == "person") != (person_id is not None):
        yield Problem(f"commendation.wants_{category.subject}", field="/person_id")
    elif person_id is not None:
        if not situation.works_here(person_id) or nominee.unit_id not in situation.units_of(person_id):
            yield Problem("commendation.person_not_of_unit", field="/person_id")
        if person_id in _panel(act, cycle):
            yield Problem("commendation.sits_on_panel", field="/person_id")
    others = [one for one in nominations_of(act.session, cycle.id) if one.state not in GONE]
    same = [one for one in others if one.person_id == person_id and (person_id or one.unit_id == nominee.unit_id)]
    if any(one.category_id == category.id for one in same):
        yield Problem("commendation.nominated_before", field="/person_id")
    elif same and person_id is not None:
        yield Problem("commendation.other_category", field="/person_id")


def _panel(act: Act, cycle: AwardCycle) -> set[int | None]:
    members = members_of(act.session, cycle.panel_id)
    situation = act.situation
    return {
        situation.holder(one.post_id) if one.post_id else situation.current_person(one.person_id) for one in members
    }


def _nomination(act: Act, cycle: AwardCycle, nominee: Nominee, *, by_self: bool) -> Nomination:
    posts = act.situation.posts_held(nominee.person_id) if nominee.person_id is not None else []
    held = sorted(post.id for post, part in posts if part == "A")
    number = messages.text("commendation.nomination_number", year=cycle.year, n=_next(act, cycle.year))
    nomination = Nomination(
        cycle_id=cycle.id,
        category_id=nominee.category_id,
        number=number,
        unit_id=nominee.unit_id,
        person_id=nominee.person_id,
        post_id=held[0] if held else None,
        is_head=any(post.kind in ("head", "leader") and part == "A" for post, part in posts),
        deeds=nominee.deeds.strip(),
        nominated_by_id=act.actor_id,
        by_self=by_self,
        state="checking",
        points=[],
        nominated_at=act.now,
    )
    act.session.add(nomination)
    act.session.flush()
    return nomination


def _next(act: Act, year: int) -> int:
    return next_number(act.session, "nomination", year)
