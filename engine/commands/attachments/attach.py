"""A person attaches a file to a task, an item or a nomination that is not done: load – allow – validate – record."""

from dataclasses import dataclass, replace
from typing import IO

from engine.act import Act
from engine.domain.errors import Invalid, NotFound, Problem
from engine.store.attachments import add_attachment, count_attachments, find_same, require_open
from engine.store.blobs import keep_blob
from engine.store.events import append_event
from engine.store.models import Attachment
from engine.store.runtime import lock_instance

MOST_ATTACHMENTS = 200  # of one instance


@dataclass(frozen=True)
class Place:
    """What a file is attached to: a task, an item as a whole, or with neither the nomination whose instance it is.

    Somebody has made sure that the actor sees it and takes part in it.
    """

    instance_id: int
    task_id: str | None
    item_id: int | None


@dataclass(frozen=True)
class Received:
    """A file as it came in; `name` is cleaned, `kind` was found in its content, `sha256` is hexadecimal."""

    file: IO[bytes]
    name: str
    kind: str
    size: int
    sha256: str

    def found_to_be(self, kind: str) -> "Received":
        return replace(self, kind=kind)


def attach(act: Act, place: Place, received: Received) -> Attachment:
    """The attachment; the one that is there where the same person attached the same under this name already."""
    if act.actor_id is None:
        raise NotFound
    instance = lock_instance(act.session, place.instance_id)
    at = (place.instance_id, place.task_id, place.item_id)
    element_id = require_open(act.session, *at)
    same = find_same(act.session, *at, received.name, received.sha256, act.actor_id)
    if same is not None:
        return same
    if count_attachments(act.session, instance.id) >= MOST_ATTACHMENTS:
        raise Invalid([Problem("attachments.too_many", {"limit": MOST_ATTACHMENTS}, field="name")])
    keep_blob(act.session, received.file, received.sha256, received.size)
    attachment = add_attachment(
        act.session,
        Attachment(
            instance_id=instance.id,
            task_id=place.task_id,
            item_id=place.item_id,
            name=received.name,
            kind=received.kind,
            size=received.size,
            sha256=received.sha256,
            added_at=act.now,
            added_by_id=act.actor_id,
        ),
    )
    data = told(attachment)
    append_event(instance, "attachment.added", act.origin, element_id=element_id, name=attachment.name, data=data)
    return attachment


def told(attachment: Attachment) -> dict[str, object]:
    """The attachment as the record tells of it; its hash makes the record cover its content."""
    return {
        "attachment": attachment.id,
        "task": attachment.task_id,
        "item": attachment.item_id,
        "kind": attachment.kind,
        "size": attachment.size,
        "sha256": attachment.sha256,
    }
