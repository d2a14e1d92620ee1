"""What happens at a step of the ladder: 催办, 盯办, 督办. The diagram says when each of these runs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.actions.asking import keep_for_bundle, manner_of_urging
from engine.actions.official_documents import order_notice, order_urge
from engine.actions.records import add_record
from engine.actions.registry import Call, action
from engine.notify.mails import mail_item, office_time
from engine.store.numbers import numbered

Data = Mapping[str, Any]
RANK = {"none": 0, "urge": 1, "watch": 2, "supervise": 3, "circular": 4}


def raise_step(before: str, step: str) -> str:
    """The higher of two steps: the ladder goes up by itself, never down."""
    return step if RANK[step] > RANK[before] else before


def _take(call: Call, kind: str, number: str | None = None) -> Data:
    item, ladder = call.item, call.data["ladder"]
    item.step = raise_step(item.step, kind)
    due = _answer_due(call)
    asked = ladder.get("reason") or ladder["template"]
    by_hand = bool(ladder.get("by_hand"))
    bundled = kind == "urge" and manner_of_urging(call.act, item, by_hand=by_hand) == "bundle"
    ordinal = add_record(call, kind, number=number, due_at=due, text=asked, rule=ladder["rule"], by_hand=by_hand)
    if bundled:
        keep_for_bundle(call.act, item, asked, due)
        return {}
    details = {"asked": asked, "answer_due": office_time(due) if due else "", "document": number or ""}
    mail_item(call.act, item, kind, ordinal, ladder["notify"], details)
    if kind == "urge":
        order_urge(call, asked, due)
    elif number is not None:
        order_notice(call, number, asked, due)
    return {}


def _answer_due(call: Call) -> datetime | None:
    days = call.data["ladder"].get("answer_days")
    if days is None:
        return None
    calendar = call.act.calendar
    return calendar.due_instant(calendar.add_working_days(calendar.local_date(call.act.now), days).due_on)


@action("issue_urge")
def issue_urge(call: Call) -> Data:
    """催办单 to the handler and the B post; an answer is due."""
    call.item.times_urged += 1
    return _take(call, "urge")


@action("assign_watcher")
def assign_watcher(call: Call) -> Data:
    """盯办: the item's officer watches it by name, the unit head is told, reports are due daily."""
    return _take(call, "watch")


@action("issue_supervision_notice")
def issue_supervision_notice(call: Call) -> Data:
    """督办通知单, numbered by year, to the handler, the unit head and the supervising leader."""
    year = call.act.calendar.local_date(call.act.now).year
    return _take(call, "supervise", numbered(call.act.session, "notice", year))
