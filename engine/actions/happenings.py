"""What a year's records say of units and people.

What was done counts for who did it, A or B; what was not done, for whose turn it was at that moment.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from engine.act import Act
from engine.domain.performance import Happening
from engine.people.principals import of_post
from engine.people.situation import Work
from engine.store.models import Award, Item, ItemRecord, NegativeEntry
from engine.store.performance_sources import (
    HANDED_ON,
    STEPS,
    Course,
    awards_between,
    courses_between,
    late_tracks_between,
    negatives_between,
)

PROCESS = "supervision-item"
SATISFIED = {"satisfied": "praised", "unsatisfied": "unsatisfied"}
NOT_WORK = "discipline"  # no work record: it stands on the list, and no table gives points for it


def happenings_of(act: Act, year: int) -> Iterator[Happening]:
    """Everything that happened in a year of the office's zone, up to the moment of the act."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    since, until = _start(act, first), min(_start(act, last + timedelta(days=1)), act.now + timedelta(microseconds=1))
    for course in courses_between(act.session, since, until):
        yield from (one for one in _of_course(act, course) if since <= one.at < until)
    for entry in negatives_between(act.session, first, last):
        if entry.kind != NOT_WORK:
            yield _of_entry(act, entry)
    for track, task in late_tracks_between(act.session, since, until):
        post_id = task.handler_post_id if track.track == "business" else task.liaison_post_id
        yield Happening(
            "gate_late", track.submitted_at, "track", str(track.id), task.unit_id, post_id, track.submitted_by_id
        )
    for award, award_post_id in awards_between(act.session, since, until):
        yield _of_award(award, award_post_id)


def _start(act: Act, day: date) -> datetime:
    return datetime.combine(day, time.min, act.calendar.zone)


Moment = tuple[datetime, int]  # a moment, and the record at it: what came after that record came later
Place = tuple[int | None, int | None] | None  # unit and post
LAST = 2**62  # after all records of the moment


class _Told:
    """A course, and who had the work at each moment of it."""

    def __init__(self, act: Act, course: Course) -> None:
        self.act, self.course, self.item = act, course, course.item

    def happening(
        self, kind: str, when: Moment, source: tuple[str, str], who: int | None, *, placed: Place = None, **more: Any
    ) -> Happening:
        """Of the lead unit at that moment, or of `placed`."""
        unit_id, post_id = placed or self.placed_at(when)
        matter = self.course.matter
        return Happening(
            kind,
            when[0],
            *source,
            unit_id,
            post_id,
            who,
            item_id=self.item.id,
            urgency=matter.urgency,
            source=matter.source,
            special=self.item.special or matter.special,
            **more,
        )

    def placed_at(self, when: Moment) -> tuple[int | None, int | None]:
        """Unit and post before the first handing on that came later; without one, those of today."""
        for record in self.course.records:
            if record.kind in HANDED_ON and (record.at, record.id) > when and record.data.get("before_post_id"):
                return record.data["before_unit_id"], record.data["before_post_id"]
        return self.item.lead_unit_id, self.item.handler_post_id

    def turn_at(self, when: Moment) -> int | None:
        return whose_turn(self.act, when[0], *self.placed_at(when))

    def result_before(self, when: Moment) -> ItemRecord | None:
        results = [one for one in self.course.records if one.kind == "result" and (one.at, one.id) <= when]
        return results[-1] if results else None

    def submitter(self, when: Moment) -> int | None:
        result = self.result_before(when)
        return result.actor_id if result else None


def whose_turn(act: Act, at: datetime, unit_id: int | None, post_id: int | None) -> int | None:
    """A, or who stood in at the moment; None where it was nobody's or several people's."""
    if post_id is None:
        return None
    doers = act.situation_at(at).doers([of_post(post_id)], Work(PROCESS, unit_id))
    return next(iter(doers)) if len(doers) == 1 else None


def _of_course(act: Act, course: Course) -> Iterator[Happening]:
    told = _Told(act, course)
    yield from _of_closing(told, course.item)
    yield from _of_records(told)
    yield from _of_reports(told)
    yield from _of_silence(told)


def _of_closing(told: _Told, item: Item) -> Iterator[Happening]:
    """销号 on time or late, by when the accepted result came in; not what was split, merged or asked elsewhere."""
    scored = item.scored_due_at or item.due_at
    if item.state != "closed" or item.closed_at is None or item.outcome is not None or scored is None:
        return
    closed, source = (item.closed_at, LAST), ("item", str(item.id))
    if not item.closed_late:
        yield told.happening("on_time", closed, source, told.submitter(closed))
        return
    result = told.result_before(closed)
    days = told.act.calendar.days_late(result.at if result else item.closed_at, scored)
    yield told.happening("late", closed, source, told.turn_at((scored, LAST)), days_late=days)


def _of_records(told: _Told) -> Iterator[Happening]:
    times: Counter[str] = Counter()
    for record in told.course.records:
        kind = _kind_of(record)
        if kind is None or record.withdrawn_at is not None:
            continue
        times[kind] += 1
        when = (record.at, record.id)
        who = told.turn_at(when) if record.kind in STEPS else told.submitter(when)
        by_hand = bool(record.data.get("by_hand"))
        yield told.happening(kind, when, ("record", str(record.id)), who, times=times[kind], by_hand=by_hand)


def _kind_of(record: ItemRecord) -> str | None:
    if record.kind == "confirmation":
        return SATISFIED.get(record.data.get("satisfaction", ""))
    return {**STEPS, "rejection": "returned", "praise": "praised"}.get(record.kind)


def _of_reports(told: _Told) -> Iterator[Happening]:
    """进展反馈 that was not in when it was due, whether it came later or not."""
    times = 0
    for task_id, due, handed_in in told.course.reports:
        if due < (handed_in or told.act.now):
            times, when = times + 1, (due, LAST)
            yield told.happening("missed_report", when, ("task", task_id), told.turn_at(when), times=times)


def _of_silence(told: _Told) -> Iterator[Happening]:
    """协办反馈 that was not in when it was due: of each co-organising unit that the officer was told of."""
    for record in told.course.records:
        for unit_id in record.data.get("silent", ()) if record.kind == "superior_told" else ():
            post = told.act.situation_at(record.at).post_of(unit_id, "handler")
            post_id = post.id if post else None
            who = whose_turn(told.act, record.at, unit_id, post_id)
            source, when = ("record", str(record.id)), (record.at, record.id)
            yield told.happening("co_missed", when, source, who, placed=(unit_id, post_id))


def _of_award(award: Award, post_id: int | None) -> Happening:
    """受到表彰, by the day of the decision; what was revoked is none any more."""
    kind = "unit_awarded" if award.person_id is None else "person_awarded"
    return Happening(kind, award.decided_at, "award", str(award.id), award.unit_id, post_id, award.person_id)


def _of_entry(act: Act, entry: NegativeEntry) -> Happening:
    return Happening(
        entry.kind,
        _start(act, entry.occurred_on),
        "negative",
        str(entry.id),
        entry.unit_id,
        entry.post_id,
        entry.person_id,
        item_id=entry.item_id,
        by_hand=entry.record_id is None,
    )
