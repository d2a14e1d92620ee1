"""公示: published with its clock, ended at its moment; and what may only happen once it has ended."""

from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

from engine.act import Act
from engine.actions.parameters import data_at, text_at, word
from engine.actions.registry import Call, action
from engine.domain.errors import Conflict, Invalid, Problem
from engine.domain.public_notice import NoticeRule, Run, last_day, read_runs, resumed, stopped
from engine.store import public_notices, timers
from engine.store.events import append_event
from engine.store.models import Objection, PublicNotice
from engine.store.rows import HeldInstance
from engine.store.runtime import runtime_of

Data = Mapping[str, Any]
TIMER = "notice"
FINDINGS = ("founded", "unfounded")
LONGEST_TEXT, LONGEST_CONTACT, MOST_SUBJECTS = 20_000, 400, 500
SUBJECT = {"name": 120, "unit": 120, "text": 2000}


@action("publish_notice", notice_slug="text", notice_round="number", notice_ends_at="text")
def publish_notice(call: Call) -> Data:
    """Only what is named here is shown: title, text, contact, and of each subject its name, unit and text.

    With `unit` (data that hold the number of a unit) it is shown in that unit only.
    """
    act, name = call.act, word(call, "name", TIMER)[:60]
    before = public_notices.newest_notice(act.session, call.instance.id, name)
    if before is not None and before.state in public_notices.UNDER_WAY:
        raise Invalid([Problem("notice.still_running", {"name": name})])
    rule = NoticeRule.read(data_at(call, "rule", {}))
    today = act.calendar.local_date(act.now)
    notice = PublicNotice(
        slug=token_hex(10),
        instance_id=call.instance.id,
        name=name,
        round=before.round + 1 if before else 1,
        title=text_at(call, "title", 300),
        content={
            "text": text_at(call, "text", LONGEST_TEXT),
            "contact": text_at(call, "contact", LONGEST_CONTACT),
            "subjects": _subjects(data_at(call, "subjects", [])),
        },
        rule=rule.shape,
        runs=[Run(today).shape],
        state="running",
        published_on=today,
        published_at=act.now,
        unit_id=data_at(call, "unit"),
    )
    act.session.add(notice)
    set_clock(act, notice, read_runs(notice.runs), call.element_id)
    data = {**_about(notice), "rule": notice.rule, "content": notice.content}
    append_event(call.instance, "notice.published", act.origin, name=notice.title, data=data)
    ends_at = notice.ends_at.isoformat() if notice.ends_at else ""
    return {"notice_slug": notice.slug, "notice_round": notice.round, "notice_ends_at": ends_at}


def _subjects(given: Any) -> list[dict[str, str]]:
    subjects = given if isinstance(given, list) else []
    if len(subjects) > MOST_SUBJECTS:
        raise Invalid([Problem("notice.subjects", {"most": MOST_SUBJECTS})])
    return [{key: str(one.get(key) or "")[:most] for key, most in SUBJECT.items()} for one in subjects]


def _about(notice: PublicNotice) -> dict[str, Any]:
    ends_at = notice.ends_at.isoformat() if notice.ends_at else None
    return {"notice": notice.slug, "round": notice.round, "ends_at": ends_at}


def set_clock(act: Act, notice: PublicNotice, runs: Sequence[Run], element_id: str = "") -> None:
    """Write the stretches of the clock and what follows from them: the end, and the timer that rings at it."""
    notice.runs = [run.shape for run in runs]
    last = last_day(NoticeRule(**notice.rule), runs, act.calendar)
    notice.ends_at = None if last is None else act.calendar.due_instant(last)
    if notice.state in public_notices.UNDER_WAY:
        notice.state = "paused" if last is None else "running"
    act.session.flush()
    arm_notice(act, notice, element_id)


def arm_notice(act: Act, notice: PublicNotice, element_id: str = "") -> None:
    """One timer while the notice runs, none else; one whose moment has come rings at once."""
    task_id = f"{TIMER}:{notice.id}"
    pending = timers.find_pending(act.session, notice.instance_id, task_id, TIMER)
    if notice.state != "running" or notice.ends_at is None:
        if pending is not None:
            pending.state = "cancelled"
            act.session.flush()
        return
    timers.arm(
        act.session,
        instance_id=notice.instance_id,
        task_id=task_id,
        element_id=element_id or (pending.element_id if pending else notice.name),
        kind=TIMER,
        due_at=notice.ends_at,
    )
    act.session.flush()
    if notice.ends_at <= act.now:
        runtime_of(act.session).has_work = True


def problem_of_ending(act: Act, notice: PublicNotice) -> Problem | None:
    """Why it cannot end yet: an objection that was not answered, a standing clock, a day that is to come."""
    waiting = public_notices.count_open_objections(act.session, notice.id)
    if waiting:
        return Problem("notice.objections_open", {"title": notice.title, "count": waiting})
    if notice.ends_at is None or act.now < notice.ends_at:
        return Problem("notice.not_over", {"title": notice.title})
    return None


