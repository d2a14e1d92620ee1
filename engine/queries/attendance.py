"""Is somebody present for every open task, now and in the weeks to come; and what was done for whom while away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.people.organisation import Organisation
from engine.people.situation import Situation, Work
from engine.store.definitions import confidential_keys
from engine.store.models import AbsenceRow, Event, Instance, Item, Task, TaskCandidate


@dataclass(frozen=True)
class Unattended:
    """Open tasks that nobody present may do from a moment on; `tasks` are their ids."""

    since: datetime
    tasks: tuple[str, ...]


def find_unattended(session: Session, organisation: Organisation, now: datetime, until: datetime) -> list[Unattended]:
    """The moments between now and then at which open tasks would be without anybody, with those tasks.

    There must be none: entering an absence is refused where it would bring this about.
    """
    belonging = _open_work(session, confidential_keys(session))
    moments = [now, *(turn for turn in organisation.turns if now < turn <= until)]
    found = []
    for moment in moments:
        situation = organisation.at(moment)
        tasks = [
            task_id
            for (principals, work), task_ids in belonging.items()
            if not situation.doers(principals, work) and not _administrators(situation, principals)
            for task_id in task_ids
        ]
        if tasks:
            found.append(Unattended(moment, tuple(sorted(tasks))))
    return found


def _administrators(situation: Situation, principals: Collection[str]) -> bool:
    """What belongs to nobody is an administrator's."""
    return not principals and any(situation.is_present(one) for one in situation.with_role("administrator"))


def _open_work(session: Session, confidential: frozenset[str]) -> dict[tuple[frozenset[str], Work], list[str]]:
    """The open tasks by whom they belong to and what they are."""
    query = (
        select(Task.id, Task.key, Item.lead_unit_id, TaskCandidate.principal)
        .outerjoin(TaskCandidate, TaskCandidate.task_id == Task.id)
        .outerjoin(Item, Item.id == Task.item_id)
        .where(Task.state == "open")
    )
    works: dict[str, Work] = {}
    principals: dict[str, set[str]] = {}
    for task_id, key, unit_id, principal in session.execute(query):
        works[task_id] = Work(key, unit_id, key in confidential)
        principals.setdefault(task_id, set()).update([principal] if principal else [])
    found: dict[tuple[frozenset[str], Work], list[str]] = {}
    for task_id, work in works.items():
        found.setdefault((frozenset(principals[task_id]), work), []).append(task_id)
    return found


def count_unattended(session: Session, situation: Situation) -> int:
    """How many open tasks belong to a post or a person for whom nobody is present at this moment; must be 0.

    Counted by principal, process and unit, for there may be a hundred thousand open tasks.
    """
    confidential = confidential_keys(session)
    by = (TaskCandidate.principal, Task.key, Item.lead_unit_id)
    query = (
        select(*by, func.count())
        .join(Task, Task.id == TaskCandidate.task_id)
        .outerjoin(Item, Item.id == Task.item_id)
        .where(Task.state == "open")
        .group_by(*by)
    )
    return sum(
        count
        for principal, key, unit_id, count in session.execute(query)
        if not situation.doers([principal], Work(key, unit_id, key in confidential))
    )


def list_absences(session: Session, people: Collection[int] | None, since: datetime) -> list[AbsenceRow]:
    """Absences that are not over since the moment, the next first; of these people, or (None) of everybody."""
    query = select(AbsenceRow).where(AbsenceRow.ends_at > since).order_by(AbsenceRow.starts_at, AbsenceRow.id)
    if people is not None:
        query = query.where(AbsenceRow.person_id.in_(sorted(people)))
    return [row for row in session.scalars(query) if row.starts_at != row.ends_at]


@dataclass(frozen=True)
class DoneFor:
    """One act of somebody who stood in."""

    at: datetime
    actor_id: int | None
    post: str | None
    task: str
    item_id: int | None
    number: str | None
    title: str | None


def done_for(session: Session, absence: AbsenceRow) -> list[DoneFor]:
    """What others did on behalf of somebody while they were away, oldest first."""
    query = (
        select(
            Event.at, Event.actor_id, Event.post, Event.name, Instance.business_key, Item.id, Item.number, Item.title
        )
        .join(Instance, Instance.id == Event.instance_id)
        .outerjoin(Item, Item.instance_id == Instance.id)
        .where(
            Event.behalf_of_id == absence.person_id,
            Event.type == "task.completed",
            Event.at >= absence.starts_at,
            Event.at < absence.ends_at,
        )
        .order_by(Event.at, Event.instance_id, Event.seq)
    )
    return [
        DoneFor(at, actor_id, post, name or "", item_id, number or business_key, title)
        for at, actor_id, post, name, business_key, item_id, number, title in session.execute(query)
    ]
