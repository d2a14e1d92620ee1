"""What official documents say of an item: its people, units and dates at the moment of the act, as texts."""

from datetime import datetime
from typing import Any

from engine.actions.registry import Call
from engine.domain import messages
from engine.notify.mails import office_time
from engine.store.models import Item, Matter
from engine.typesetting import Field, names, says

PRESSING = ("特急", "加急")  # 平急 and 平件 are not printed at the head


def about(call: Call) -> tuple[tuple[Field, ...], ...]:
    """The rows that every form begins with."""
    item, matter = call.item, matter_of(call)
    return (
        (says(label(call, "item"), item.number or ""), says(label(call, "urgency"), matter.urgency)),
        (says(label(call, "title"), item.title),),
        (says(label(call, "matter"), f"{matter.title}（{matter.number}）"),),
        (says(label(call, "source"), matter.source), says(label(call, "issuer"), matter.issuer)),
        (says(label(call, "unit"), unit_of(call)), says(label(call, "people"), people_of(call))),
        unless_empty(names(label(call, "co_units"), co_units_of(call))),
    )


def facts_of(call: Call) -> dict[str, str]:
    """What the sentences name."""
    item = call.item
    days = call.act.calendar.days_late(call.act.now, item.due_at) if item.due_at else 0
    return {
        "title": item.title,
        "item": item.number or "",
        "matter": matter_of(call).title,
        "due": due_of(item),
        "late": said(call, "supervise_late", days=days) if days > 0 else "",
    }


def matter_of(call: Call) -> Matter:
    return call.act.session.get_one(Matter, call.item.matter_id)


def urgency_of(call: Call) -> str:
    urgency = matter_of(call).urgency
    return urgency if urgency in PRESSING else ""


def unit_of(call: Call) -> str:
    unit = call.act.situation.find_unit(call.item.lead_unit_id)
    return unit.name if unit else ""


def co_units_of(call: Call) -> list[str]:
    found = (call.act.situation.find_unit(unit_id) for unit_id in call.item.co_unit_ids)
    return [unit.name for unit in found if unit is not None]


def people_of(call: Call) -> str:
    situation, post = call.act.situation, call.item.handler_post_id
    a, b = name_of(call, situation.holder(post)), name_of(call, situation.holder(post, "B"))
    return said(call, "a_and_b", a=a, b=b) if a and b else a or b


def leader_of(call: Call) -> str:
    return name_of(call, call.act.situation.holder(call.item.leader_post_id))


def name_of(call: Call, person_id: int | None) -> str:
    return call.act.situation.name_of(person_id)


def due_of(item: Item) -> str:
    return office_time(item.due_at) if item.due_at else messages.text("mail.no_due")


def due_with_rule(call: Call) -> str:
    item = call.item
    rule = item.due_rule or {"kind": "none"}
    if item.due_at is None:
        return due_of(item)
    ruled = messages.text(f"words.due_{rule['kind']}", days=rule.get("days", 0))
    return said(call, "due_ruled", due=due_of(item), rule=ruled)


def asked_until(call: Call, with_date: str, without: str, answer_due: datetime | None) -> str:
    return said(call, with_date, answer_due=office_time(answer_due)) if answer_due else said(call, without)


def sentence(text: str) -> str:
    """Ends as a sentence, whatever a designer or a person wrote."""
    text = text.strip()
    return text if not text or text[-1] in "。！？.!?" else f"{text}。"


def day_of(call: Call) -> str:
    """The day of the act, as documents write it."""
    local = call.act.calendar.local_date(call.act.now)
    return said(call, "day", year=local.year, month=local.month, day=local.day)


def said(call: Call, name: str, /, **parameters: Any) -> str:
    """A sentence as the office words it."""
    return call.act.house.wording.text(name, **parameters)


def label(call: Call, name: str) -> str:
    return said(call, f"label_{name}")


def unless_empty(*fields: Field) -> tuple[Field, ...]:
    """The fields that say something; a row without any is left out."""
    return tuple(field for field in fields if any(field.says))
