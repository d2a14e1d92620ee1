"""Answers that were given: whoever comes first under a key writes it down before acting, everybody else reads it."""

from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import delete, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.store.models import GivenAnswer, TakenDelivery

Answer = TypeVar("Answer", bound=GivenAnswer | TakenDelivery)
KEPT = timedelta(days=30)
BATCH = 500
UNANSWERED = 0  # seen by nobody: it is written over in the same transaction


def take_key(session: Session, mine: Answer) -> tuple[Answer, bool]:
    """The row of this key, and whether it is ours to fill.

    On PostgreSQL the insert waits for a transaction that is acting under the same key: if that one ends well, ours is
    refused and its answer is read; if it rolls back, the key is free and we act.
    """
    kind, key = type(mine), _key(mine)
    mine.status, mine.body = UNANSWERED, {}
    given = session.get(kind, key)
    if given is not None:
        return given, False
    try:
        with session.begin_nested():
            session.add(mine)
    except IntegrityError:
        return session.get_one(kind, key), False
    return mine, True


def _key(answer: GivenAnswer | TakenDelivery) -> tuple[object, ...]:
    if isinstance(answer, GivenAnswer):
        return answer.key, answer.person_id
    return answer.receiver, answer.delivery_id


def forget_answers(session: Session, now: datetime) -> None:
    """Those older than a month, at most a batch of each kind."""
    for kind, columns in (
        (GivenAnswer, (GivenAnswer.key, GivenAnswer.person_id)),
        (TakenDelivery, (TakenDelivery.receiver, TakenDelivery.delivery_id)),
    ):
        old = select(*columns).where(kind.at < now - KEPT).limit(BATCH)
        session.execute(delete(kind).where(tuple_(*columns).in_(old)))
