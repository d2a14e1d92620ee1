"""What happens at a step of the ladder: 催办, 盯办, 督办, 通报, 提醒谈话. The diagram says when each of these runs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.actions.asking import keep_for_bundle, manner_of_urging
from engine.actions.happenings import whose_turn
from engine.actions.negatives import enter_negative, withdraw_with
from engine.actions.official_circular import order_circular
from engine.actions.official_documents import order_notice, order_urge
from engine.actions.records import add_record
from engine.actions.registry import Call, action
from engine.domain import messages
from engine.domain.ladder import RANK, highest_step, raise_step
from engine.notify.mails import PROCESS, mail_item, office_time
from engine.notify.roles import people_told
from engine.store.items import standing_entries, standing_steps
from engine.store.numbers import numbered
from engine.store.tasks import find_held_task
from engine.store.writing_rows import change_task

Data = Mapping[str, Any]


def _take(call: Call, kind: str, number: str | None = None) -> Data:
    """The step on the item's record, what it asks for and by when, and those told of it."""
    item, ladder = call.item, call.data["ladder"]
    item.step = raise_step(item.step, kind)
    due, mended = _due(call, "answer_days"), _due(call, "rectify_days")
    asked = ladder.get("reason") or ladder["template"]
    manner = manner_of_urging(call.act, item, by_hand=bool(ladder.get("by_hand"))) if kind == "urge" else "singly"
    ordinal = add_record(
        call,
        kind,
        number=number,
        due_at=due,
        task_id=ladder["task_id"],
        text=asked,
        rule=ladder["rule"],
        by_hand=bool(ladder.get("by_hand")),
        told=_told(call),
        channels=list(ladder.get("channels") or ["mail"]),
        rectify_due=mended.isoformat() if mended else None,
    )
    if manner == "bundle":
        keep_for_bundle(call.act, item, asked, due)
        return {}
    _tell(call, kind, ordinal, {"asked": asked, "document": number or ""} | _dates(due, mended))
    _on_paper(call, kind, number or "", asked, (due, mended))
    return {}


def _tell(call: Call, kind: str, ordinal: int, details: Mapping[str, Any]) -> None:
    """Those the table names, through the channels it names; in the product always."""
    ladder = call.data["ladder"]
    mail_item(call.act, call.item, kind, ordinal, ladder["notify"], details, ladder.get("channels") or ["mail"])


def _told(call: Call) -> list[str]:
    """The names of those told, as they are called now."""
    situation = call.act.situation
    return [situation.name_of(one) for one in people_told(situation, call.item, PROCESS, call.data["ladder"]["notify"])]


def _dates(due: datetime | None, mended: datetime | None) -> dict[str, str]:
    return {
        "answer_due": office_time(due) if due else "",
        "rectify_due": office_time(mended) if mended else "",
    }


def _on_paper(call: Call, kind: str, number: str, asked: str, dates: tuple[datetime | None, datetime | None]) -> None:
    """The official document of a step, where it has one; an answer is due by the first date, mending by the second."""
    if kind == "urge":
        order_urge(call, asked, dates[0])
    elif kind == "supervise":
        order_notice(call, number, asked, dates[0])
    elif kind == "circular":
        order_circular(call, number, asked, *dates)


def _due(call: Call, column: str) -> datetime | None:
    days = call.data["ladder"].get(column)
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
    return _take(call, "supervise", _number(call, "notice"))


@action("issue_circular")
def issue_circular(call: Call) -> Data:
    """通报, numbered by year; it goes on the negative list."""
    number = _number(call, "circular")
    _take(call, "circular", number)
    _enter_negative(call, "circular", number)
    return {}


@action("order_talk")
def order_talk(call: Call) -> Data:
    """提醒谈话 is arranged: the leader talks with who is responsible; it goes on the negative list."""
    _take(call, "talk")
    _enter_negative(call, "talk", None)
    return {}


@action("record_talk")
def record_talk(call: Call) -> Data:
    """谈话记录: with whom and when is on the record; what was said and promised only those concerned may read."""
    form = call.submitted or {}
    answer_step(call, "talk")
    add_record(
        call,
        "talk_held",
        text=messages.text("supervision.talk_held", who=form["talked_with"], on=form["talked_on"]),
        private={"content": form["talk_content"], "commitments": form["commitments"]},
    )
    return {}


@action("withdraw_steps")
def withdraw_steps(call: Call) -> Data:
    """撤销: the steps above the one named no longer count; they stay on the record as withdrawn."""
    item, ladder, session = call.item, call.data["ladder"], call.act.session
    standing, bottom = standing_steps(session, item.id), RANK[ladder["down_to"]]
    gone = [one for one in standing if RANK[one.kind] > bottom]
    entries = [one for one in standing_entries(session, item.id) if RANK[one.data["cause"]] > bottom]
    for record in (*gone, *entries):
        record.withdrawn_at = call.act.now
    withdraw_with(call.act, entries, ladder["reason"])
    item.step = highest_step(one.kind for one in standing if one not in gone)
    for task in filter(None, (find_held_task(session, task_id) for task_id in {one.task_id or "" for one in gone})):
        left = highest_step(one.kind for one in standing if one not in gone and one.task_id == task.id)
        unanswered = sum(one.kind == "urge" and one.answered_at is None for one in gone if one.task_id == task.id)
        change_task(session, task, step=left, urges_answered=task.urges_answered + unanswered)
    before, after = (messages.text(f"words.step_{step}") for step in (ladder["stood_at"], item.step))
    text = messages.text("supervision.withdrawn", reason=ladder["reason"], before=before, after=after)
    ordinal = add_record(call, "withdrawal", text=text, rule=ladder["rule"], by_hand=True, told=_told(call))
    _tell(call, "withdrawal", ordinal, {"asked": text})
    return {}


def answer_step(call: Call, kind: str) -> None:
    """The oldest step of a kind that waits for its answer has it now."""
    standing = standing_steps(call.act.session, call.item.id)
    waiting = [one for one in standing if one.kind == kind and one.answered_at is None]
    activity = call.data.get("ladder", {}).get("task_id")
    mine = [one for one in waiting if one.task_id == activity] or waiting
    if mine:
        mine[0].answered_at = call.act.now


def _number(call: Call, kind: str) -> str:
    year = call.act.calendar.local_date(call.act.now).year
    return numbered(call.act.session, kind, year)


def _enter_negative(call: Call, cause: str, number: str | None) -> None:
    """An entry on the negative list: whose it is and what it is for, without points, which a reckoning gives."""
    item, situation = call.item, call.act.situation
    unit, person_id = situation.find_unit(item.lead_unit_id), situation.holder(item.handler_post_id)
    facts = {"unit": unit.name if unit else "", "cause": messages.text(f"words.step_{cause}")}
    add_record(
        call,
        "negative",
        number=number,
        task_id=call.data["ladder"]["task_id"],
        text=messages.text("supervision.negative", **facts),
        cause=cause,
        unit_id=item.lead_unit_id,
        post_id=item.handler_post_id,
        person_id=person_id,
    )
    whose = whose_turn(call.act, call.act.now, item.lead_unit_id, item.handler_post_id)
    enter_negative(call.act, item, "negative", cause, whose)
