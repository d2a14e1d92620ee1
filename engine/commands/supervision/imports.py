"""A plan or ledger is imported as a draft: proposed items that a person edits before anything starts."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.act import Act
from engine.documents import Draft, Passage, import_file
from engine.domain.errors import Conflict, NotAllowed, NotFound
from engine.people.policy import may_register
from engine.store.items import lock_import
from engine.store.models import ImportDraft


def import_plan(act: Act, roles: set[str], file_name: str, content: bytes) -> ImportDraft:
    """Read the file into a draft; Invalid says what is wrong with the file."""
    if not may_register(roles) or act.actor_id is None:
        raise NotAllowed
    read = import_file(file_name, content)
    draft = ImportDraft(
        file_name=file_name[:200],
        title=(read.title or "")[:300],
        uploaded_at=act.now,
        uploaded_by_id=act.actor_id,
        state="draft",
        context=[_passage(passage) for passage in read.context],
        rows=_rows(act, read),
    )
    act.session.add(draft)
    act.session.flush()
    return draft


def _passage(passage: Passage) -> dict[str, str]:
    title = passage.heading[-1] if passage.heading else passage.place
    return {"place": passage.place, "title": title, "text": passage.text}


def _rows(act: Act, read: Draft) -> list[dict[str, Any]]:
    by_name = {unit.name: unit.id for unit in act.situation.units()}
    return [
        {
            "ordinal": row.ordinal,
            "section": row.section,
            "place": row.place,
            "title": row.title,
            "text": row.text,
            "included": True,
            "lead_unit_id": by_name.get(row.lead_unit_name or ""),
            "co_unit_ids": [by_name[name] for name in row.co_unit_names if name in by_name],
            "due_working_days": row.due_working_days,
            "due_on": row.due_on.isoformat() if row.due_on else None,
            "cadence": row.cadence or "none",
        }
        for row in read.rows
    ]


def edit_import(act: Act, roles: set[str], draft_id: int, rows: Sequence[Mapping[str, Any]]) -> ImportDraft:
    """Keep what a person changed in the proposal."""
    draft = lock_import(act.session, draft_id)
    if draft is None or not may_register(roles):
        raise NotFound
    if draft.state != "draft":
        raise Conflict
    draft.rows = [dict(row) for row in rows]
    return draft
