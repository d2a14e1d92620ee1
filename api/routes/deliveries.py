"""What leaves the house: mails and calls that wait, were sent or could not be; for administrators."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.edge import Reading, Visit, Writing
from api.schemas.common import Key, Named, Page, Shape, cursor_of, named
from api.scopes import needs
from engine.commands.delivery.resend import resend_call, resend_mail
from engine.domain.errors import NotAllowed
from engine.people.policy import may_operate
from engine.people.scopes import OPERATE, READ
from engine.queries.deliveries import count_by_state, list_outgoing
from engine.store.models import OutboxCall, OutboxMail, Person
from engine.store.people import people_by_id

router = APIRouter(prefix="/deliveries", tags=["deliveries"])
State = Literal["waiting", "sent", "kept", "dead", "gathered", "bundled"]
ROWS: dict[str, type[OutboxMail] | type[OutboxCall]] = {"mails": OutboxMail, "calls": OutboxCall}
SAME = (
    "id",
    "state",
    "attempts",
    "created_at",
    "next_attempt_at",
    "sent_at",
    "last_error",
    "resent_at",
    "resend_reason",
)


class ResendBody(BaseModel):
    reason: Annotated[str, Field(min_length=1, max_length=400, pattern=r"\S")]


class Delivery(Shape):
    """`key` is the Message-ID or the delivery key: the same however often it is sent."""

    id: int
    key: str
    subject: str
    to: str
    state: State
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    sent_at: datetime | None
    last_error: str | None
    resent_at: datetime | None
    resent_by: Named | None
    resend_reason: str | None


class DeliveryCounts(Shape):
    waiting: int = 0
    sent: int = 0
    kept: int = 0
    dead: int = 0
    gathered: int = 0
    bundled: int = 0


def _shape(row: OutboxMail | OutboxCall, people: dict[int, Person]) -> Delivery:
    if isinstance(row, OutboxMail):
        names = {"key": row.message_id, "subject": row.subject, "to": f"{row.recipient} <{row.address}>"}
    else:
        names = {"key": row.key, "subject": row.event, "to": row.receiver}
    return Delivery.model_validate(
        {
            **names,
            **{name: getattr(row, name) for name in SAME},
            "resent_by": named(people.get(row.resent_by_id or 0)),
        }
    )


def _require_operator(visit: Visit) -> None:
    if not may_operate(visit.roles):
        raise NotAllowed


def _shapes(visit: Visit, rows: list[OutboxMail] | list[OutboxCall]) -> list[Delivery]:
    people = people_by_id(visit.session, {row.resent_by_id for row in rows if row.resent_by_id})
    return [_shape(row, people) for row in rows]


@router.get("/{kind}")
@needs(READ)
def list_deliveries(
    visit: Reading, kind: Literal["mails", "calls"], state: State | None = None, cursor: str | None = None
) -> Page[Delivery]:
    """Newest first, of one state or of all."""
    _require_operator(visit)
    before = cursor_of(cursor)
    rows, following = (
        list_outgoing(visit.session, OutboxMail, state, before)
        if kind == "mails"
        else list_outgoing(visit.session, OutboxCall, state, before)
    )
    return Page[Delivery](items=_shapes(visit, rows), next=str(following) if following else None)


@router.get("/{kind}/summary")
@needs(READ)
def summary(visit: Reading, kind: Literal["mails", "calls"]) -> DeliveryCounts:
    """How many of each state."""
    _require_operator(visit)
    return DeliveryCounts(**count_by_state(visit.session, ROWS[kind]))


@router.post("/mails/{mail_id}/resend", response_model=Delivery)
@needs(OPERATE)
def resend_one_mail(visit: Writing, mail_id: Key, body: ResendBody) -> Response:
    """Send a mail again that could not be delivered, with the reason; its Message-ID stays."""
    _require_operator(visit)
    return visit.once(200, lambda: _shapes(visit, [resend_mail(visit.act, mail_id, body.reason)])[0])


@router.post("/calls/{call_id}/resend", response_model=Delivery)
@needs(OPERATE)
def resend_one_call(visit: Writing, call_id: Key, body: ResendBody) -> Response:
    """Make a call again that could not be delivered, with the reason; its key stays."""
    _require_operator(visit)
    return visit.once(200, lambda: _shapes(visit, [resend_call(visit.act, call_id, body.reason)])[0])
