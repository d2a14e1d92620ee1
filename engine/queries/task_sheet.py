"""What the page of a task shows beside its form: what this person may do with it, and what people did to it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from engine.people.situation import Situation
from engine.people.verbs import may_copy, may_hand_back, may_release, may_urge, may_withdraw, may_work_on
from engine.queries.inbox import TaskRow, describe
from engine.queries.reader import Reader
from engine.store.models import Event, Task, TaskCopy, TaskDraft, TaskUrge
from engine.store.rows import HeldTask
from engine.store.verbs import copies_of, find_draft, has_done_tasks, taken_part, urges_of

RETURNS = "task.returned"
MARKS = (
    "task.claimed",
    "task.released",
    "task.transferred",
    "task.delegated",
    "task.handed_back",
    "task.signers_added",
    "task.signer_removed",
    "task.signed",
    "task.reopened",
    "task.handed_in",
    "task.returned",
    "task.recalled",
    "task.copied",
    "task.copy_read",
    "task.commented",
    "task.urged",
    "task.urge_answered",
    "task.completed",
)


@dataclass(frozen=True)
class Sheet:
    """`verbs` are what the reader may do now; `situation` knows the names of those who are told of."""

    verbs: tuple[str, ...]
    draft: TaskDraft | None
    copies: list[TaskCopy]
    urges: list[TaskUrge]
    signers: list[TaskRow]
    following: list[TaskRow]
    course: list[Event]
    situation: Situation


def sheet_of(session: Session, reader: Reader, row: TaskRow, without: Collection[str] = ()) -> Sheet:
    """For a task that the reader may see; `without` are verbs that its diagram excludes."""
    task, person_id = row.task, reader.person_id
    copies, urges = copies_of(session, task.id), urges_of(session, task.id)
    following = _following(session, task) if person_id == task.completed_by_id else []
    return Sheet(
        tuple(verb for verb in _verbs(session, reader, row, copies, urges) if verb not in without),
        find_draft(session, task.id, person_id),
        copies,
        urges,
        describe(session, reader, _signers(session, task)),
        describe(session, reader, following),
        _course(session, task),
        reader.situation,
    )


def _signers(session: Session, task: Task | HeldTask) -> list[Task]:
    if not task.signers:
        return []
    query = select(Task).where(Task.main_id == task.id).options(selectinload(Task.candidates))
    return list(session.scalars(query.order_by(Task.opened_at, Task.id)))


def _following(session: Session, task: Task | HeldTask) -> list[Task]:
    """Who has the work now, for somebody who had it before."""
    query = select(Task).where(Task.instance_id == task.instance_id, Task.state == "open", Task.id != task.id)
    return list(session.scalars(query.options(selectinload(Task.candidates)).order_by(Task.opened_at, Task.id)))


def _course(session: Session, task: Task | HeldTask) -> list[Event]:
    """What people did to the tasks of the instance, the earliest first."""
    query = select(Event).where(Event.instance_id == task.instance_id, Event.type.in_(MARKS))
    return list(session.scalars(query.order_by(Event.seq)))


def _verbs(
    session: Session, reader: Reader, row: TaskRow, copies: Collection[TaskCopy], urges: Collection[TaskUrge]
) -> Iterator[str]:
    task, person_id, roles = row.task, reader.person_id, reader.roles
    doers = {one for one, _ in row.people}
    hidden = task.key in reader.confidential
    if task.state == "open":
        mine = may_work_on(person_id, roles, doers, task.claimed_by_id, confidential=hidden)
        has_passed_tasks = has_done_tasks(session, task.instance_id)
        yield from _of_an_open_task(task, reader, doers, is_mine=mine, has_passed_tasks=has_passed_tasks)
        if mine and any(urge.answered_at is None for urge in urges):
            yield "answer_urge"
        if may_urge(person_id, roles, doers, taken_part(session, task.instance_id), confidential=hidden):
            yield "urge"
    elif task.state in ("done", "signing") and task.main_id is None and may_withdraw(person_id, task.completed_by_id):
        yield "withdraw"
    if any(copy.person_id == person_id and copy.read_at is None for copy in copies):
        yield "read"
    if may_copy(person_id, roles, doers, task.completed_by_id, confidential=hidden):
        yield "copy"
    yield "comment"


def _of_an_open_task(
    task: Task | HeldTask, reader: Reader, doers: Collection[int], *, is_mine: bool, has_passed_tasks: bool
) -> Iterator[str]:
    person_id, hidden = reader.person_id, task.key in reader.confidential
    if may_release(person_id, reader.roles, task.claimed_by_id, confidential=hidden):
        yield "release"
    if may_hand_back(person_id, doers, task.delegated_by_id):
        yield "hand_back"
    if not is_mine:
        return
    if task.claimed_by_id != person_id:
        yield "claim"
    yield "save_draft"
    if task.main_id is not None:
        yield from ("sign", "transfer")
    elif task.delegated_by_id is None:
        yield from ("complete", "transfer", "delegate", "add_signers")
        if has_passed_tasks:
            yield "return"
