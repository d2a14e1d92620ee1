"""Only under `duban serve --testing`: moving the clock and running everything that falls due, in order."""

import time
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from api.edge import Visit, Writing
from api.schemas.common import Shape
from api.scopes import needs
from engine.domain.errors import DubanError, NotAllowed
from engine.people.policy import may_operate
from engine.people.scopes import OPERATE
from engine.site import Site, set_testing_clock
from engine.store.forgetting import forget_everything
from engine.store.outbox import count_waiting
from engine.store.timers import next_due

router = APIRouter(prefix="/testing", tags=["testing"])
PATIENCE = 120.0
GRACE = 10.0
PAUSE = 0.005
LAST_MOMENT = datetime(2099, 12, 31, tzinfo=UTC)


class Move(BaseModel):
    advance_seconds: float | None = Field(default=None, ge=0, le=4e9)
    set: Annotated[AwareDatetime, Field(le=LAST_MOMENT)] | None = None


class Moment(Shape):
    now: datetime


class WorkerSilent(DubanError):
    """No worker took up what is due."""

    code = "error.busy"


@router.post("/clock")
@needs(OPERATE)
def move_clock(visit: Writing, body: Move) -> Moment:
    """Move to the target through every due moment on the way; the worker fires what is due at each."""
    _require_operator(visit)
    site = visit.site
    visit.session.rollback()
    target = body.set or min(site.clock.now() + timedelta(seconds=body.advance_seconds or 0), LAST_MOMENT)
    while True:
        due = _next_due(site)
        moment = min(target, due) if due else target
        with site.writing() as session:
            set_testing_clock(session, moment)
        _settle(site)
        if due is None or due > target:
            return Moment(now=site.clock.now())


def _require_operator(visit: Visit) -> None:
    if not may_operate(visit.roles):
        raise NotAllowed


def _next_due(site: Site) -> datetime | None:
    with site.reading() as session:
        return next_due(session)


def _settle(site: Site) -> None:
    """Ring, and wait until nothing is due and no mail waits.

    What is in the hands of a worker is waited for, too, but not for ever: it may have been killed, and its lease cannot
    run out while the clock stands still.
    """
    began = time.monotonic()
    if _is_quiet(site):
        return
    site.ring()
    while not _is_quiet(site, in_hand=time.monotonic() - began < GRACE):
        if time.monotonic() - began > PATIENCE:
            raise WorkerSilent
        time.sleep(PAUSE)


def _is_quiet(site: Site, *, in_hand: bool = True) -> bool:
    now = site.clock.now()
    with site.reading() as session:
        due = next_due(session)
        waiting = count_waiting(session, now, in_hand=in_hand)
    return (due is None or due > now) and not waiting


@router.post("/reset")
@needs(OPERATE)
def reset(visit: Writing) -> Moment:
    """Forget all instances and all definitions deployed since the start."""
    _require_operator(visit)
    forget_everything(visit.session)
    return Moment(now=visit.act.now)
