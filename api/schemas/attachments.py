"""Attachments as the pages of tasks and items show them."""

from datetime import datetime

from api.schemas.common import Coded, Named, Shape, coded, named
from engine.store.models import Attachment


class AttachmentShape(Shape):
    """`kind` is what the content was found to be, `size` is in bytes, `sha256` in hexadecimal digits."""

    id: int
    name: str
    kind: Coded
    size: int
    sha256: str
    task_id: str | None
    item_id: int | None
    added_at: datetime
    added_by: Named | None
    removable: bool


class Attachments(Shape):
    """`addable`: the work is not done, so that files may be added; `megabytes` is how large one may be."""

    items: list[AttachmentShape]
    addable: bool
    megabytes: int
    extensions: list[str]


def attachment_shape(attachment: Attachment, *, removable: bool) -> AttachmentShape:
    return AttachmentShape(
        id=attachment.id,
        name=attachment.name,
        kind=coded("attachment", attachment.kind),
        size=attachment.size,
        sha256=attachment.sha256,
        task_id=attachment.task_id,
        item_id=attachment.item_id,
        added_at=attachment.added_at,
        added_by=named(attachment.added_by),
        removable=removable,
    )
