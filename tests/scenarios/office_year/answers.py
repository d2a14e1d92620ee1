"""What the person at a task hands in today; None to leave it lying."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.scenarios.office_year import almanac
from tests.scenarios.office_year.plan import Course

Handed = Mapping[str, Any] | None
Request = tuple[str, Mapping[str, Any]] | None


@dataclass(frozen=True)
class Waiting:
    """A task that waits for somebody: of which item, since when, and how many of its kind were done before.

    `unit` tells the tasks of several co-organising units apart.
    """

    element: str
    dispatched: date
    due: date
    opened: date
    done_before: int = 0
    unit: int = 0


@dataclass(frozen=True)
class Asking:
    """An item about which somebody could ask for something: `asked` before, `resting_since` where it rests."""

    dispatched: date
    due: date
    asked: frozenset[str]
    resting_since: date | None = None


def is_pushed(course: Course, item: Asking, today: date) -> bool:
    """Does the officer take a step by hand at an item that is signed for or handled?"""
    return bool(
        course.pushed
        and "push" not in item.asked
        and item.resting_since is None
        and almanac.workdays_between(item.dispatched, today) >= course.pushed_on
    )


def request_of(course: Course, item: Asking, today: date) -> Request:
    """What is asked for, outside the tasks, of an item that is handled or rests."""
    if item.resting_since is not None:
        over = almanac.workdays_between(item.resting_since, today) >= course.rests_for
        return ("resumption", {"reason": "条件已经具备"}) if over else None
    near = 1 <= almanac.workdays_between(today, item.due) <= 3
    if course.extends and near and "extension" not in item.asked:
        wanted = almanac.workdays_on(item.due, course.extends).isoformat()
        return "extension", {"reason": "情况复杂", "progress_told": "过半", "proposed_on": wanted}
    resting = course.rests_on and almanac.workdays_between(item.dispatched, today) >= course.rests_on
    return ("suspension", {"reason": "等待上级文件"}) if resting and "suspension" not in item.asked else None


def handed_in(course: Course, task: Waiting, today: date) -> Handed:
    """By the item's course and the day."""
    return ANSWERS[task.element](course, task, today)


def _has_waited(task: Waiting, today: date, count: int) -> bool:
    return almanac.workdays_between(task.opened, today) >= count


def _does(course: Course, task: Waiting, today: date, share: float) -> bool:
    """This share is done, most of it at once, some of it one to three days later."""
    if course.chance(task.element, task.opened, task.unit) >= share:
        return False
    late = course.chance("late", task.element, task.opened, task.unit)
    return _has_waited(task, today, 0 if late < 0.6 else int(late * 10) - 5)


def _sign(course: Course, task: Waiting, today: date) -> Handed:
    if course.returns and not task.done_before:
        return {"decision": "return", "reason": "不属本单位职责"}
    since = task.opened if task.done_before else task.dispatched
    return {"decision": "sign"} if almanac.workdays_between(since, today) >= course.signs_on else None


def _redispatch(course: Course, task: Waiting, today: date) -> Handed:
    if not _has_waited(task, today, course.again // 3):
        return None
    return {"decision": course.returns, "reason": "按职责分工研究确定"}


def _handle(course: Course, task: Waiting, today: date) -> Handed:
    if task.done_before:
        ready = _has_waited(task, today, course.again)
    else:
        ready = almanac.workdays_between(task.due, today) >= course.hands_in
    return {"summary": "已按要求办结", "evidence": "工作报告"} if ready else None


def _report(course: Course, task: Waiting, today: date) -> Handed:
    if not _does(course, task, today, course.reports):
        return None
    given = max(1, almanac.workdays_between(task.dispatched, task.due))
    gone = almanac.workdays_between(task.dispatched, today)
    return {"progress": max(0, min(99, int(100 * course.pace * gone / given))), "summary": "正在推进"}


def _urge_answer(course: Course, task: Waiting, today: date) -> Handed:
    return {"answer": "正在抓紧办理"} if _does(course, task, today, course.answers) else None


def _explain(course: Course, task: Waiting, today: date) -> Handed:
    answered = _does(course, task, today, course.answers)
    return {"reason": "人手不足", "measures": "专人负责，限期办结"} if answered else None


def _co_sign(course: Course, task: Waiting, today: date) -> Handed:
    return {} if _does(course, task, today, 0.9) else None


def _co_feed(course: Course, task: Waiting, today: date) -> Handed:
    """Most co-organising units feed the lead unit, in up to two weeks."""
    patience = course.chance(task.element, task.opened, task.unit)
    fed = patience < 0.8 and _has_waited(task, today, int(patience * 12))
    return {"summary": "本单位承担部分已办结"} if fed else None


def _verify(course: Course, task: Waiting, today: date) -> Handed:
    if not _has_waited(task, today, course.verifies):
        return None
    rejected = task.done_before < course.rejections
    return {"decision": "reject" if rejected else "accept", "opinion": "材料不全" if rejected else "属实"}


def _confirm(course: Course, task: Waiting, today: date) -> Handed:
    if not _has_waited(task, today, course.confirms):
        return None
    if task.done_before < course.reopenings:
        return {"satisfaction": "unsatisfied", "opinion": "效果不明显"}
    return {"satisfaction": "basically" if course.chance("satisfied") < 0.2 else "satisfied"}


def _approve_extension(course: Course, task: Waiting, today: date) -> Handed:
    return {"decision": "approve"} if course.is_extended else {"decision": "refuse", "opinion": "应按期办结"}


def _approve_suspension(course: Course, task: Waiting, today: date) -> Handed:
    return {"decision": "approve"} if course.rests_for > 1 else {"decision": "refuse", "opinion": "应继续办理"}


def _talk(course: Course, task: Waiting, today: date) -> Handed:
    if not _does(course, task, today, 1.0):
        return None
    said = {"talk_content": "限期整改", "commitments": "按期办结"}
    return {"talked_with": "负责人", "talked_on": today.isoformat(), **said}


ANSWERS: dict[str, Callable[[Course, Waiting, date], Handed]] = {
    "sign": _sign,
    "redispatch": _redispatch,
    "handle": _handle,
    "report": _report,
    "urge_answer": _urge_answer,
    "explain": _explain,
    "co_sign": _co_sign,
    "co_feed": _co_feed,
    "verify": _verify,
    "confirm": _confirm,
    "talk": _talk,
    "approve_extension": _approve_extension,
    "approve_suspension": _approve_suspension,
}
UNIT_TASKS = (
    "co_sign",
    "co_feed",
    "sign",
    "report",
    "urge_answer",
    "explain",
    "handle",
)  # a result withdraws the rest: last
OFFICER_TASKS = ("redispatch", "verify")
LEADER_TASKS = ("talk", "confirm", "approve_extension", "approve_suspension")
