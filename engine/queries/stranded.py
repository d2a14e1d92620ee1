"""Running instances that nobody will ever wake: there must be none; what is found is a fault of the product."""

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from engine.store.models import Instance, Subscription, Task, Timer


def find_stranded(session: Session) -> list[int]:
    """The ids of the running instances without an open task, a pending timer and an awaited message or signal.

    An instance that a fault has stopped is in the state `incident`: an operator is told, so it is not stranded.
    """
    return list(session.scalars(_stranded(select(Instance.id)).order_by(Instance.id)))


def count_stranded(session: Session) -> int:
    return session.scalar(_stranded(select(func.count(Instance.id)))) or 0


def _stranded(query: Select[tuple[int]]) -> Select[tuple[int]]:
    return query.where(Instance.state == "running", and_(*(~waiting for waiting in _ways_to_wake())))


def _ways_to_wake() -> tuple[ColumnElement[bool], ...]:
    return (
        exists().where(Task.instance_id == Instance.id, Task.state == "open"),
        exists().where(Timer.instance_id == Instance.id, Timer.state == "pending"),
        exists().where(Subscription.instance_id == Instance.id),
    )
