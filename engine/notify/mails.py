"""Mails about an item: rendered from the catalogue and one layout, written to the outbox in the act's transaction."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from engine.act import Act
from engine.domain import messages
from engine.domain.clock import OFFICE_ZONE
from engine.notify.roles import people_told
from engine.store.models import Item, Matter, OutboxMail, Person
from engine.store.people import people_by_id
from engine.store.runtime import runtime_of

PROCESS = "supervision-item"  # whose absence from it an item's mails heed
TEMPLATES = Path(__file__).resolve().parent / "templates"


def mail_item(
    act: Act, item: Item, kind: str, ordinal: int, roles: Iterable[str], details: Mapping[str, Any] | None = None
) -> None:
    """Tell each person behind the roles; the Message-ID follows from item, kind, ordinal and person alone."""
    people = people_by_id(act.session, told := people_told(act.situation, item, PROCESS, roles))
    for person in (people[person_id] for person_id in told):
        facts = _facts(act, item, person, details or {})
        subject = " ".join(messages.text(f"mail.{kind}_subject", **facts).split())  # one line, whatever a title holds
        lead = messages.text(f"mail.{kind}", **facts)
        body = {
            "subject": subject,
            "lead": lead,
            "rows": _rows(facts),
            "link": facts["link"],
            "office": facts["office"],
        }
        runtime_of(act.session).has_work = True
        act.session.add(
            OutboxMail(
                message_id=f"<{kind}.{item.id}.{ordinal}.{person.username}@duban>",
                person_id=person.id,
                item_id=item.id,
                kind=kind,
                address=person.email,
                recipient=person.name,
                subject=subject,
                text=template("mail.txt.j2").render(body),
                html=css_inline.inline(template("mail.html.j2").render(body)),
                created_at=act.now,
                state="waiting",
                next_attempt_at=act.now,
            )
        )


def _facts(act: Act, item: Item, person: Person, details: Mapping[str, Any]) -> dict[str, Any]:
    unit = act.situation.find_unit(item.lead_unit_id)
    matter = act.session.get(Matter, item.matter_id)
    late = act.calendar.days_late(act.now, item.due_at) if item.due_at else 0
    return {
        "name": person.name,
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
        "link": f"{act.house.base_url}/items/{item.id}",
        "office": act.house.office_name,
        **details,
    }


def _rows(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The facts a reader needs, in a fixed order, empty ones left out."""
    keys = ("document", "number", "title", "matter", "unit", "due", "late", "asked", "answer_due", "rectify_due")
    return [(messages.text(f"mail.label_{key}"), str(facts[key])) for key in keys if facts.get(key)]


def office_time(instant: Any) -> str:
    """An instant as an office writes it: 2026年11月23日 17:30."""
    local = instant.astimezone(OFFICE_ZONE)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


@cache
def template(name: str) -> Any:
    """A layout of mails, by its file name."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=name.endswith(".html.j2"), undefined=StrictUndefined
    )
    return environment.get_template(name)
