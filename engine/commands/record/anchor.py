"""Anchoring the record: the ends of all chains that moved since the last anchor, under one signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape

from engine.act import Act
from engine.anchor_key import AnchorKey
from engine.domain import messages
from engine.domain.proof import canonical, leaf_hash, tree_root
from engine.notify.mails import office_time
from engine.store.anchors import (
    MOST_CHAINS,
    Leaf,
    add_anchor,
    anchor_body,
    hash_of,
    last_anchor,
    lock_anchors,
    moved_leaves,
)
from engine.store.models import Anchor, OutboxMail
from engine.store.runtime import runtime_of


@dataclass(frozen=True)
class Anchoring:
    """How often at most (None: now), with which key, and whom to tell by mail."""

    key: AnchorKey
    every: timedelta | None = None
    mail_to: str | None = None


def write_anchors(act: Act, anchoring: Anchoring) -> list[Anchor]:
    """Anchor what has moved, if it is time and nobody else is at it; one anchor, more only where thousands moved."""
    if not lock_anchors(act.session):
        return []
    last = last_anchor(act.session)
    if last is not None and anchoring.every is not None and act.now < last.at + anchoring.every:
        return []
    first, written = last, []
    while leaves := moved_leaves(act.session):
        last = _next(act, anchoring.key, last, leaves)
        add_anchor(act.session, last, leaves)
        written.append(last)
        if len(leaves) < MOST_CHAINS:
            break
    if written and anchoring.mail_to and _is_first_of_day(act, first):
        _mail(act, written[-1], anchoring.mail_to)
    return written


def _next(act: Act, key: AnchorKey, last: Anchor | None, leaves: Sequence[Leaf]) -> Anchor:
    anchor = Anchor(
        number=last.number + 1 if last else 1,
        at=act.now,
        previous=last.hash if last else "",
        chains=len(leaves),
        root=tree_root([leaf_hash(leaf) for leaf in leaves]).hex(),
        key=key.public,
    )
    anchor.signature = key.sign(canonical(anchor_body(anchor)).encode())
    anchor.hash = hash_of(anchor)
    return anchor


def _is_first_of_day(act: Act, last: Anchor | None) -> bool:
    day = act.calendar.local_date
    return last is None or day(last.at) != day(act.now)


def _mail(act: Act, anchor: Anchor, address: str) -> None:
    """What the mail holds proves everything before it, too: each anchor names the one before."""
    line = canonical({"anchor": anchor_body(anchor), "signature": anchor.signature})
    facts = {"number": anchor.number, "at": office_time(anchor.at), "office": act.house.office_name}
    text = f"{messages.text('mail.anchor', **facts)}\n\n{line}\n"
    act.session.add(
        OutboxMail(
            message_id=f"<anchor.{anchor.number}.{anchor.hash[:16]}@duban>",
            kind="anchor",
            address=address,
            recipient=messages.text("mail.anchor_recipient"),
            subject=messages.text("mail.anchor_subject", **facts),
            text=text,
            html=f"<pre>{escape(text)}</pre>",
            created_at=act.now,
            state="waiting",
            next_attempt_at=act.now,
        )
    )
    runtime_of(act.session).has_work = True