def end_now(act: Act, instance: HeldInstance, notice: PublicNotice) -> None:
    notice.state, notice.closed_at = "ended", act.now
    act.session.flush()
    arm_notice(act, notice)
    append_event(instance, "notice.ended", act.origin, name=notice.title, data=_about(notice))


def withdraw_now(act: Act, instance: HeldInstance, notice: PublicNotice, reason: str) -> None:
    """Conflict for one that is over; Invalid without a reason."""
    if not reason.strip():
        raise Invalid([Problem("notice.reason_missing", field="/reason")])
    if notice.state not in public_notices.UNDER_WAY:
        raise Conflict([Problem("notice.over")])
    notice.state, notice.closed_at, notice.reason = "withdrawn", act.now, reason.strip()[:400]
    act.session.flush()
    arm_notice(act, notice)
    data = {**_about(notice), "reason": notice.reason}
    append_event(instance, "notice.withdrawn", act.origin, name=notice.title, data=data)


def stop_clock(act: Act, notice: PublicNotice) -> None:
    """An objection came in."""
    rule, today = NoticeRule(**notice.rule), act.calendar.local_date(act.now)
    set_clock(act, notice, stopped(rule, read_runs(notice.runs), today))


def answer_now(act: Act, instance: HeldInstance, objection: Objection, finding: str, answer: str) -> None:
    """Conflict for one that was answered; the last answer lets the clock go on."""
    problems = [] if finding in FINDINGS else [Problem("notice.finding", field="/finding")]
    if not answer.strip():
        problems.append(Problem("notice.answer_missing", field="/answer"))
    if problems:
        raise Invalid(problems)
    if objection.answered_at is not None:
        raise Conflict([Problem("notice.answered")])
    objection.finding, objection.answer = finding, answer.strip()
    objection.answered_at, objection.answered_by_id = act.now, act.actor_id
    act.session.flush()
    notice = public_notices.get_notice(act.session, objection.notice_id)
    if notice.state in public_notices.UNDER_WAY and public_notices.count_open_objections(act.session, notice.id) == 0:
        rule, today = NoticeRule(**notice.rule), act.calendar.local_date(act.now)
        set_clock(act, notice, resumed(rule, read_runs(notice.runs), today))
    data = {**_about(notice), "objection": objection.id, "finding": finding}
    append_event(instance, "notice.objection_answered", act.origin, name=notice.title, data=data)


def _notice_of(call: Call) -> PublicNotice:
    name = word(call, "name", TIMER)
    notice = public_notices.newest_notice(call.act.session, call.instance.id, name)
    if notice is None:
        raise Invalid([Problem("notice.none", {"name": name}, element=call.element_id)])
    return notice


@action("close_notice")
def close_notice(call: Call) -> Data:
    """For diagrams that do not wait for `notice-ended`; refuses while it cannot end."""
    notice = _notice_of(call)
    if notice.state != "ended":
        problem = _withdrawn(notice) or problem_of_ending(call.act, notice)
        if problem is not None:
            raise Invalid([problem])
        end_now(call.act, call.instance, notice)
    return {}


def _withdrawn(notice: PublicNotice) -> Problem | None:
    return Problem("notice.withdrawn", {"title": notice.title}) if notice.state == "withdrawn" else None


@action("withdraw_notice")
def withdraw_notice(call: Call) -> Data:
    """With the reason that the parameter `reason` gives."""
    withdraw_now(call.act, call.instance, _notice_of(call), text_at(call, "reason", 400))
    return {}


@action("require_notice_ended")
def require_notice_ended(call: Call) -> Data:
    """On the task or service that decides: whatever way leads there, it is refused before the notice has ended."""
    require_ended(call, word(call, "name", TIMER))
    return {}


def require_ended(call: Call, name: str) -> None:
    """For actions that decide what was on notice. Invalid while it runs, after a withdrawal, and without a notice."""
    notice = public_notices.newest_notice(call.act.session, call.instance.id, name)
    if notice is None:
        raise Invalid([Problem("notice.none", {"name": name}, element=call.element_id)])
    if notice.state != "ended":
        raise Invalid([_withdrawn(notice) or Problem("notice.not_ended", {"title": notice.title})])


@action("answer_objection")
def answer_objection(call: Call) -> Data:
    """On the task that `objection-raised` opens, with `finding` and `answer` from its form."""
    form = call.submitted or {}
    objection = public_notices.get_objection(call.act.session, call.data["objection_id"])
    if public_notices.get_notice(call.act.session, objection.notice_id).instance_id != call.instance.id:
        raise Invalid([Problem("notice.objection_other")])
    answer_now(call.act, call.instance, objection, str(form.get("finding", "")), str(form.get("answer", "")))
    return {}
