"""The explanation of a light, in sentences."""

from datetime import datetime
from typing import Any

from api.schemas.common import Coded, Light, Shape, coded
from api.schemas.ladder import LadderShape
from api.schemas.notices import ToldOfItem
from api.schemas.supervision import DueRule, due_rule, light_of
from engine.act import Act
from engine.domain import messages
from engine.domain.lights import Cause
from engine.notify.mails import office_time
from engine.queries.explain import Explanation
from engine.store import Session
from engine.store.light_looks import light_word
from engine.store.models import Item


class Reason(Shape):
    """One thing that is true of the item; `since` is when it began to count, None where it always has."""

    code: str
    text: str
    since: datetime | None


class ExplanationShape(Shape):
    """Why the light is as it is: `reasons` hold now, `ahead` will if nothing happens, `change` is what would help."""

    light: Light
    at: datetime
    step: Coded
    due: DueRule
    reasons: list[Reason]
    ahead: list[Reason]
    change: list[str]
    ladder: LadderShape
    told: list[ToldOfItem]


def explanation_shape(
    act: Act, item: Item, found: Explanation, told: list[ToldOfItem], ladder: LadderShape
) -> ExplanationShape:
    begun = [cause for cause in found.causes if cause.since <= act.now]
    ahead = [cause for cause in found.causes if cause.since > act.now]
    return ExplanationShape(
        light=light_of(act, item),
        at=act.now,
        step=coded("step", item.step),
        due=due_rule(item),
        reasons=_reasons(act.session, item, found, begun),
        ahead=[_reason(act.session, item, found, cause, "ahead") for cause in ahead],
        change=_change(act.session, item, found, begun),
        ladder=ladder,
        told=told,
    )


def _reasons(session: Session, item: Item, found: Explanation, begun: list[Cause]) -> list[Reason]:
    if found.light == "blue":
        code = "closed_late" if item.closed_late else "closed"
        return [_said(code, item.closed_at, closed=_time(item.closed_at), due=_time(item.due_at))]
    if item.state == "cancelled":
        return [_said("cancelled", item.closed_at, closed=_time(item.closed_at))]
    if found.light == "grey":
        return [_said("suspended" if item.state == "suspended" else "not_dispatched", None)]
    reasons = [_reason(session, item, found, cause) for cause in _that_count(found, begun)]
    return reasons or [_nothing_wrong(item, found)]


def _nothing_wrong(item: Item, found: Explanation) -> Reason:
    if found.handed_in_at is not None and item.due_at is not None:
        return _said("handed_in", found.handed_in_at, since=_time(found.handed_in_at), due=_time(item.due_at))
    return _said("in_time" if item.due_at else "no_due", None)


def _that_count(found: Explanation, begun: list[Cause]) -> list[Cause]:
    """Red causes first; that the due date was near, or that it was red before, is no reason while it is red."""
    red = [cause for cause in begun if cause.light == "red"]
    over = ("warning", "missed") if found.light == "red" else ()
    return red + [cause for cause in begun if cause.light != "red" and cause.code not in over]


def _reason(session: Session, item: Item, found: Explanation, cause: Cause, when: str = "explain") -> Reason:
    facts = {
        "since": office_time(cause.since),
        "light": light_word(session, cause.light),
        "red": light_word(session, "red"),
        "warning": found.rules.warning_days,
        "days": found.days_late,
        "due": _time(item.due_at),
        "points": cause.points,
        "threshold": found.rules.red_behind if cause.light == "red" else found.rules.yellow_behind,
        "progress": item.progress,
    }
    if cause.code == "overdue" and found.handed_in_at is not None:
        facts = {**facts, "since": _time(found.handed_in_at)}
        text = messages.text("words.explain_handed_in_late", **facts)
        return Reason(code=cause.code, text=text, since=cause.since)
    return _said(cause.code, cause.since, when, **facts)


def _said(code: str, began: datetime | None, when: str = "explain", **facts: Any) -> Reason:
    return Reason(code=code, text=messages.text(f"words.{when}_{code}", **facts), since=began)


def _change(session: Session, item: Item, found: Explanation, begun: list[Cause]) -> list[str]:
    """What would turn it green, or end what it is."""
    if found.light in ("green", "blue") or item.state == "cancelled":
        return []
    if found.light == "grey":
        return [messages.text("words.turn_resume" if item.state == "suspended" else "words.turn_dispatch")]
    codes = dict.fromkeys(cause.code for cause in _that_count(found, begun))
    if found.handed_in_at is not None:
        return [messages.text("words.turn_handed_in")]
    told = {"due": _time(item.due_at), **{code: light_word(session, code) for code in ("yellow", "blue")}}
    return [messages.text(f"words.turn_{code}", **told) for code in codes]


def _time(instant: datetime | None) -> str:
    return office_time(instant) if instant else ""
