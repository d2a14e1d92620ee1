"""What is asked of an item outside its tasks, and what follows: rests, later dates, other units, its end."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tests.scenarios.office_year import almanac
from tests.scenarios.office_year.ground import BOTH, Ground
from tests.scenarios.office_year.plan import Item, parts_of
from tests.scenarios.office_year.state import RANK, Activity, Asked, Held, Taken
from tests.scenarios.office_year.table import first_row

OFFICE = (*BOTH, "officer")
WITH_HEAD = (*BOTH, "unit_head", "officer")
CONCERNED = (*BOTH, "co_handlers", "unit_head", "officer")
ASKED_BY = {"urge_answer": "urge", "explain": "supervise", "talk": "talk"}  # the step that asked for an answer
SIGNED_BY, CONCLUDED_IN = 3, 5  # calendar days, after which the officer is told


def highest(steps: Iterable[Taken]) -> str:
    return max((one.step for one in steps), key=RANK.__getitem__, default="none")


class Requests(Ground):
    """The part of the model that is about requests and instructions."""

    # extension, suspension

    def _ask_extension(self, item: Held, wanted: Any) -> None:
        item.asked["extension"] = until = date.fromisoformat(wanted["proposed_on"])
        self._enter(item, "extension_asked", by=self._handler(item), due=almanac.closing(until))
        self._mail(item, "extension_asked", ("leader", "officer"))
        self._open(item, Activity("approve_extension", self.now))

    def _ask_suspension(self, item: Held, wanted: Any) -> None:
        item.asked["suspension"] = self.now
        self._enter(item, "suspension_asked", by=self._handler(item))
        self._mail(item, "suspension_asked", ("leader", "officer"))
        self._open(item, Activity("approve_suspension", self.now))

    def _ask_resumption(self, item: Held, wanted: Any) -> None:
        """What was ahead when it came to rest is as many working days ahead now; timers of events likewise in time."""
        since, item.resting_since = item.resting_since, None
        assert since is not None
        item.rests.append((since, self.now))
        gone = self.now - since
        self._timers = [(due + gone if one is item else due, one, task) for due, one, task in self._timers]
        for task in item.open:
            if task.element != "handle":
                task.due = self._given_back(task.due, since)
            if task.step_at is not None:
                gone_days = almanac.workdays_between(task.step_at.date(), since.date())
                task.step_at = almanac.opening(almanac.workdays_on(self.now.date(), -gone_days))
        for number in item.unanswered:
            entry = self.found.entries[number]
            self.found.entries[number] = entry._replace(due=self._given_back(entry.due, since))
        if item.notice is not None:
            item.notice.answer_due = self._given_back(item.notice.answer_due, since)
            item.notice.rectify_due = self._given_back(item.notice.rectify_due, since)
        for report in item.reports:
            if report.done is None:
                report.due = self._given_back(report.due, since) or report.due
        if item.due > since:
            self._move_due(item, self._given_back(item.due, since) or item.due)
        self._enter(item, "resumption", by=item.matter.officer, due=item.due)
        self._mail(item, "resumption", (*BOTH, "officer"))

    def _given_back(self, due: datetime | None, since: datetime) -> datetime | None:
        if due is None or due <= since:
            return due
        left = almanac.workdays_between(since.date(), due.date())
        return almanac.closing(almanac.workdays_on(self.now.date(), left))

    def _done_approve_extension(self, item: Held, task: Activity, handed: Any) -> None:
        by, told = self._people.leader(item.unit), (*BOTH, "officer")
        if handed["decision"] == "approve":
            self._move_due(item, almanac.closing(item.asked["extension"]))
            self._enter(item, "extension", by=by, due=item.due)
            self._mail(item, "extension", told)
        else:
            self._enter(item, "extension_refused", by=by)
            self._mail(item, "extension_refused", told)

    def _done_approve_suspension(self, item: Held, task: Activity, handed: Any) -> None:
        approved = handed["decision"] == "approve"
        kind = "suspension" if approved else "suspension_refused"
        self._enter(item, kind, by=self._people.leader(item.unit))
        self._mail(item, kind, (*BOTH, "officer"))
        if approved:
            item.resting_since = self.now

    # a further instruction

    def _instruct(self, item: Held) -> None:
        item.asked["instruction"] = self.now
        leader = self._people.leader(item.unit)
        self._enter(item, "instruction", by=leader)
        self._supplement(item, "instruction", leader)

    def _supplement(self, item: Held, kind: str, by: str) -> None:
        """A further work order, which is to be signed for."""
        self._enter(item, "supplement", by=by, due=item.due)
        self._mail(item, kind, WITH_HEAD)
        self._mail(item, "co_work_order", ("co_handlers",))
        task = Activity("sign_supplement", self.now, almanac.closing(self.now.date()))
        self._open(item, task)
        self._ring_in(2, item, task)

    def _done_sign_supplement(self, item: Held, task: Activity, handed: Any) -> None:
        self._enter(item, "supplement_sign", by=self._handler(item))

    # a step withdrawn

    def _withdraw(self, item: Held, task: Activity) -> None:
        """The highest step no longer counts, at whichever activity; what it asked for falls away."""
        item.asked["withdrawal"] = self.now
        row = first_row(self._by_hand, {"wanted": "withdraw", "item_step": item.step}.__getitem__)
        assert row is not None
        self.found.steps.append(Asked(item.key, task.element, "withdraw", self.now, row.id))
        kinds = sorted({one.step for one in item.steps}, key=RANK.__getitem__)
        bottom = RANK[kinds[-2]] if len(kinds) > 1 else 0
        gone = [one for one in item.steps if RANK[one.step] > bottom]
        item.steps = [one for one in item.steps if one not in gone]
        item.step = highest(item.steps)
        for one in gone:
            self._no_longer_counts(item, one)
        self._fall_away(item, bottom)
        item.notice = next((one.notice for one in reversed(item.steps) if one.notice is not None), None)
        self._enter(item, "withdrawal", by=item.matter.officer, rule=row.id)
        self._mail(item, "withdrawal", row.roles)

    def _no_longer_counts(self, item: Held, gone: Taken) -> None:
        at = gone.task
        at.withdrawn.add(gone.step)
        at.step = highest([one for one in item.steps if one.task is at])
        at.answered += gone.step == "urge" and not gone.answered
        item.unanswered.discard(gone.entry)

    def _fall_away(self, item: Held, bottom: int) -> None:
        for task in list(item.open):
            asked_by = ASKED_BY.get(task.element)
            is_daily = task.watched and bottom < RANK["watch"]
            if is_daily or (asked_by and RANK[asked_by] > bottom):
                item.open.remove(task)
                for report in item.reports:
                    if report.task is task:
                        report.done = self.now

    # between units

    def _ask_hand_over(self, item: Held, wanted: Any) -> None:
        item.asked["hand-over"] = self.now
        self._enter(item, "hand_over_proposed", by=self._handler(item))
        self._mail(item, "hand_over_proposed", ("unit_head", "officer"))
        self._ask_signature(item, "give", item.unit)

    def _ask_signature(self, item: Held, element: str, unit: int) -> None:
        task = Activity(element, self.now, self._in_days(1), unit=unit)
        self._open(item, task)
        self._ring_in(SIGNED_BY, item, task)

    def _done_give(self, item: Held, task: Activity, handed: Any) -> None:
        if self._is_signed(item, self._people.head(item.unit, self.now), handed):
            to = item.plan.course.passes_to
            self._mail(item, "hand_over_to_sign", (f"head_of:{to}", f"handler_of:{to}"))
            self._ask_signature(item, "take", to)

    def _done_take(self, item: Held, task: Activity, handed: Any) -> None:
        head = self._people.head(task.unit, self.now)
        if self._is_signed(item, head, handed):
            item.unit = task.unit
            item.co_units = [one for one in item.co_units if one != item.unit]
            self._enter(item, "hand_over", by=head)
            self._mail(item, "hand_over", WITH_HEAD)

    def _is_signed(self, item: Held, head: str, handed: Any) -> bool:
        signed = bool(handed["decision"] == "sign")
        self._enter(item, "hand_over_signed" if signed else "hand_over_refused", by=head)
        if not signed:
            self._mail(item, "hand_over_refused", OFFICE)
        return signed

    def _ask_consultation(self, item: Held, wanted: Any) -> None:
        item.asked["consultation"] = self.now
        unit, days = wanted["unit_id"], wanted["answer_days"]
        self._enter(item, "consultation", by=self._handler(item))
        self._mail(item, "consultation", (f"handler_of:{unit}", f"liaison_of:{unit}"))
        task = Activity("answer_consultation", self.now, self._in_days(days), unit=unit)
        self._open(item, task)
        self._ring_in(days + 1, item, task)

    def _done_answer_consultation(self, item: Held, task: Activity, handed: Any) -> None:
        self._enter(item, "consultation_answer", by=self._people.handler(task.unit, self.now))
        self._mail(item, "consultation_answer", BOTH)
        conclude = Activity("conclude", self.now, self._in_days(2))
        self._open(item, conclude)
        self._ring_in(CONCLUDED_IN, item, conclude)

    def _done_conclude(self, item: Held, task: Activity, handed: Any) -> None:
        self._enter(item, "consultation_conclusion", by=self._handler(item))

    # its end, and its return

    def _ask_cancellation(self, item: Held, wanted: Any) -> None:
        item.asked["cancellation"] = self.now
        self._enter(item, "cancellation_asked", by=item.matter.officer)
        self._mail(item, "cancellation_asked", ("leader",))
        self._open(item, Activity("approve_cancellation", self.now, self._in_days(1)))

    def _done_approve_cancellation(self, item: Held, task: Activity, handed: Any) -> None:
        by = self._people.leader(item.unit)
        if handed["decision"] == "approve":
            item.state, item.closed = "cancelled", self.now
            item.open.clear()
            self._enter(item, "cancellation", by=by)
            self._mail(item, "cancellation", CONCERNED)
        else:
            self._enter(item, "cancellation_refused", by=by)
            self._mail(item, "cancellation_refused", ("officer",))

    def _split(self, item: Held) -> list[Item]:
        """It is closed without a result; the parts that go on for it are yet to be dispatched."""
        last = self._last_ordinal(item)
        item.state, item.closed, item.is_split = "closed", self.now, True
        item.open.clear()
        self._enter(item, "split", by=item.matter.officer)
        self._mail(item, "split", WITH_HEAD)
        return list(parts_of(item.plan, (last + 1, last + 2), item.due_on))

    def _last_ordinal(self, item: Held) -> int:
        return max(key[1] for key in self.found.items if key[0] == item.matter.number)

    def _merge(self, item: Held, first: Held) -> list[int]:
        """It is closed without a result and goes on in the first one; answers the units that are new there."""
        item.state, item.closed, item.is_split = "closed", self.now, True
        item.open.clear()
        self._enter(item, "merged", by=item.matter.officer)
        self._mail(item, "merged", WITH_HEAD)
        joined = [one for one in (item.unit, *item.co_units) if one not in (first.unit, *first.co_units)]
        first.co_units = [*first.co_units, *joined]
        self._enter(first, "merged_in", by=item.matter.officer)
        self._supplement(first, "merged_in", item.matter.officer)
        return joined

    def _reopen(self, item: Held, wanted: Any) -> None:
        """The course before has ended: its steps, notices and reports count no more; a miss stays marked.

        What was told of its progress still holds, but nobody is behind for not having told it again.
        """
        item.asked["reopening"] = self.now
        item.state, item.step, item.closed, item.handed_in = "running", "none", None, None
        item.steps, item.notice, item.reports, item.fed = [], None, [], set()
        item.unanswered.clear()
        item.progress, item.taken_up_again, item.reported_at = item.told, self.now, None
        self._move_due(item, almanac.closing(date.fromisoformat(wanted["due_on"])))
        self._enter(item, "reopening", by=item.matter.officer, due=item.due)
        self._mail(item, "taken_up_again", CONCERNED)
