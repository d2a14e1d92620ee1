"""What people did to a task and may do with it, as its page shows it."""

from datetime import datetime
from typing import Any, Literal

from api.schemas.common import Named, Shape, person_named
from engine.queries.inbox import TaskRow
from engine.queries.task_sheet import Sheet
from engine.store.models import Event, Task, TaskCopy, TaskUrge
from engine.store.rows import HeldTask

Verb = Literal[
    "complete",
    "claim",
    "release",
    "transfer",
    "delegate",
    "hand_back",
    "add_signers",
    "sign",
    "return",
    "withdraw",
    "copy",
    "read",
    "save_draft",
    "comment",
    "urge",
    "answer_urge",
]


class DraftShape(Shape):
    variables: dict[str, Any]
    comment: str | None
    saved_at: datetime


class CopyShape(Shape):
    person: Named
    sent_at: datetime
    note: str
    read_at: datetime | None


class UrgeShape(Shape):
    by: Named
    at: datetime
    text: str
    answered_by: Named | None
    answered_at: datetime | None
    answer: str | None


class SignerShape(Shape):
    """A signer's task; `agree` and `text` once they have signed."""

    task_id: str
    person: Named | None
    position: str
    state: str
    agree: bool | None
    text: str | None


class FollowingShape(Shape):
    """Who has the work now, told to somebody who had it before."""

    task_id: str
    name: str
    people: list[Named]


class MarkShape(Shape):
    """One act of somebody on a task of the instance, with what they said and to whom."""

    type: str
    task: str | None
    name: str | None
    at: datetime
    actor: Named | None
    said: str | None
    agree: bool | None
    to: list[str]


class SheetShape(Shape):
    verbs: list[Verb]
    delegated_by: Named | None
    added_by: Named | None
    draft: DraftShape | None
    copies: list[CopyShape]
    urges: list[UrgeShape]
    signers: list[SignerShape]
    following: list[FollowingShape]
    course: list[MarkShape]


def sheet_shape(task: Task | HeldTask, sheet: Sheet) -> SheetShape:
    draft = sheet.draft
    return SheetShape(
        verbs=list(sheet.verbs),  # type: ignore[arg-type]
        delegated_by=person_named(sheet.situation, task.delegated_by_id),
        added_by=person_named(sheet.situation, task.added_by_id),
        draft=DraftShape(variables=draft.variables, comment=draft.comment, saved_at=draft.saved_at) if draft else None,
        copies=[_copy(sheet, one) for one in sheet.copies],
        urges=[_urge(sheet, one) for one in sheet.urges],
        signers=[_signer(sheet, one) for one in sheet.signers],
        following=[
            FollowingShape(task_id=one.task.id, name=one.task.name, people=_people(one)) for one in sheet.following
        ],
        course=[_mark(sheet, event) for event in sheet.course],
    )


def _copy(sheet: Sheet, copy: TaskCopy) -> CopyShape:
    person = Named(id=copy.person_id, name=sheet.situation.name_of(copy.person_id))
    return CopyShape(person=person, sent_at=copy.sent_at, note=copy.note, read_at=copy.read_at)


def _urge(sheet: Sheet, urge: TaskUrge) -> UrgeShape:
    return UrgeShape(
        by=Named(id=urge.person_id, name=sheet.situation.name_of(urge.person_id)),
        at=urge.at,
        text=urge.text,
        answered_by=person_named(sheet.situation, urge.answered_by_id),
        answered_at=urge.answered_at,
        answer=urge.answer,
    )


def _signer(sheet: Sheet, row: TaskRow) -> SignerShape:
    task = row.task
    said = task.submitted or {}
    people = _people(row)
    return SignerShape(
        task_id=task.id,
        person=person_named(sheet.situation, task.completed_by_id) or (people[0] if people else None),
        position=task.position or "beside",
        state=task.state,
        agree=said.get("agree"),
        text=said.get("comment"),
    )


def _people(row: TaskRow) -> list[Named]:
    return [Named(id=person_id, name=name) for person_id, name in row.people]


def _mark(sheet: Sheet, event: Event) -> MarkShape:
    data = event.data
    to = data.get("to")
    names = [to.get("name")] if isinstance(to, dict) else [one.get("name") for one in to or ()]
    said = next((data[key] for key in ("text", "reason", "note", "answer", "comment") if data.get(key)), None)
    return MarkShape(
        type=event.type,
        task=data.get("task"),
        name=event.name,
        at=event.at,
        actor=person_named(sheet.situation, event.actor_id),
        said=said,
        agree=data.get("agree"),
        to=[name for name in names if name],
    )
