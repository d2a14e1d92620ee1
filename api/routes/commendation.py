"""总结表彰: cycles of awards, nominations, withdrawing and cancelling; votes, marks and decisions are tasks."""

from fastapi import APIRouter, Response

from api.edge import Reading, Writing
from api.schemas.commendation import (
    CategoryBody,
    CycleBody,
    CycleOpened,
    CyclePage,
    CycleShape,
    CycleState,
    Nominated,
    NominationShape,
    NominationState,
    NomineeBody,
    NomineeToMark,
    cycle_shape,
    cycle_summary,
    nomination_shape,
    nominee_to_mark,
)
from api.schemas.common import Key, Page, coded
from api.schemas.instances import ReasonBody
from api.scopes import needs
from engine.commands.commendation.cancel_cycle import cancel_cycle
from engine.commands.commendation.keep_unposted import keep_unposted
from engine.commands.commendation.nominate import Nominee, nominate
from engine.commands.commendation.open_cycle import Category, CyclePlan, open_cycle
from engine.commands.commendation.withdraw import withdraw_nomination
from engine.commands.reviews.open_year import Seat
from engine.domain.criteria import Criterion
from engine.people.policy import may_oversee, may_run_commendation
from engine.people.scopes import READ, REGISTER
from engine.queries.commendation import get_cycle_seen, get_nomination_seen, list_cycles, nominees_to_mark
from engine.queries.instances import takes_part

router = APIRouter(tags=["commendation"])


@router.get("/commendation/cycles")
@needs(READ)
def list_award_cycles(visit: Reading) -> CyclePage:
    """The cycles, newest first."""
    items = [cycle_summary(one) for one in list_cycles(visit.session)]
    return CyclePage(items=items, may_open=may_run_commendation(visit.roles))


@router.post("/commendation/cycles", status_code=201, response_model=CycleOpened)
@needs(REGISTER)
def open_award_cycle(visit: Writing, body: CycleBody) -> Response:
    """Open a cycle and announce it to every unit. The party committee office does it."""
    plan = CyclePlan(
        title=body.title,
        year=body.year,
        kind=body.kind,
        nominate_until=visit.act.calendar.due_instant(body.nominate_until),
        categories=[_category(one) for one in body.categories],
        seats=[Seat(one.post_id, one.person_id, one.is_chair) for one in body.seats],
        quorum=body.quorum,
        contact=body.contact,
        text=body.text,
        leader_post_id=body.leader_post_id,
    )

    def opened() -> CycleOpened:
        cycle = open_cycle(visit.act, visit.roles, plan)
        return CycleOpened(id=cycle.id, number=cycle.number)

    return visit.once(201, opened)


def _category(body: CategoryBody) -> Category:
    return Category(
        name=body.name,
        subject=body.subject,
        quota=body.quota,
        criteria=[Criterion(**one.model_dump()) for one in body.criteria],
        self_allowed=body.self_allowed,
        heads_percent=body.heads_percent,
    )


@router.get("/commendation/cycles/{cycle_id}")
@needs(READ)
def get_award_cycle(visit: Reading, cycle_id: Key) -> CycleShape:
    """The cycle, its categories, the nominations that one may see, notices and awards."""
    seen = get_cycle_seen(visit.act, visit.reader, cycle_id)
    return cycle_shape(visit.act, seen, may_run=may_run_commendation(visit.roles))


@router.post("/commendation/cycles/{cycle_id}/cancel", response_model=CycleState)
@needs(REGISTER)
def cancel_award_cycle(visit: Writing, cycle_id: Key, body: ReasonBody) -> Response:
    """End a cycle before its decision, with a reason; everybody in it is told. The party committee office does it."""

    def cancelled() -> CycleState:
        cycle = cancel_cycle(visit.act, visit.roles, cycle_id, body.reason)
        return CycleState(id=cycle.id, state=coded("cycle", cycle.state))

    return visit.once(200, cancelled)


@router.post("/commendation/cycles/{cycle_id}/nominations", status_code=201, response_model=Nominated)
@needs(REGISTER)
def nominate_for_award(visit: Writing, cycle_id: Key, body: NomineeBody) -> Response:
    """Nominate a unit or one of its people (head, liaison), or oneself where the category allows it."""

    def nominated() -> Nominated:
        nominee = Nominee(body.category_id, body.unit_id, body.deeds, body.person_id)
        nomination = nominate(visit.act, cycle_id, nominee)
        return Nominated(id=nomination.id, number=nomination.number, state=coded("nomination", nomination.state))

    return visit.once(201, nominated)


@router.get("/commendation/nominations/{nomination_id}")
@needs(READ)
def get_nomination(visit: Reading, nomination_id: Key) -> NominationShape:
    """A nomination: deeds, checks, opinions, the lines of the score, votes, the award."""
    seen = get_nomination_seen(visit.session, visit.reader, nomination_id)
    takes = takes_part(visit.session, visit.reader, seen.nomination.instance_id or 0)
    return nomination_shape(visit.act, seen, with_history=takes or may_oversee(visit.roles))


@router.post("/commendation/nominations/{nomination_id}/keep-unposted", response_model=NominationState)
@needs(REGISTER)
def keep_off_notices(visit: Writing, nomination_id: Key, body: ReasonBody) -> Response:
    """Keep what is secret off every notice and public page, with a reason, before the unit has voted."""

    def kept() -> NominationState:
        nomination = keep_unposted(visit.act, visit.roles, nomination_id, body.reason)
        return NominationState(id=nomination.id, state=coded("nomination", nomination.state))

    return visit.once(200, kept)


@router.post("/commendation/nominations/{nomination_id}/withdraw", response_model=NominationState)
@needs(REGISTER)
def withdraw(visit: Writing, nomination_id: Key, body: ReasonBody) -> Response:
    """Withdraw a nomination before the panel sits, with a reason."""

    def withdrawn() -> NominationState:
        nomination = withdraw_nomination(visit.act, visit.roles, nomination_id, body.reason)
        return NominationState(id=nomination.id, state=coded("nomination", nomination.state))

    return visit.once(200, withdrawn)


@router.get("/tasks/{task_id}/nominees")
@needs(READ)
def list_nominees_to_mark(visit: Reading, task_id: str) -> Page[NomineeToMark]:
    """The nominees of a panel member's marking task, by category; those of the member's own unit are not marked."""
    found = nominees_to_mark(visit.act, visit.reader, task_id)
    return Page[NomineeToMark](items=[nominee_to_mark(visit.act.situation, one) for one in found], next=None)
