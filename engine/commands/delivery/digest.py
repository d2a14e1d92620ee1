"""每日摘要: what was gathered for somebody becomes one mail, when it is due, in one transaction."""

from collections.abc import Sequence
from datetime import datetime

import css_inline

from engine.act import Act
from engine.domain import messages
from engine.notify.layouts import layout
from engine.notify.mails import office_time
from engine.notify.telling import notice_link
from engine.store import Session
from engine.store.models import Notice, OutboxMail
from engine.store.outbox import lock_gathered, next_gathered
from engine.store.runtime import runtime_of

BATCH = 20
KIND = "digest"


def is_digest_due(session: Session, now: datetime) -> bool:
    return next_gathered(session, now) is not None


def send_digests(act: Act, most: int = BATCH) -> int:
    """For so many people at most; answers for how many.

    A mail is in one digest and no other, whoever composes it and whatever its reader has chosen meanwhile; the digest
    has its name from the first mail in it.
    """
    for done in range(most):
        person_id = next_gathered(act.session, act.now)
        if person_id is None:
            return done
        gathered = lock_gathered(act.session, person_id, act.now)
        if gathered:
            _bundle(act, gathered)
    return most


def _bundle(act: Act, gathered: Sequence[OutboxMail]) -> None:
    first = gathered[0]
    local = act.now.astimezone(act.calendar.zone)
    facts = {"name": first.recipient, "count": len(gathered), "day": f"{local.month}月{local.day}日"}
    subject = messages.text("mail.digest_subject", **facts)
    body = {
        "subject": subject,
        "lead": messages.text("mail.digest", **facts),
        "lines": [_line(act, mail) for mail in gathered],
        "link": f"{act.house.base_url}/notices",
        "office": act.house.office_name,
    }
    digest = OutboxMail(
        message_id=f"<{KIND}.{first.id}@duban>",
        person_id=first.person_id,
        kind=KIND,
        address=first.address,
        recipient=first.recipient,
        subject=subject,
        text=layout("digest.txt.j2").render(body),
        html=css_inline.inline(layout("digest.html.j2").render(body)),
        created_at=act.now,
        state="waiting",
        next_attempt_at=act.now,
    )
    act.session.add(digest)
    act.session.flush()
    for mail in gathered:
        mail.state, mail.digest_id = "bundled", digest.id
    act.session.flush()
    runtime_of(act.session).has_work = True


def _line(act: Act, mail: OutboxMail) -> dict[str, str]:
    notice = act.session.get_one(Notice, mail.notice_id)  # a mail that is gathered comes from a notice
    return {
        "at": office_time(mail.created_at),
        "subject": mail.subject,
        "lead": notice.text,
        "link": notice_link(act.house.base_url, notice.id),
    }
