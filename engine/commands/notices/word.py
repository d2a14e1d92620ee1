"""A designer writes what is said of a kind; every version is kept, and so is who wrote it."""

from collections.abc import Collection

from engine.act import Act
from engine.domain.errors import Invalid, NotAllowed
from engine.notify.kinds import require_kind
from engine.notify.texts import Texts, problems_of_texts
from engine.people.policy import may_word_notices
from engine.store.events import append_event
from engine.store.models import NoticeText
from engine.store.office_record import lock_office_record
from engine.store.telling import newest_text


def word_notice(act: Act, roles: Collection[str], kind: str, texts: Texts | None) -> NoticeText:
    """The next version; None restores what was shipped. What was told before stays as it was told."""
    if not may_word_notices(roles):
        raise NotAllowed
    require_kind(kind)
    if texts is not None and (problems := problems_of_texts(kind, texts)):
        raise Invalid(problems)
    assert act.actor_id is not None  # noqa: S101 - it is somebody's wording
    record, last = lock_office_record(act.session, act.now), newest_text(act.session, kind)
    row = NoticeText(
        kind=kind,
        version=last.version + 1 if last else 1,
        subject=texts.subject if texts else None,
        lead=texts.lead if texts else None,
        robot=texts.robot if texts else None,
        changed_at=act.now,
        changed_by_id=act.actor_id,
    )
    act.session.add(row)
    act.session.flush()
    append_event(record, "notice_text.changed", act.origin, name=kind, data={"version": row.version})
    return row
