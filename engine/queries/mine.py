"""Which tasks are somebody's: to do now, or theirs to see; each as selects of task ids that are joined by union.

A union is read by the index of the principals; an OR of the parts would look at every task there is.
"""

from typing import Any

from sqlalchemy import Select, or_, select

from engine.people.situation import Work
from engine.queries.reader import Reader
from engine.store.models import Item, Task, TaskCandidate

Ids = Select[Any]


def to_do(reader: Reader) -> list[Ids]:
    """The open tasks whose turn it is the reader's to do."""
    reach = reader.situation.reach(reader.person_id)
    found = [_of(reach.whole)]
    found += [_of({principal}).where(*_limited(reader, work)) for principal, work in reach.parts]
    if "administrator" in reader.roles:
        found.append(_nobodys())
    return found


def concerning(reader: Reader) -> list[Ids]:
    """The open tasks that the reader may see: to do now, or of a post that they hold, whether their turn or not."""
    return [*to_do(reader), _of(reader.situation.own(reader.person_id))]


def _of(principals: Any) -> Ids:
    return select(TaskCandidate.task_id).where(TaskCandidate.principal.in_(sorted(principals)))


def _nobodys() -> Ids:
    """Open tasks that belong to nobody: an administrator does them."""
    belonging = select(TaskCandidate.task_id).where(TaskCandidate.task_id == Task.id)
    return select(Task.id).where(Task.state == "open", ~belonging.exists())


def _limited(reader: Reader, work: Work) -> tuple[Any, ...]:
    """Only this kind of work: that of the process and unit named, or none that an absence is limited to."""
    keys, units = reader.situation.limits
    key = Task.key == work.key if work.key is not None else Task.key.not_in(sorted(keys))
    lead = select(Item.lead_unit_id).where(Item.id == Task.item_id).scalar_subquery()
    unit = lead == work.unit_id if work.unit_id is not None else or_(lead.is_(None), lead.not_in(sorted(units)))
    tasks = select(Task.id).where(Task.id == TaskCandidate.task_id, key, unit)
    return (tasks.exists(),)
