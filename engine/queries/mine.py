"""Which tasks are somebody's: to do now, or theirs to see; each as selects of task ids that are joined by union.

A union is read by the index of the principals; an OR of the parts would look at every task there is.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, union_all
from sqlalchemy.orm import aliased

from engine.people.principals import base_and_others
from engine.people.situation import Work
from engine.queries.reader import Reader
from engine.store.models import Instance, Item, Task, TaskCandidate, TaskCopy

Ids = Select[Any]


def to_do(reader: Reader) -> list[Ids]:
    """The open tasks whose turn it is the reader's to do."""
    found = _reached(reader, confidential=False)
    if reader.confidential:
        found = [ids.where(~_is_confidential(reader)) for ids in found]
        found += [ids.where(_is_confidential(reader)) for ids in _reached(reader, confidential=True)]
    if "administrator" in reader.roles:
        found.append(_nobodys(reader))
    return found


def concerning(reader: Reader) -> list[Ids]:
    """The open tasks that the reader may see: to do now, or of a post that they hold, whether their turn or not."""
    own = reader.situation.own(reader.person_id)
    return [*to_do(reader), _of({*own, *(one for one in reader.apart if base_and_others(one)[0] in own)})]


def done_for(reader: Reader) -> list[Ids]:
    """The tasks that others work on for the reader: delegated, or a signer's."""
    return [
        select(Task.id).where(Task.delegated_by_id == reader.person_id),
        select(Task.id).where(Task.added_by_id == reader.person_id),
    ]


def copied_to(reader: Reader) -> Ids:
    """The tasks of which the reader was sent a copy."""
    return select(TaskCopy.task_id).where(TaskCopy.person_id == reader.person_id)


def told(reader: Reader) -> list[Ids]:
    """All that has come to the reader beside what is theirs to do."""
    own = aliased(Task)
    done = select(own.id).where(own.completed_by_id == reader.person_id)
    return [*done_for(reader), copied_to(reader), done]


def hidden_instances(reader: Reader) -> Any:
    """The ids of the confidential instances, whoever is in them."""
    return select(Instance.id).where(Instance.key.in_(sorted(reader.confidential)))


def only_seen(reader: Reader, instance_id: Any) -> list[ColumnElement[bool]]:
    """Conditions on the column of an instance: a confidential one is seen by those who have a part in it."""
    if not reader.confidential:
        return []
    mine = [select(Task.instance_id).where(Task.id.in_(ids)) for ids in concerning(reader)]
    done = select(Task.instance_id).where(Task.completed_by_id == reader.person_id)
    return [or_(instance_id.not_in(hidden_instances(reader)), instance_id.in_(union_all(*mine, done)))]


def _reached(reader: Reader, *, confidential: bool) -> list[Ids]:
    reach = reader.situation.reach(reader.person_id, confidential=confidential, apart=reader.apart)
    return [_of(reach.whole), *(_of({one}).where(*_limited(reader, work)) for one, work in reach.parts)]


def _is_confidential(reader: Reader) -> Any:
    keys = sorted(reader.confidential)
    return select(Task.id).where(Task.id == TaskCandidate.task_id, Task.key.in_(keys)).exists()


def _of(principals: Any) -> Ids:
    return select(TaskCandidate.task_id).where(TaskCandidate.principal.in_(sorted(principals)))


def _nobodys(reader: Reader) -> Ids:
    """Open tasks that belong to nobody: an administrator does them."""
    belonging = select(TaskCandidate.task_id).where(TaskCandidate.task_id == Task.id)
    return select(Task.id).where(
        Task.state == "open", ~belonging.exists(), Task.key.not_in(sorted(reader.confidential))
    )


def _limited(reader: Reader, work: Work) -> tuple[Any, ...]:
    """Only this kind of work: that of the process and unit named, or none that an absence is limited to."""
    keys, units = reader.situation.limits
    key = Task.key == work.key if work.key is not None else Task.key.not_in(sorted(keys))
    lead = select(Item.lead_unit_id).where(Item.id == Task.item_id).scalar_subquery()
    unit = lead == work.unit_id if work.unit_id is not None else or_(lead.is_(None), lead.not_in(sorted(units)))
    tasks = select(Task.id).where(Task.id == TaskCandidate.task_id, key, unit)
    return (tasks.exists(),)
