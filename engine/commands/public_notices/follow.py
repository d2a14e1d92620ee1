"""Notices that run follow a change of the calendar: the last day is computed again from the stretches of the clock."""

from datetime import datetime
from typing import Any

from engine.act import Act
from engine.actions.public_notices import arm_notice
from engine.calendar import WorkingCalendar, days_behind, still_due
from engine.domain.public_notice import NoticeRule, last_day, read_runs
from engine.store.events import append_event
from engine.store.models import PublicNotice
from engine.store.public_notices import UNDER_WAY, get_notice, notices_under_way
from engine.store.runtime import lock_instance


def follow_notices(act: Act, before: WorkingCalendar) -> list[dict[str, Any]]:
    """An end that was still to come never moves into the past; each that moves is an event, and answered.

    What is confidential moves and is not named.
    """
    report = []
    for notice_id, instance_id in notices_under_way(act.session):
        instance = lock_instance(act.session, instance_id)
        notice = get_notice(act.session, notice_id)
        ended_at = notice.ends_at
        if ended_at is None or notice.state not in UNDER_WAY:
            continue
        ends_at = still_due(act.calendar, act.now, _computed(act, notice) or ended_at, ended_at)
        if ends_at == ended_at:
            continue
        notice.ends_at = ends_at
        act.session.flush()
        arm_notice(act, notice)
        ends = {"before": ended_at.isoformat(), "after": ends_at.isoformat()}
        data = {"notice": notice.slug, "calendar": act.calendar.version, **ends}
        append_event(instance, "notice.end_moved", act.origin, name=notice.title, data=data)
        if not instance.confidential:
            first, last = notice.published_on, act.calendar.local_date(max(ended_at, ends_at))
            days = days_behind(before, act.calendar, first, last)
            report.append({"kind": "notice_ends", "title": notice.title, "notice_id": notice.id, **ends, **days})
    return report


def _computed(act: Act, notice: PublicNotice) -> datetime | None:
    last = last_day(NoticeRule(**notice.rule), read_runs(notice.runs), act.calendar)
    return act.calendar.due_instant(last) if last else None
