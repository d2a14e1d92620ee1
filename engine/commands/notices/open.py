"""Whoever opens a notice has read it, from then on."""

from engine.act import Act
from engine.domain.errors import NotFound
from engine.store.models import Notice

APP, LINK = "app", "link"


def open_notice(act: Act, notice_id: int, via: str) -> Notice:
    """`via`: app, or link for who came from a mail. The first time counts. NotFound for somebody else's."""
    notice = act.session.get(Notice, notice_id)
    if notice is None or notice.person_id != act.actor_id:
        raise NotFound
    if notice.read_at is None:
        notice.read_at, notice.read_via = act.now, via
    return notice
