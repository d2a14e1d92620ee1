"""Matters come in: registered by hand or from a confirmed import; their items are edited until they are dispatched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.act import Act
from engine.commands.instances.advance import start_instance
from engine.commands.tasks.complete import Completion, complete_task
from engine.domain.duplicates import fingerprint, matter_print
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.people.policy import may_register
from engine.store import Session
from engine.store.duplicates import add_bands, find_alike, same_matters
from engine.store.events import append_event
from engine.store.items import draft_items, drop_draft_items, lock_import
from engine.store.models import Item, ItemLink, Matter, Milestone
from engine.store.numbers import number_kind_of, numbered
from engine.store.rows import HeldTask
from engine.store.runtime import lock_instance
from engine.store.tasks import open_tasks

PROCESS = "supervision-matter"
REGISTER = "register"


@dataclass(frozen=True)
class Registration:
    """立项: what is known of a matter when it comes in. `urgency`: 特急、加急、平急、平件."""

    title: str
    source: str
    issuer: str
    urgency: str
    received_on: date
    reference: str = ""  # 来文文号
    duplicate_reason: str = ""  # why it is registered although one with this number is there
    special: bool = False  # 领导专门批示

    def as_form(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "source": self.source,
            "issuer": self.issuer,
            "urgency": self.urgency,
            "received_on": self.received_on.isoformat(),
            **({"special": True} if self.special else {}),
        }


def register_matter(
    act: Act, roles: set[str], registration: Registration, rows: Sequence[Mapping[str, Any]] = ()
) -> tuple[Matter, HeldTask | None]:
    """Start the matter's instance and complete its registration in one act; answers the open task that splits it."""
    if not may_register(roles) or act.actor_id is None:
        raise NotAllowed
    _require_new(act, registration)
    matter = _new_matter(act, registration)
    write_items(act, matter, rows)
    instance = start_instance(act, PROCESS, business_key=matter.number, subject=matter)
    for task in open_tasks(act.session, instance.id):
        if task.element_id == REGISTER:
            complete_task(act, roles, Completion(task.id, registration.as_form()))
    waiting = open_tasks(act.session, instance.id)
    return matter, waiting[0] if waiting else None


def _require_new(act: Act, registration: Registration) -> None:
    """Invalid where the same source and issuer gave a matter with this number before, unless a reason is given."""
    if registration.duplicate_reason.strip():
        return
    of = registration
    same = same_matters(act.session, of.reference.strip(), of.source, of.issuer, None)
    if same:
        named = {"number": same[0].number, "title": same[0].title, "reference": of.reference}
        raise Invalid([Problem("supervision.duplicate_matter", named, field="reference")])


def _new_matter(act: Act, registration: Registration) -> Matter:
    year = act.calendar.local_date(act.now).year
    number = numbered(act.session, number_kind_of(act.session, registration.source), year)
    if act.actor_id is None:
        raise NotAllowed
    matter = Matter(
        number=number,
        title=registration.title,
        source=registration.source,
        issuer=registration.issuer,
        urgency=registration.urgency,
        received_on=registration.received_on,
        state="registered",
        officer_id=act.actor_id,
        special=registration.special,
        registered_at=act.now,
        reference=registration.reference.strip(),
        fingerprint=matter_print(registration.source, registration.issuer, registration.title),
    )
    act.session.add(matter)
    act.session.flush()
    return matter


def write_items(act: Act, matter: Matter, rows: Sequence[Mapping[str, Any]]) -> None:
    """Replace the drafts of a matter by the rows that are included; ordinals follow their order."""
    included = [row for row in rows if row.get("included", True)]
    known = {unit.id for unit in act.situation.units()}
    problems = [
        Problem("supervision.unit_missing", {"ordinal": ordinal}, field=f"/rows/{ordinal - 1}/lead_unit_id")
        for ordinal, row in enumerate(included, 1)
        if row.get("lead_unit_id") is not None and row["lead_unit_id"] not in known
    ]
    if problems:
        raise Invalid(problems)
    drop_draft_items(act.session, matter.id)
    for ordinal, row in enumerate(included, 1):
        write_item(act, matter, ordinal, row)


