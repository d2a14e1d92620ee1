"""延期: asked for in time with progress and a proposed date, decided by the leader; the original date stays."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from engine.actions.around import around
from engine.actions.due_dates import move_due_date
from engine.actions.limits import limits_for
from engine.actions.official_extension import Extension, order_extension
from engine.actions.records import add_record
from engine.actions.registry import Call, action
from engine.calendar import on_date
from engine.domain.errors import Invalid, Problem
from engine.notify.mails import mail_item, office_time
from engine.people.assignment import holders_of

Data = Mapping[str, Any]


@action("ask_extension")
def ask_extension(call: Call) -> Data:
    """At the latest so many working days before the due date; after a miss it is not for the handler to ask."""
    form, item, act = call.submitted or {}, call.item, call.act
    wanted = date.fromisoformat(form["proposed_on"])
    after_miss = item.due_at is not None and act.now > item.due_at
    problems = [*_problems_of_date(call, wanted, "/proposed_on"), *_problems_of_moment(call, after_miss=after_miss)]
    if problems:
        raise Invalid(problems)
    due = act.calendar.due_instant(wanted)
    asked = {"text": form["reason"], "progress_told": form["progress_told"], "after_miss": after_miss}
    ordinal = add_record(call, "extension_asked", due_at=due, **asked)
    mail_item(act, item, "extension_asked", ordinal, ("leader", "officer"), {"asked": form["reason"]})
    return {"after_miss": after_miss, "asked_by_id": act.actor_id}


def _problems_of_moment(call: Call, *, after_miss: bool) -> list[Problem]:
    item, act = call.item, call.act
    if item.due_at is None:
        return [Problem("supervision.no_due_to_extend")]
    if after_miss:
        handlers = holders_of(act.situation, around(act, item, {}).handler_post_id)
        return [Problem("supervision.extension_after_due")] if act.actor_id in handlers else []
    before = limits_for(call)["ask_before"]
    if act.calendar.working_days_left(act.now, item.due_at) < before:
        return [Problem("supervision.extension_too_late", {"days": before})]
    return []


def _problems_of_date(call: Call, wanted: date, field: str) -> list[Problem]:
    """Later than now and than the present date, and within what the table allows in all."""
    item, calendar, limits = call.item, call.act.calendar, limits_for(call)
    today = calendar.local_date(call.act.now)
    if item.due_at is None:
        return []
    present = calendar.local_date(item.due_at)
    problems = []
    if wanted <= max(present, today):
        problems.append(Problem("supervision.extension_not_later", {"due": office_time(item.due_at)}, field=field))
    if item.times_extended >= limits["times"]:
        problems.append(Problem("supervision.extension_times", {"times": limits["times"]}))
    days = item.days_extended + max(calendar.working_days_between(present, wanted), 0)
    if days > limits["working_days"]:
        told = {"days": limits["working_days"], "left": max(limits["working_days"] - item.days_extended, 0)}
        problems.append(Problem("supervision.extension_days", told, field=field))
    return problems


@action("decide_extension")
def decide_extension(call: Call) -> Data:
    """The leader approves with the date, or refuses with the reason. After a miss statistics keep the missed date."""
    form, asked = call.submitted or {}, call.data["request"]
    approved, before = form["decision"] == "approve", call.item.due_at
    ordinal = _approve(call, form, asked) if approved else add_record(call, "extension_refused", text=form["opinion"])
    kind = "extension" if approved else "extension_refused"
    details = {"asked": form.get("opinion") or asked["reason"]}
    mail_item(call.act, call.item, kind, ordinal, ("handler", "substitute", "officer"), details)
    order_extension(call, _decided(call, form, asked, before, approved=approved))
    return {}


def _decided(call: Call, form: Data, asked: Data, before: datetime | None, *, approved: bool) -> Extension:
    item = call.item
    return Extension(
        asked_by_id=asked["asked_by_id"],
        reason=asked["reason"],
        progress=asked["progress_told"],
        proposed_on=date.fromisoformat(asked["proposed_on"]),
        original_due=item.original_due_at,
        due=before,
        decided_by_id=call.act.actor_id,
        opinion=form.get("opinion", ""),
        until=item.due_at if approved else None,
        times=item.times_extended,
        after_miss=asked["after_miss"],
    )


def _approve(call: Call, form: Data, asked: Data) -> int:
    item, act = call.item, call.act
    until = date.fromisoformat(form.get("due_on") or asked["proposed_on"])
    problems = _problems_of_date(call, until, "/due_on")
    if problems:
        raise Invalid(problems)
    before = item.due_at
    if before is not None:
        item.days_extended += act.calendar.working_days_between(act.calendar.local_date(before), until)
    if asked["after_miss"]:
        item.scored_due_at = item.scored_due_at or before
    item.times_extended += 1
    new = on_date(act.calendar, until)
    move_due_date(call, "extension", new, asked["reason"], after_miss=asked["after_miss"])
    return add_record(
        call,
        "extension",
        due_at=item.due_at,
        text=form.get("opinion") or asked["reason"],
        before=before.isoformat() if before else None,
        after_miss=asked["after_miss"],
    )
