"""Instances and what is stored of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import null, select, update
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import Instance, InstanceValue, Item, Matter, Subscription, Task, Timer
from engine.store.rows import HeldInstance
from engine.store.runtime import RECORD, lock_instance


def get_instance(session: Session, instance_id: int) -> Instance:
    instance = session.get(Instance, instance_id)
    if instance is None or instance.state == RECORD:
        raise NotFound
    return instance


def add_instance(
    session: Session,
    *,
    key: str,
    version: int,
    digest: str,
    business_key: str | None,
    now: datetime,
    variables: Mapping[str, Any],
    subject: Item | Matter | None,
    initiator_id: int | None,
) -> HeldInstance:
    """A new instance, held by this transaction; `subject` is the record that it carries through."""
    instance = Instance(
        key=key,
        version=version,
        digest=digest,
        business_key=business_key,
        state="running",
        initiator_id=initiator_id,
        variables=dict(variables),
        revision=0,
        event_count=0,
        last_hash="",
        started_at=now,
    )
    session.add(instance)
    session.flush()
    if subject is not None:
        subject.instance_id = instance.id
        session.flush()
    return lock_instance(session, instance.id)


def kept_variables(session: Session, instance_id: int) -> tuple[dict[str, Any], dict[str, str]]:
    """The variables of the last step: the short ones, and the keys of the long ones."""
    query = select(Instance.variables, Instance.variable_keys).where(Instance.id == instance_id)
    variables, keys = session.execute(query).one()
    return variables, keys or {}


def read_values(session: Session, instance_id: int, keys: Sequence[str]) -> dict[str, bytes]:
    """Long values of an instance by their keys."""
    query = select(InstanceValue.key, InstanceValue.body)
    rows = session.execute(query.where(InstanceValue.instance_id == instance_id, InstanceValue.key.in_(keys)))
    return {row.key: row.body for row in rows}


def show_data(session: Session, task_id: str, data: Mapping[str, Any]) -> None:
    """What an open task may see was corrected."""
    session.execute(update(Task).where(Task.id == task_id).values(data=dict(data), data_keys=null()))


def rename_elements(session: Session, instance_id: int, renames: Mapping[str, str], names: Mapping[str, str]) -> None:
    """Open tasks, pending timers and subscriptions are at the elements of another version from now on."""
    unfinished = Task.state.in_(("open", "planned", "signing"))
    for task in session.scalars(select(Task).where(Task.instance_id == instance_id, unfinished)):
        task.element_id = renames.get(task.element_id, task.element_id)
        task.name = names.get(task.element_id, task.name)
        task.version += 1
    waiting = Timer.state.in_(("pending", "set_aside"))
    for timer in session.scalars(select(Timer).where(Timer.instance_id == instance_id, waiting)):
        timer.element_id = renames.get(timer.element_id, timer.element_id)
    for one in session.scalars(select(Subscription).where(Subscription.instance_id == instance_id)):
        one.element_id = renames.get(one.element_id, one.element_id)
    session.flush()


def waiting_for(session: Session, kind: str, name: str, business_key: str | None = None) -> list[Subscription]:
    """Who waits for this message or signal, the longest waiting first; with a business key, only under that one."""
    query = select(Subscription).where(Subscription.kind == kind, Subscription.name == name)
    if business_key is not None:
        query = query.join(Instance, Instance.id == Subscription.instance_id)
        query = query.where(Instance.business_key == business_key)
    return list(session.scalars(query.order_by(Subscription.instance_id, Subscription.task_id)))


def messages_awaited(session: Session, instance_id: int) -> list[Subscription]:
    """The messages that an instance waits for."""
    query = select(Subscription).where(Subscription.instance_id == instance_id, Subscription.kind == "message")
    return list(session.scalars(query.order_by(Subscription.name)))


def waits_for(session: Session, instance_id: int, message: str) -> str | None:
    """The event of one instance that waits for this message; the longest waiting where there are several."""
    query = select(Subscription.task_id).where(Subscription.instance_id == instance_id, Subscription.name == message)
    return session.scalars(query.where(Subscription.kind == "message").order_by(Subscription.task_id).limit(1)).first()


def subscribed_tasks(session: Session, instance_id: int) -> list[str]:
    """The waiting events of an instance."""
    return list(session.scalars(select(Subscription.task_id).where(Subscription.instance_id == instance_id)))


def subject_of(session: Session, instance: HeldInstance) -> Item | Matter | None:
    """The business record that this instance carries through, if any."""
    if instance.item_id is not None:
        return session.get(Item, instance.item_id)
    return session.get(Matter, instance.matter_id) if instance.matter_id is not None else None


def behind_version(session: Session, key: str, version: int) -> list[int]:
    """The open instances of a process on another version than this one, in the order in which they are locked."""
    is_open = Instance.state.in_(("running", "incident", "suspended"))
    query = select(Instance.id).where(Instance.key == key, is_open, Instance.version != version)
    return list(session.scalars(query.order_by(Instance.id)))
