"""What timer start events are to start, and what of it failed; for administrators."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter

from api.edge import Reading, Visit, Writing
from api.schemas.common import Key, Page, Shape
from api.scopes import needs
from engine.commands.timers.start import take_up_start
from engine.domain.errors import NotAllowed
from engine.people.policy import may_operate
from engine.people.scopes import OPERATE, READ
from engine.store.models import ScheduledStart
from engine.store.scheduled_starts import list_starts

router = APIRouter(prefix="/scheduled-starts", tags=["scheduled-starts"])


class StartShape(Shape):
    """`left` is how many starts a cycle still has; null without end, 1 for a date or a duration."""

    id: int
    key: str
    version: int
    element_id: str
    due_at: datetime
    left: int | None
    state: Literal["pending", "set_aside"]
    attempts: int
    last_error: str | None


def _require_operator(visit: Visit) -> None:
    if not may_operate(visit.roles):
        raise NotAllowed


def _shape(start: ScheduledStart) -> StartShape:
    left = 1 if start.cycle is None else start.cycle["left"]
    same = ("id", "key", "version", "element_id", "due_at", "state", "attempts", "last_error")
    return StartShape(left=None if left < 0 else left, **{name: getattr(start, name) for name in same})


@router.get("")
@needs(READ)
def list_scheduled(visit: Reading) -> Page[StartShape]:
    """All of them, what is due first at the top."""
    _require_operator(visit)
    return Page[StartShape](items=[_shape(start) for start in list_starts(visit.session)])


@router.post("/{start_id}/retry")
@needs(OPERATE)
def retry(visit: Writing, start_id: Key) -> StartShape:
    """Let a start that was set aside be tried again."""
    _require_operator(visit)
    return _shape(take_up_start(visit.act, start_id))
