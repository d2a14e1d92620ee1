"""Calls of receivers, written to the outbox in the act's transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.act import Act
from engine.domain import messages
from engine.store.models import Item, Matter, OutboxCall
from engine.store.outbox import count_calls
from engine.store.rows import HeldInstance
from engine.store.runtime import runtime_of


@dataclass(frozen=True)
class Cause:
    """What a call comes from: an element of a locked instance, and the record that the instance carries."""

    instance: HeldInstance
    element_id: str
    subject: Item | Matter | None


def call_receiver(act: Act, cause: Cause, *, receiver: str, event: str, data: Mapping[str, Any]) -> None:
    """The key follows from instance, element and ordinal alone: the same cause has the same key."""
    instance, element_id = cause.instance, cause.element_id
    ordinal = count_calls(act.session, instance.id, element_id) + 1
    runtime_of(act.session).has_work = True
    act.session.add(
        OutboxCall(
            key=f"call.{instance.id}.{element_id}.{ordinal}",
            receiver=receiver,
            event=event,
            text=_sentence(act, cause, event),
            body={
                "event": event,
                "at": act.now.isoformat(),
                "instance": {"id": instance.id, "key": instance.key, "business_key": instance.business_key},
                "element_id": element_id,
                "subject": _subject(cause.subject),
                "data": dict(data),
            },
            instance_id=instance.id,
            element_id=element_id,
            created_at=act.now,
            state="waiting",
            next_attempt_at=act.now,
        )
    )
    act.session.flush()


def _subject(subject: Item | Matter | None) -> dict[str, Any] | None:
    if subject is None:
        return None
    return {"kind": _kind(subject), "id": subject.id, "number": subject.number, "title": subject.title}


def _kind(subject: Item | Matter) -> str:
    return "item" if isinstance(subject, Item) else "matter"


def _sentence(act: Act, cause: Cause, event: str) -> str:
    """What a group robot says."""
    subject, house = cause.subject, act.house
    about = f"{subject.number or ''} {subject.title}".strip() if subject else cause.instance.business_key or ""
    link = f"{house.base_url}/{_kind(subject)}s/{subject.id}" if subject else house.base_url
    return messages.text("delivery.robot_text", office=house.office_name, event=event, subject=about, link=link)
