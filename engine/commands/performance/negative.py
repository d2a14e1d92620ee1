"""负面清单 by hand: entered, and withdrawn with a reason: load – allow – validate – advance – record."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from engine.act import Act
from engine.actions.negatives import STANDS, WITHDRAWN
from engine.actions.points_table import stands_until
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.people.policy import may_enter_negative, may_see_negative, may_withdraw_negative
from engine.store.models import Item, NegativeEntry

BY_HAND = ("document_error", "discipline", "other")
OF_A_PERSON = ("discipline",)
ANALYSED = ("document_error",)


@dataclass(frozen=True)
class NewNegative:
    """Against a unit, a person, or a person in their unit. Of a document error: the error, its cause, the correction.

    `expires_on` None: as long as the table says.
    """

    kind: str
    text: str
    occurred_on: date
    unit_id: int | None = None
    person_id: int | None = None
    cause: str = ""
    correction: str = ""
    document: str = ""
    item_id: int | None = None
    expires_on: date | None = None


def enter_by_hand(act: Act, roles: Collection[str], new: NewNegative) -> NegativeEntry:
    """The entry; Invalid with everything that is missing."""
    if not may_enter_negative(roles, new.kind) or act.actor_id is None:
        raise NotAllowed
    problems = list(_problems(act, new))
    if problems:
        raise Invalid(problems)
    unit_id = None if new.kind in OF_A_PERSON else new.unit_id or act.situation.unit_of(new.person_id or 0)
    posts = [post for post, _ in act.situation.posts_held(new.person_id or 0) if post.unit_id == unit_id]
    entry = NegativeEntry(
        unit_id=unit_id,
        person_id=new.person_id,
        post_id=min((post.id for post in posts), default=None),
        kind=new.kind,
        text=new.text.strip(),
        cause=new.cause.strip(),
        correction=new.correction.strip(),
        document=new.document.strip(),
        occurred_on=new.occurred_on,
        expires_on=new.expires_on or stands_until(act, new.kind, new.occurred_on),
        item_id=new.item_id,
        entered_by_id=act.actor_id,
        entered_at=act.now,
        state=STANDS,
        reason="",
    )
    act.session.add(entry)
    act.session.flush()
    return entry


def _problems(act: Act, new: NewNegative) -> Iterator[Problem]:
    today = act.calendar.local_date(act.now)
    if new.kind not in BY_HAND:
        yield Problem("performance.kind_by_itself", field="/kind")
    if not new.text.strip():
        yield Problem("performance.negative_text", field="/text")
    for name in ("cause", "correction") if new.kind in ANALYSED else ():
        if not getattr(new, name).strip():
            yield Problem("performance.error_analysis", field=f"/{name}")
    if new.occurred_on > today:
        yield Problem("performance.negative_future", field="/occurred_on")
    if new.expires_on is not None and new.expires_on < new.occurred_on:
        yield Problem("performance.expires_before", field="/expires_on")
    yield from _problems_of_whose(act, new)


def _problems_of_whose(act: Act, new: NewNegative) -> Iterator[Problem]:
    situation = act.situation
    if new.person_id is None and (new.unit_id is None or new.kind in OF_A_PERSON):
        yield Problem("performance.negative_whose", field="/person_id")
    if new.person_id is not None and not situation.works_here(new.person_id):
        yield Problem("performance.person_unknown", field="/person_id")
    if new.unit_id is not None and situation.current_unit(new.unit_id) is None:
        yield Problem("performance.unit_unknown", field="/unit_id")
    if new.item_id is not None and act.session.get(Item, new.item_id) is None:
        yield Problem("performance.item_unknown", field="/item_id")


def withdraw_entry(act: Act, roles: Collection[str], entry_id: int, reason: str) -> NegativeEntry:
    """By who may enter its kind; what came by itself, by the party committee office. It stays on record, withdrawn."""
    entry = act.session.get(NegativeEntry, entry_id, with_for_update=True)
    if entry is None or act.actor_id is None:
        raise NotFound
    headed = act.situation.units_headed(act.actor_id)
    if not may_see_negative(act.actor_id, roles, entry.kind, entry.person_id, entry.unit_id in headed):
        raise NotFound
    if not may_withdraw_negative(roles, entry.kind, by_itself=entry.record_id is not None):
        raise NotAllowed
    if not reason.strip():
        raise Invalid([Problem("performance.reason_missing", field="/reason")])
    if entry.state != STANDS:
        raise Conflict([Problem("performance.withdrawn_before")])
    entry.state, entry.reason = WITHDRAWN, reason.strip()
    entry.withdrawn_by_id, entry.withdrawn_at = act.actor_id, act.now
    act.session.flush()
    return entry
