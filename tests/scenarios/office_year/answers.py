"""What the person at a task hands in today; None to leave it lying."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.scenarios.office_year import almanac
from tests.scenarios.office_year.plan import Course, Item, Milestone

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
    closed_on: date | None = None
    step: str = "none"


def is_pushed(course: Course, item: Asking, today: date) -> bool:
    """Does the officer take a step by hand at an item that is signed for or handled?"""
    return bool(
        course.pushed
        and "push" not in item.asked
        and item.resting_since is None
        and almanac.workdays_between(item.dispatched, today) >= course.pushed_on
    )


def is_instructed(course: Course, item: Asking, today: date) -> bool:
    """Does the leader instruct on the open item once more?"""
    return (
        item.closed_on is None
        and item.resting_since is None
        and _is_time("instruction", course.instructed_on, item, today)
    )


def _is_time(name: str, day: int, item: Asking, today: date) -> bool:
    return bool(day and name not in item.asked and almanac.workdays_between(item.dispatched, today) >= day)


def reached_today(item: Item, asking: Asking, today: date) -> Milestone | None:
    """The milestone of a handled item that is reported as reached; one a day."""
    ready = (
        one
        for one in item.milestones
        if one.title not in asking.asked and almanac.workdays_between(one.due_on, today) >= one.reached_after
    )
    return next(ready, None) if asking.resting_since is None and asking.closed_on is None else None


def is_withdrawn(course: Course, item: Asking, today: date) -> bool:
    """Does the officer withdraw the highest step of an item that is signed for or handled?"""
    stands = item.step != "none" and item.resting_since is None
    return stands and _is_time("withdrawal", course.withdraws_on, item, today)


def is_split(course: Course, item: Asking, today: date) -> bool:
    """Does the officer split a handled item that is not nearly due?"""
    ahead = almanac.workdays_between(today, item.due) >= 3
    return ahead and item.resting_since is None and _is_time("split", course.splits_on, item, today)


def is_merged(course: Course, item: Asking, first: Asking, today: date) -> bool:
    """Does a handled item go on in the first one of its matter, which is handled too and due no later?"""
    ahead = almanac.workdays_between(today, first.due) >= 3 and item.due >= first.due
    at_rest = item.resting_since is not None or first.resting_since is not None
    return ahead and not at_rest and _is_time("merge", course.merges_on, item, today)


def is_followed(course: Course, item: Asking, today: date) -> bool:
    """Does the leader instruct on a closed item, in time for the new one to be closed this year?"""
    if item.closed_on is None or not course.follows_on or course.reopens_on or today > LAST_REOPENING:
        return False
    return "follow" not in item.asked and almanac.workdays_between(item.closed_on, today) >= course.follows_on


def reopening_of(course: Course, item: Asking, today: date) -> Mapping[str, Any] | None:
    """A closed item is taken up again, in time to be closed again this year."""
    if item.closed_on is None or not course.reopens_on or "reopening" in item.asked or today > LAST_REOPENING:
        return None
    if almanac.workdays_between(item.closed_on, today) < course.reopens_on:
        return None
    return {"reason": "问题反弹", "due_on": almanac.workdays_on(today, course.reopened_for).isoformat()}


def request_of(course: Course, item: Asking, today: date) -> Request:
    """What is asked for, outside the tasks, of an item that is handled or rests."""
    if item.resting_since is not None:
        over = almanac.workdays_between(item.resting_since, today) >= course.rests_for
        return ("resumption", {"reason": "条件已经具备"}) if over else None
    if _is_time("cancellation", course.cancels_on, item, today):
        return "cancellation", {"reason": "上级另有安排"}
    near = 1 <= almanac.workdays_between(today, item.due) <= 3
    if course.extends and near and "extension" not in item.asked:
        wanted = almanac.workdays_on(item.due, course.extends).isoformat()
        return "extension", {"reason": "情况复杂", "progress_told": "过半", "proposed_on": wanted}
    resting = course.rests_on and almanac.workdays_between(item.dispatched, today) >= course.rests_on
    if resting and "suspension" not in item.asked:
        return "suspension", {"reason": "等待上级文件"}
    return _between_units(course, item, today)


def _between_units(course: Course, item: Asking, today: date) -> Request:
    """The unit is named by its number."""
    if _is_time("hand-over", course.passes_on, item, today):
        return "hand-over", {"unit_id": course.passes_to, "reason": "职责调整"}
    if _is_time("consultation", course.consults_on, item, today):
        asked = {"question": "请提出意见", "answer_days": course.consulted_for}
        return "consultation", {"unit_id": course.consulted, **asked}
    return None


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


def _sign_supplement(course: Course, task: Waiting, today: date) -> Handed:
    return {} if _does(course, task, today, 1.0) else None


def _give(course: Course, task: Waiting, today: date) -> Handed:
    if not _does(course, task, today, 1.0):
        return None
    return {"decision": "sign"} if course.gives else {"decision": "refuse", "opinion": "仍由本单位办理"}


def _take(course: Course, task: Waiting, today: date) -> Handed:
    if not _does(course, task, today, 1.0):
        return None
    return {"decision": "sign"} if course.takes else {"decision": "refuse", "opinion": "不属本单位职责"}


def _answer_consultation(course: Course, task: Waiting, today: date) -> Handed:
    waits = int(course.chance("consulted", task.opened) * 8)
    return {"answer": "无不同意见"} if _has_waited(task, today, waits) else None


def _conclude(course: Course, task: Waiting, today: date) -> Handed:
    waits = int(course.chance("concluded", task.opened) * 6)
    return {"conclusion": "按会商意见办理"} if _has_waited(task, today, waits) else None


def _approve_cancellation(course: Course, task: Waiting, today: date) -> Handed:
    return {"decision": "approve"} if course.is_cancelled else {"decision": "refuse", "opinion": "应继续办理"}


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
    "co_feed_more": _co_feed,
    "verify": _verify,
    "confirm": _confirm,
    "talk": _talk,
    "approve_extension": _approve_extension,
    "approve_suspension": _approve_suspension,
    "approve_cancellation": _approve_cancellation,
    "sign_supplement": _sign_supplement,
    "give": _give,
    "take": _take,
    "answer_consultation": _answer_consultation,
    "conclude": _conclude,
}
UNIT_TASKS = (
    "co_sign",
    "co_feed",
    "co_feed_more",
    "sign",
    "sign_supplement",
    "report",
    "urge_answer",
    "explain",
    "give",
    "take",
    "answer_consultation",
    "conclude",
    "handle",
)  # a result withdraws the rest: last
OFFICER_TASKS = ("redispatch", "verify")
LEADER_TASKS = ("approve_cancellation", "talk", "confirm", "approve_extension", "approve_suspension")
NEED_SIGNED = ("handle", "confirm")  # not while a further work order is not signed for
LAST_REOPENING = date(2026, 10, 30)