def write_item(act: Act, matter: Matter, ordinal: int, row: Mapping[str, Any]) -> Item:
    """A drafted item with its milestones and the sketch of its text."""
    due_on = row.get("due_on")
    text = row.get("text") or row["title"]
    item = Item(
        matter_id=matter.id,
        ordinal=ordinal,
        section=row.get("section") or "",
        place=row.get("place") or "",
        title=row["title"],
        text=text,
        lead_unit_id=row.get("lead_unit_id"),
        co_unit_ids=list(row.get("co_unit_ids") or []),
        due_working_days=row.get("due_working_days"),
        due_on=date.fromisoformat(due_on) if isinstance(due_on, str) else due_on,
        cadence=row.get("cadence") or "none",
        special=bool(row.get("special")),
        evidence=list(row.get("evidence") or []),
        state="draft",
        step="none",
        progress=0,
        times_urged=0,
        closed_late=False,
        times_extended=0,
        days_extended=0,
        times_rejected=0,
        times_reopened=0,
        fingerprint=fingerprint(text),
    )
    act.session.add(item)
    act.session.flush()
    write_milestones(act.session, item.id, row.get("milestones") or ())
    add_bands(act.session, item.id, text)
    _keep_decision(act, item, row)
    return item


def _keep_decision(act: Act, item: Item, row: Mapping[str, Any]) -> None:
    """What a person decided of a draft that asks what another item asks already."""
    reason = (row.get("distinct_reason") or "").strip()
    if row.get("same_as_id") is not None:
        _link(act, item, row["same_as_id"], "same", reason)
    elif reason:
        for one in find_alike(act.session, [item.text], beside_matter=item.matter_id):
            _link(act, item, one.item.id, "distinct", reason)
    act.session.flush()


def _link(act: Act, item: Item, other_id: int, kind: str, reason: str) -> None:
    other = act.session.get(Item, other_id)
    if other is None or other.state in ("draft", "closed") or other.matter_id == item.matter_id:
        raise Invalid([Problem("supervision.same_as_unknown", {"ordinal": item.ordinal}, field="/rows")])
    act.session.add(ItemLink(from_id=item.id, to_id=other_id, kind=kind, reason=reason[:500], at=act.now))


def write_milestones(session: Session, item_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add these milestones: `title`, `due_on` and `percent` of each."""
    session.add_all(
        Milestone(
            item_id=item_id,
            title=row["title"],
            due_on=date.fromisoformat(row["due_on"]) if isinstance(row["due_on"], str) else row["due_on"],
            percent=row["percent"],
        )
        for row in rows
    )
    session.flush()


def edit_items(act: Act, roles: set[str], matter_id: int, rows: Sequence[Mapping[str, Any]]) -> Matter:
    """Change the drafted items of a matter that is not dispatched yet."""
    if not may_register(roles):
        raise NotAllowed
    matter = act.session.get(Matter, matter_id)
    if matter is None:
        raise NotFound
    if matter.state != "registered" or matter.instance_id is None:
        raise Conflict
    instance = lock_instance(act.session, matter.instance_id)
    before = _drafted(act, matter)
    write_items(act, matter, rows)
    after = _drafted(act, matter)
    append_event(instance, "items.edited", act.origin, name=matter.number, before=before, after=after)
    return matter


def _drafted(act: Act, matter: Matter) -> dict[str, Any]:
    """The drafts as the record tells them."""
    return {
        "items": [
            {
                "ordinal": item.ordinal,
                "title": item.title,
                "text": item.text,
                "lead_unit_id": item.lead_unit_id,
                "co_unit_ids": item.co_unit_ids,
                "due_working_days": item.due_working_days,
                "due_on": item.due_on.isoformat() if item.due_on else None,
                "cadence": item.cadence,
                "special": item.special,
                "evidence": item.evidence,
            }
            for item in draft_items(act.session, matter.id)
        ]
    }


def confirm_import(
    act: Act, roles: set[str], draft_id: int, registration: Registration
) -> tuple[Matter, HeldTask | None]:
    """A person confirms an import: it becomes a matter with drafted items, once."""
    draft = lock_import(act.session, draft_id)
    if draft is None or not may_register(roles):
        raise NotFound
    if draft.state != "draft":
        raise Conflict
    if not any(row.get("included", True) for row in draft.rows):
        raise Invalid([Problem("supervision.no_items", field="rows")])
    matter, task = register_matter(act, roles, registration, draft.rows)
    draft.state, draft.matter_id = "confirmed", matter.id
    return matter, task
