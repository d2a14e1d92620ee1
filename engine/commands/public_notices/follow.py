"""Notices that run follow a change of the calendar: the last day is computed again from the stretches of the clock."""

from datetime import datetime

from engine.act import Act
from engine.actions.public_notices import arm_notice, ends_not_in_the_past
from engine.domain.public_notice import NoticeRule, last_day, read_runs
from engine.store.events import append_event
from engine.store.models import PublicNotice
from engine.store.public_notices import UNDER_WAY, get_notice, notices_under_way
from engine.store.runtime import lock_instance


def follow_notices(act: Act) -> None:
    """An end that was still to come never moves into the past; each that moves is an event of its instance."""
    for notice_id, instance_id in notices_under_way(act.session):
        instance = lock_instance(act.session, instance_id)
        notice = get_notice(act.session, notice_id)
        before = notice.ends_at
        if before is None or notice.state not in UNDER_WAY:
            continue
        ends_at = ends_not_in_the_past(act, _computed(act, notice) or before, before)
        if ends_at == before:
            continue
        notice.ends_at = ends_at
        act.session.flush()
        arm_notice(act, notice)
        ends = {"before": before.isoformat(), "after": ends_at.isoformat()}
        data = {"notice": notice.slug, "calendar": act.calendar.version, **ends}
        append_event(instance, "notice.end_moved", act.origin, name=notice.title, data=data)


def _computed(act: Act, notice: PublicNotice) -> datetime | None:
    last = last_day(NoticeRule(**notice.rule), read_runs(notice.runs), act.calendar)
    return act.calendar.due_instant(last) if last else None
