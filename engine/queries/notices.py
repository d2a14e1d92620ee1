"""What a person was told, where each notice leads, and who was told of an item and has read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from engine.queries.inbox import Wanted, list_tasks
from engine.queries.ledger import get_item
from engine.queries.mine import concerning, to_do, told
from engine.queries.reader import Reader
from engine.store.models import Channel, Instance, Notice, OutboxCall, OutboxMail, Task

PAGE = 50


@dataclass(frozen=True)
class Pulse:
    """What a page compares to see whether something has arrived."""

    unread: int
    newest: int
    tasks: int
    newest_task: datetime | None
    item: int | None = None


@dataclass(frozen=True)
class Told:
    """One telling of an item: by notice (with the mail beside it, if there is one), or to a channel outside."""

    notice: Notice | None
    mail: OutboxMail | None
    call: OutboxCall | None = None
    channel: Channel | None = None

    @property
    def at(self) -> datetime:
        found = self.notice or self.mail or self.call
        assert found is not None  # noqa: S101 - one of them is there
        return found.created_at


def list_notices(
    session: Session, person_id: int, before: int, *, unread: bool = False
) -> tuple[list[Notice], int | None]:
    """Newest first."""
    query = select(Notice).where(Notice.person_id == person_id).order_by(Notice.id.desc())
    if unread:
        query = query.where(Notice.read_at.is_(None))
    if before:
        query = query.where(Notice.id < before)
    found = list(session.scalars(query.limit(PAGE + 1)))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def pulse_of(session: Session, reader: Reader, item_id: int | None = None) -> Pulse:
    """A few statements on indexes: what a person has is found by person and by post.

    With an item it counts what stands in its record. NotFound for one that the reader may not see.
    """
    item = get_item(session, reader, item_id) if item_id else None
    record = select(Instance.event_count).where(Instance.id == item.instance_id) if item else None
    mine = Notice.person_id == reader.person_id
    unread = session.scalar(select(func.count()).select_from(Notice).where(mine, Notice.read_at.is_(None)))
    newest = session.scalar(select(func.max(Notice.id)).where(mine))
    ids = to_do(reader)
    wanted = union_all(*ids) if len(ids) > 1 else ids[0]
    tasks = select(func.count(), func.max(Task.opened_at)).where(Task.state == "open", Task.id.in_(wanted))
    count, last = session.execute(tasks).one()
    seen = session.scalar(record) if record is not None else None
    return Pulse(unread or 0, newest or 0, count, last, seen)


def place_of(session: Session, reader: Reader, notice: Notice) -> str:
    """The page where the reader answers it: the very task where they may see one, the item, or their tasks."""
    if notice.task_id is not None and _may_see(session, reader, notice.task_id):
        return f"/tasks/{notice.task_id}"
    if notice.item_id is None:
        return "/tasks"
    rows, _ = list_tasks(session, reader, Wanted(item_id=notice.item_id, limit=1))
    return f"/tasks/{rows[0].task.id}" if rows else f"/items/{notice.item_id}"


def _may_see(session: Session, reader: Reader, task_id: str) -> bool:
    theirs = union_all(*concerning(reader), *told(reader))
    return session.scalar(select(Task.id).where(Task.id == task_id, Task.id.in_(theirs))) is not None


def told_of_item(session: Session, item_id: int) -> list[Told]:
    """Who was told of an item and by what, oldest first."""
    mails = list(session.scalars(select(OutboxMail).where(OutboxMail.item_id == item_id).order_by(OutboxMail.id)))
    by_notice = {mail.notice_id: mail for mail in mails if mail.notice_id is not None}
    notices = session.scalars(select(Notice).where(Notice.item_id == item_id).order_by(Notice.id))
    found = [Told(notice, by_notice.get(notice.id)) for notice in notices]
    found += [Told(None, mail) for mail in mails if mail.notice_id is None]  # from before there were notices
    calls = select(OutboxCall, Channel).join(Channel, Channel.id == OutboxCall.channel_id)
    for call, channel in session.execute(calls.where(OutboxCall.item_id == item_id).order_by(OutboxCall.id)):
        found.append(Told(None, None, call, channel))
    return sorted(found, key=lambda one: one.at)


def bundles_of(session: Session, told_them: Sequence[Told]) -> dict[int, OutboxMail]:
    """The digests in which mails went, by their id."""
    wanted = {one.mail.digest_id for one in told_them if one.mail and one.mail.digest_id}
    if not wanted:
        return {}
    return {mail.id: mail for mail in session.scalars(select(OutboxMail).where(OutboxMail.id.in_(wanted)))}
