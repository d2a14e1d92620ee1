"""Instances and their state, locked before they are changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import Instance, InstanceState, Item, Matter, Subscription


def lock_instance(session: Session, instance_id: int) -> Instance:
    """The instance, locked until the transaction ends; the lock comes before every other."""
    query = (
        select(Instance).where(Instance.id == instance_id).with_for_update().execution_options(populate_existing=True)
    )
    instance = session.scalars(query).first()
    if instance is None:
        raise NotFound
    return instance


def get_instance(session: Session, instance_id: int) -> Instance:
    instance = session.get(Instance, instance_id)
    if instance is None:
        raise NotFound
    return instance


def add_instance(
    session: Session, *, key: str, version: int, digest: str, business_key: str | None, now: datetime
) -> Instance:
    instance = Instance(
        key=key,
        version=version,
        digest=digest,
        business_key=business_key,
        state="running",
        variables={},
        active=[],
        revision=0,
        event_count=0,
        last_hash="",
        started_at=now,
    )
    session.add(instance)
    session.flush()
    return instance


def read_parts(session: Session, instance_id: int) -> dict[str, bytes]:
    query = select(InstanceState.part, InstanceState.body).where(InstanceState.instance_id == instance_id)
    return dict(session.execute(query).all())


def write_parts(session: Session, instance_id: int, parts: Mapping[str, bytes | None]) -> None:
    """Replace the parts that changed; None removes one."""
    before = read_parts(session, instance_id)
    for part, body in parts.items():
        row = session.get(InstanceState, (instance_id, part)) if part in before else None
        if body is None:
            if row is not None:
                session.delete(row)
        elif row is None:
            session.add(InstanceState(instance_id=instance_id, part=part, body=body))
        elif row.body != body:
            row.body = body


def replace_subscriptions(session: Session, instance_id: int, rows: list[dict[str, Any]]) -> None:
    session.execute(delete(Subscription).where(Subscription.instance_id == instance_id))
    session.add_all(Subscription(instance_id=instance_id, **row) for row in rows)


def waiting_for(session: Session, kind: str, name: str) -> list[Subscription]:
    """Who waits for this message or signal, the longest waiting first."""
    query = select(Subscription).where(Subscription.kind == kind, Subscription.name == name)
    return list(session.scalars(query.order_by(Subscription.instance_id, Subscription.task_id)))


def subject_of(session: Session, instance_id: int) -> Item | Matter | None:
    """The business record that this instance carries through, if any."""
    item = session.scalars(select(Item).where(Item.instance_id == instance_id)).first()
    return item or session.scalars(select(Matter).where(Matter.instance_id == instance_id)).first()
