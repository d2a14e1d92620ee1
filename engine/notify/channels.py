"""Groups and programs outside that an administrator entered: told once a cause, not once a person."""

from collections.abc import Mapping

from engine.act import Act
from engine.notify.texts import filled
from engine.store.models import Channel, Item, OutboxCall
from engine.store.runtime import runtime_of
from engine.store.telling import all_channels


def tell_channels(
    act: Act,
    kind: str,
    cause: str,
    item: Item | None,
    instance_id: int | None,
    subject: str,
    text: str,
    facts: Mapping[str, str],
) -> None:
    """The key follows from the channel and the cause alone. What belongs to no instance stays in the house."""
    if instance_id is None:
        return
    link = f"{act.house.base_url}/items/{item.id}" if item else f"{act.house.base_url}/tasks"
    said = filled(text, {**facts, "name": "", "subject": subject, "link": link})
    for channel in all_channels(act.session):
        if not _is_for(channel, kind, item):
            continue
        runtime_of(act.session).has_work = True
        act.session.add(
            OutboxCall(
                key=f"channel.{channel.id}.{cause}",
                receiver=channel.name,
                event=kind,
                text=said,
                body={
                    "event": kind,
                    "at": act.now.isoformat(),
                    "instance": {"id": instance_id},
                    "subject": _subject(item),
                    "text": subject,
                    "link": link,
                    "data": {name: value for name, value in facts.items() if value},
                },
                instance_id=instance_id,
                element_id=f"told.{kind}",
                item_id=item.id if item else None,
                channel_id=channel.id,
                created_at=act.now,
                state="waiting",
                next_attempt_at=act.now,
            )
        )


def _is_for(channel: Channel, kind: str, item: Item | None) -> bool:
    """A unit's group hears of the unit's items, as lead or co-organiser; the office's of all."""
    if not channel.is_on or kind not in channel.events:
        return False
    if channel.unit_id is None:
        return True
    return item is not None and channel.unit_id in (item.lead_unit_id, *item.co_unit_ids)


def _subject(item: Item | None) -> dict[str, object] | None:
    return None if item is None else {"kind": "item", "id": item.id, "number": item.number, "title": item.title}
