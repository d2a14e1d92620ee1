"""What people are told about an item: who stands behind the roles, and the facts that a text may name."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from engine.act import Act
from engine.domain import messages
from engine.domain.clock import OFFICE_ZONE
from engine.domain.ladder import CHANNELS
from engine.notify.roles import people_told
from engine.notify.telling import Said, tell
from engine.store.models import Item, Matter
from engine.store.runtime import runtime_of

PROCESS = "supervision-item"  # whose absence from it an item's mails heed


def mail_item(
    act: Act,
    item: Item,
    kind: str,
    ordinal: int,
    roles: Iterable[str],
    details: Mapping[str, Any] | None = None,
    channels: Collection[str] = CHANNELS,
) -> None:
    """Tell each person behind the roles; the cause follows from item, kind and ordinal alone.

    `channels` (mail, in_app, robot) bounds the ways; in the product everybody is told whatever it says.
    """
    facts = {**facts_of_item(act, item), **{name: str(value) for name, value in (details or {}).items()}}
    held = runtime_of(act.session).instances.get(item.instance_id or 0)
    hidden = held is not None and held.confidential
    cause = f"{kind}.{item.id}.{ordinal}"
    said = Said(kind, cause, facts, item.instance_id, item, confidential=hidden, channels=channels)
    tell(act, people_told(act.situation, item, PROCESS, roles), said)


def facts_of_item(act: Act, item: Item) -> dict[str, str]:
    """Everything an item's texts may name but the reader's name; what does not apply is empty."""
    unit = act.situation.find_unit(item.lead_unit_id)
    matter = act.session.get(Matter, item.matter_id)
    late = act.calendar.days_late(act.now, item.due_at) if item.due_at else 0
    return {
        "number": item.number or "",
        "title": item.title,
        "matter": matter.title if matter else "",
        "unit": unit.name if unit else "",
        "due": office_time(item.due_at) if item.due_at else messages.text("mail.no_due"),
        "late": messages.text("mail.late", days=late) if late else "",
        "asked": "",
        "answer_due": "",
        "rectify_due": "",
        "document": "",
        "office": act.house.office_name,
    }


def office_time(instant: Any) -> str:
    """An instant as an office writes it: 2026年11月23日 17:30."""
    local = instant.astimezone(OFFICE_ZONE)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
