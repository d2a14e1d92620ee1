"""The year computed from the plan and the table alone: what is asked, who is told, what goes on record, every light.

A day: at nine the table is asked once about each activity, at half past nine matters are dispatched, at ten the units
work, at two the officers, at three the leaders. Timers ring at their own moment, before whatever people do then.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.scenarios.office_year import almanac
from tests.scenarios.office_year.answers import (
    LEADER_TASKS,
    NEED_SIGNED,
    OFFICER_TASKS,
    UNIT_TASKS,
    Asking,
    Waiting,
    handed_in,
    is_followed,
    is_instructed,
    is_merged,
    is_pushed,
    is_split,
    is_withdrawn,
    reached_today,
    reopening_of,
    request_of,
)
from tests.scenarios.office_year.facts import facts_of
from tests.scenarios.office_year.ground import BOTH
from tests.scenarios.office_year.lights import explanation_of, light_of
from tests.scenarios.office_year.plan import Item, Matter, follow_up_of
from tests.scenarios.office_year.requests import Requests
from tests.scenarios.office_year.state import (
    RANK,
    WATCHED,
    Activity,
    Asked,
    Expected,
    Held,
    Note,
    Notice,
    Report,
    Taken,
)
from tests.scenarios.office_year.table import Row, first_row

DISPATCH, UNITS_AT, REQUESTS_AT, OFFICERS_AT, LEADERS_AT = (
    time(9, 30),
    time(10),
    time(11),
    time(14),
    time(15),
)
EVENING = time(18)
PASSES = ((UNITS_AT, UNIT_TASKS), (REQUESTS_AT, ()), (OFFICERS_AT, OFFICER_TASKS), (LEADERS_AT, LEADER_TASKS))
CO_SIGN_LATE, VERIFY_LATE = timedelta(days=2), timedelta(days=3)
PUSHED = ("sign", "handle")
TOLD_OF = {
    "co_sign": ("officer",),
    "co_feed": ("officer",),
    "co_feed_more": ("officer",),
    "give": ("officer",),
    "take": ("officer",),
    "answer_consultation": ("officer", "unit_head"),
    "conclude": ("officer",),
    "sign_supplement": ("officer", "unit_head"),
}  # who is told when it is not done in time
CO_TASKS = ("co_sign", "co_feed", "co_feed_more")
STAYS = ("sign_supplement", "approve_cancellation")  # what a result does not withdraw


class Model(Requests):
    """`looks` are evenings at which every light is noted, and what must be said of it."""

    def live(self, first: date, last: date) -> Expected:
        for today in almanac.days(first, last):
            if almanac.is_workday(today):
                self._stand_at(almanac.opening(today))
                self._ask_everywhere()
                self._stand_at(datetime.combine(today, DISPATCH))
                self._dispatch(today)
                for hour, elements in PASSES:
                    self._stand_at(datetime.combine(today, hour))
                    self._work(elements)
                    if hour == REQUESTS_AT:
                        self._requests(today)
                    self._mark_all()
            self._stand_at(datetime.combine(today, EVENING))
            self._mark_all()
            if today in self._looks:
                self._look()
        return self.found

    def _mark_all(self) -> None:
        for item in self._open_items():
            self._mark(item)

    def _stand_at(self, moment: datetime) -> None:
        """Timers up to the moment, in their order."""
        while falling := [one for one in self._timers if one[0] <= moment and one[1].resting_since is None]:
            due = min(falling, key=lambda one: one[0])
            self._timers.remove(due)
            self.now = due[0]
            self._ring(due[1], due[2])
        self.now = moment

    def _ring(self, item: Held, task: Activity) -> None:
        """It is enough that one of the co-organising units has not signed or fed the lead unit."""
        if not any(one.element == task.element and one.opened == task.opened for one in item.open):
            return
        if task.element in TOLD_OF:
            self._enter(item, "superior_told")
            self._mail(item, "step_late", TOLD_OF[task.element])
        else:
            self._enter(item, "verify_reminder")
            self._mail(item, "remind_verify", ("officer",))

    # the table

    def _ask_everywhere(self) -> None:
        for item in self._moving_items():
            for task in [one for one in item.open if one.stage and one.opened < self.now]:
                rows = [one for one in self._table if one.step not in task.withdrawn]
                row = first_row(rows, facts_of(item, task, self.now))
                if row is not None and row.step != "none":
                    self._take(item, task, row)
        self._bundle()

    def _bundle(self) -> None:
        """What was over the cap goes out in one note a unit."""
        for unit, items in self._together.items():
            told = self._people.told(unit, (), "", BOTH, self.now)
            keys = frozenset(one.key for one in items)
            self.found.notes += [Note(keys, self.now, username) for username in told]
        self._together.clear()

    def _take(self, item: Held, task: Activity, row: Row, by: str | None = None) -> None:
        self.found.steps.append(Asked(item.key, task.element, row.step, self.now, row.id))
        if row.step == "report":
            self._ask_report(item, task)
            return
        task.rise(row.step, self.now)
        item.step = max(item.step, row.step, key=RANK.__getitem__)
        task.withdrawn.discard(row.step)
        taken = Taken(row.step, self.now, task, len(self.found.entries))
        item.steps.append(taken)
        due = self._in_days(row.days("answer_days"))
        item.unanswered.add(len(self.found.entries))
        is_bundled = row.step == "urge" and by is None and self._year.units[item.unit].is_capped
        if is_bundled:
            self.found.bundled.add(len(self.found.entries))
            self._together[item.unit].append(item)
        self._enter(item, row.step, by=by, rule=row.id, due=due)
        if "mail" in row.channels and not is_bundled:
            self._mail(item, row.step, row.roles)
        self._follow(item, taken, row, due)

    def _follow(self, item: Held, taken: Taken, row: Row, due: datetime | None) -> None:
        task, entry = taken.task, taken.entry
        if row.step == "urge":
            task.urged += 1
            item.times_urged += 1
            self._open(item, Activity("urge_answer", self.now, due, about=task, entry=entry))
        elif row.step == "supervise":
            item.notice = taken.notice = Notice(self.now, due, self._in_days(row.days("rectify_days")))
            self._open(item, Activity("explain", self.now, due, about=item.notice, entry=entry))
        elif row.step in ("circular", "talk"):
            self._enter(item, "negative")
            if row.step == "talk":
                self._open(item, Activity("talk", self.now, due, entry=entry))

    def _ask_report(self, item: Held, task: Activity) -> None:
        due_on = item.next_report_due(task.step in WATCHED, self.now.date())
        assert due_on is not None
        report = Activity("report", self.now, almanac.closing(due_on), "反馈", watched=task.step in WATCHED)
        item.reports.append(Report(almanac.closing(due_on), report))
        self._open(item, report)

    # dispatch

    def _dispatch(self, today: date) -> None:
        for matter in self._year.matters:
            if matter.day == today:
                for plan in matter.items:
                    self._dispatch_item(matter, plan)

    def _dispatch_item(self, matter: Matter, plan: Item, by: str | None = None) -> None:
        due_on = plan.due_on or almanac.workdays_on(self.now.date(), plan.due_days or 0)
        item = Held(matter, plan, plan.unit, list(plan.co_units), self.now, almanac.closing(due_on))
        self.found.items[item.key] = item
        self._enter(item, "work_order", by=by or matter.officer, due=item.due)
        self._mail(item, "work_order", BOTH)
        self._mail(item, "co_work_order", ("co_handlers",))
        for unit in item.co_units:
            self._open(item, Activity("co_sign", self.now, almanac.closing(self.now.date()), unit=unit))
        if item.open:
            self._timers.append((self.now + CO_SIGN_LATE, item, item.open[0]))
        self._ask_co_units(item)
        self._open_sign(item)

    def _ask_co_units(self, item: Held) -> None:
        """Those that have not fed the lead unit yet, two working days before the item is due; else they are told of."""
        self._ask_to_feed(item, "co_feed", [one for one in item.co_units if one not in item.fed])

    def _ask_to_feed(self, item: Held, element: str, units: Sequence[int]) -> None:
        today = self.now.date()
        count = max(1, almanac.workdays_between(today, item.due_on) - 2)
        due = almanac.closing(almanac.workdays_on(today, count))
        asked = [Activity(element, self.now, due, unit=one) for one in units]
        for task in asked:
            self._open(item, task)
        if asked:
            self._timers.append((almanac.opening(almanac.next_workday(due.date())), item, asked[0]))

    def _open_sign(self, item: Held) -> None:
        self._open(item, Activity("sign", self.now, almanac.closing(self.now.date()), "签收"))

    def _open_handle(self, item: Held) -> None:
        self._open(item, Activity("handle", self.now, item.due, "办理"))

    # what people do

    def _work(self, elements: Sequence[str]) -> None:
        """Everybody goes through what lay there when the hour struck; what comes up meanwhile waits for the next."""
        lying = [
            (item, task)
            for item in self._moving_items()
            for element in elements
            for task in item.open
            if task.element == element
        ]
        for item, task in lying:
            if task in item.open and item.resting_since is None and not _waits_for_signature(item, task):
                handed = handed_in(item.plan.course, waiting(item, task), self.now.date())
                if handed is not None:
                    self._mark(item)
                    item.open.remove(task)
                    item.unanswered.discard(-1 if task.entry is None else task.entry)
                    item.done[task.element] = item.done.get(task.element, 0) + 1
                    getattr(self, f"_done_{task.element}")(item, task, handed)

    def _done_co_sign(self, item: Held, task: Activity, handed: Any) -> None:
        self._enter(item, "co_sign", by=self._people.handler(task.unit, self.now))

    def _done_co_feed(self, item: Held, task: Activity, handed: Any) -> None:
        item.fed.add(task.unit)
        self._enter(item, "contribution", by=self._people.handler(task.unit, self.now))
        self._mail(item, "contribution", BOTH)

    _done_co_feed_more = _done_co_feed

    def _done_sign(self, item: Held, task: Activity, handed: Any) -> None:
        self._enter(item, handed["decision"], by=self._handler(item))
        if handed["decision"] == "sign":
            item.state = "running"
            self._open_handle(item)
        else:
            self._open(item, Activity("redispatch", self.now))

    def _done_redispatch(self, item: Held, task: Activity, handed: Any) -> None:
        if handed["decision"] == "reassign":
            item.unit = item.plan.course.new_unit
        self._enter(item, "redispatch", by=item.matter.officer)
        self._mail(item, "redispatched", BOTH)
        self._open_sign(item)

    def _done_report(self, item: Held, task: Activity, handed: Any) -> None:
        item.progress = item.told = handed["progress"]
        item.reported_at = self.now
        next(one for one in item.reports if one.done is None).done = self.now
        self._enter(item, "report", by=self._handler(item))

    def _done_urge_answer(self, item: Held, task: Activity, handed: Any) -> None:
        if isinstance(task.about, Activity):
            task.about.answered += 1
            waits = (one for one in item.steps if one.step == "urge" and one.task is task.about and not one.answered)
            if (first := next(waits, None)) is not None:
                first.answered = True
        self._enter(item, "urge_answer", by=self._handler(item))

    def _done_explain(self, item: Held, task: Activity, handed: Any) -> None:
        if isinstance(task.about, Notice):
            task.about.answered = True
        self._enter(item, "explanation", by=self._handler(item))

    def _done_talk(self, item: Held, task: Activity, handed: Any) -> None:
        self._enter(item, "talk_held", by=self._people.leader(item.unit))

    def _done_handle(self, item: Held, task: Activity, handed: Any) -> None:
        """A result takes with it what else was open of the handling; a report that was late by then was missed."""
        self._enter(item, "result", by=self._handler(item))
        item.state, item.progress, item.handed_in = "submitted", 100, self.now
        for report in item.reports:
            report.done = report.done or self.now
        item.open = [one for one in item.open if one.element in STAYS]
        verify = Activity("verify", self.now)
        self._open(item, verify)
        self._timers.append((self.now + VERIFY_LATE, item, verify))

    def _done_verify(self, item: Held, task: Activity, handed: Any) -> None:
        self._enter(item, "verification", by=item.matter.officer)
        if handed["decision"] == "accept":
            self._open(item, Activity("confirm", self.now))
        else:
            self._again(item, "rejection", "rejected", item.matter.officer)

    def _done_confirm(self, item: Held, task: Activity, handed: Any) -> None:
        leader = self._people.leader(item.unit)
        self._enter(item, "confirmation", by=leader)
        if handed["satisfaction"] == "unsatisfied":
            self._again(item, "reopening", "reopened", leader)
            return
        item.state, item.closed = "closed", self.now
        self._mail(item, "closed", BOTH)

    def _again(self, item: Held, kind: str, mail: str, by: str) -> None:
        self._enter(item, kind, by=by)
        self._mail(item, mail, BOTH)
        item.state, item.progress = "running", item.told
        self._open_handle(item)
        self._ask_co_units(item)

    # requests and steps by hand

    def _requests(self, today: date) -> None:
        for item in self._open_items():
            self._reach(item, today)
            self._act_by_hand(item, today)
        for item in self._open_items():
            if item.resting_since is not None or _is_handled(item):
                request = request_of(item.plan.course, asking(item), today)
                if request is not None:
                    getattr(self, f"_ask_{request[0].replace('-', '_')}")(item, request[1])
        self._reopen_some(today)
        for item in self._moving_items():
            if _is_handled(item) and is_split(item.plan.course, asking(item), today):
                for part in self._split(item):
                    self._dispatch_item(item.matter, part)
        self._merge_some(today)
        self._follow_some(today)

    def _reopen_some(self, today: date) -> None:
        for item in self.found.items.values():
            wanted = reopening_of(item.plan.course, asking(item), today)
            if wanted is not None:
                self._reopen(item, wanted)
                self._open_handle(item)
                self._ask_co_units(item)

    def _follow_some(self, today: date) -> None:
        for item in list(self.found.items.values()):
            if is_followed(item.plan.course, asking(item), today):
                item.asked["follow"] = self.now
                leader = self._people.leader(item.unit)
                plan = follow_up_of(item.plan, self._last_ordinal(item) + 1, item.unit, item.co_units)
                self._dispatch_item(item.matter, plan, by=leader)
                self._enter(self.found.items[item.matter.key(plan)], "instruction", by=leader)

    def _merge_some(self, today: date) -> None:
        for item in self._moving_items():
            first = self.found.items.get((item.matter.number, 1))
            if first is None or first is item or not (_is_handled(item) and _is_handled(first)):
                continue
            if not item.plan.milestones and is_merged(item.plan.course, asking(item), asking(first), today):
                joined = self._merge(item, first)
                self._ask_to_feed(first, "co_feed_more", joined)

    def _act_by_hand(self, item: Held, today: date) -> None:
        """The officer takes and withdraws steps where it is signed for or handled; the leader instructs on all."""
        task = next((one for one in item.open if one.element in PUSHED), None)
        if task is not None and is_pushed(item.plan.course, asking(item), today):
            self._push(item, task)
        if task is not None and is_withdrawn(item.plan.course, asking(item), today):
            self._withdraw(item, task)
        if is_instructed(item.plan.course, asking(item), today):
            self._instruct(item)

    def _reach(self, item: Held, today: date) -> None:
        one = reached_today(item.plan, asking(item), today) if _is_handled(item) else None
        if one is not None:
            item.asked[one.title] = self.now
            self._mark(item)
            item.reached.add(one.title)
            item.progress = item.told = max(item.progress, one.percent)
            item.reported_at = self.now
            self._enter(item, "milestone_reached", by=self._handler(item))

    def _push(self, item: Held, task: Activity) -> None:
        item.asked["push"] = self.now
        row = first_row(self._by_hand, {"wanted": item.plan.course.pushed, "item_step": item.step}.__getitem__)
        assert row is not None
        self._take(item, task, row, by=item.matter.officer)

    def _look(self) -> None:
        for key, item in self.found.items.items():
            self.found.lights[self.now, key] = light_of(self._lights, item, self.now)
            self.found.progress[self.now, key] = item.progress
            self.found.explained[self.now, key] = explanation_of(self._lights, item, self.now)


def _is_handled(item: Held) -> bool:
    return any(one.element == "handle" for one in item.open)


def _waits_for_signature(item: Held, task: Activity) -> bool:
    """Nobody answers what they have not taken note of."""
    return task.element in NEED_SIGNED and any(one.element == "sign_supplement" for one in item.open)


def asking(item: Held) -> Asking:
    """The item as whoever asks for something sees it."""
    rest = item.resting_since.date() if item.resting_since else None
    closed = item.closed.date() if item.closed and item.state == "closed" and not item.is_split else None
    return Asking(item.dispatched.date(), item.due_on, frozenset(item.asked), rest, closed, item.step)


def waiting(item: Held, task: Activity) -> Waiting:
    """The task as its person sees it."""
    return Waiting(
        task.element,
        item.dispatched.date(),
        item.due_on,
        task.opened.date(),
        item.done.get(task.element, 0),
        task.unit if task.element in CO_TASKS else 0,
    )
