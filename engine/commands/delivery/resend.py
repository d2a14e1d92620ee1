"""Sending again what could not be delivered: with all its attempts before it, under the same name as before."""

from engine.act import Act
from engine.domain.errors import Conflict, NotFound, Problem
from engine.store.events import append_event
from engine.store.models import Item, OutboxCall, OutboxMail
from engine.store.outbox import lock_outgoing
from engine.store.runtime import lock_instance, runtime_of

DEAD = "dead"


def resend_mail(act: Act, mail_id: int, reason: str) -> OutboxMail:
    mail = act.session.get(OutboxMail, mail_id)
    if mail is None:
        raise NotFound
    item = act.session.get(Item, mail.item_id) if mail.item_id else None
    _record(act, item.instance_id if item else None, mail.message_id, reason)
    locked = lock_outgoing(act.session, OutboxMail, mail_id)
    _wake(act, locked, reason)
    return mail


def resend_call(act: Act, call_id: int, reason: str) -> OutboxCall:
    call = act.session.get(OutboxCall, call_id)
    if call is None:
        raise NotFound
    _record(act, call.instance_id, call.key, reason)
    locked = lock_outgoing(act.session, OutboxCall, call_id)
    _wake(act, locked, reason)
    return call


def _record(act: Act, instance_id: int | None, key: str, reason: str) -> None:
    """An act like any other: in the chain of the instance it belongs to. The instance is locked first, as always."""
    if instance_id is None:
        return
    instance = lock_instance(act.session, instance_id)
    data = {"key": key, "reason": reason}
    append_event(instance, "delivery.resent", act.origin, data=data)


def _wake(act: Act, row: OutboxMail | OutboxCall | None, reason: str) -> None:
    if row is None or row.state != DEAD:
        raise Conflict([Problem("delivery.not_dead")])
    row.state, row.attempts, row.next_attempt_at = "waiting", 0, act.now
    runtime_of(act.session).has_work = True
    row.resent_at, row.resent_by_id, row.resend_reason = act.now, act.actor_id, reason
