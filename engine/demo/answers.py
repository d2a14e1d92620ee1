"""What the people of the demo office hand in at a task: a pure function of an item's course and the day."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.demo.story import Course, Words

Answer = dict[str, Any] | None
MOST_PROGRESS = 90
DIFFICULT_FROM = 50


@dataclass(frozen=True)
class Today:
    """A working day in the life of an item that was dispatched on day `since`."""

    day: int
    since: int
    course: Course
    words: Words

    @property
    def progress(self) -> int:
        """How far a unit says it is, in steps of five: with the time that has passed."""
        given = max(1, self.course.due - self.since)
        return min(MOST_PROGRESS, 100 * (self.day - self.since) // given // 5 * 5)


def answer(element_id: str, today: Today) -> Answer:
    """The form filled in, or None where the task is left lying today; one that no course speaks of is left too."""
    fill_in = _ANSWERS.get(element_id)
    return fill_in(today) if fill_in else None


def _sign(today: Today) -> Answer:
    if today.course.returns:
        return {"decision": "return", "reason": today.course.returns}
    return {"decision": "sign"} if today.day >= today.course.signs else None


def _co_sign(today: Today) -> Answer:
    return {} if today.day >= today.course.signs else None


def _handle(today: Today) -> Answer:
    course = today.course
    if not course.submits <= today.day < course.rejected:
        return None
    return {"summary": course.result, "evidence": course.evidence}


def _report(today: Today) -> Answer:
    if today.day > today.course.reports_until:
        return None
    reports, progress = today.words.reports, today.progress
    filled: dict[str, Any] = {"progress": progress, "summary": reports[progress * len(reports) // 100]}
    if today.course.co_units and progress >= DIFFICULT_FROM:
        filled["difficulties"] = today.words.difficulties
    return filled


def _urge_answer(today: Today) -> Answer:
    if today.day > today.course.answers_until:
        return None
    return {"answer": today.words.answers[today.day % len(today.words.answers)]}


def _explain(today: Today) -> Answer:
    course = today.course
    if today.day < course.explains:
        return None
    return {"reason": course.explanation, "measures": course.measures}


def _verify(today: Today) -> Answer:
    course = today.course
    if today.day >= course.rejected:
        return {"decision": "reject", "opinion": course.rejection}
    return {"decision": "accept", "opinion": today.words.accepted} if today.day >= course.accepted else None


def _confirm(today: Today) -> Answer:
    course = today.course
    if today.day < course.confirmed:
        return None
    return {"satisfaction": course.satisfaction, "opinion": course.opinion}


_ANSWERS: dict[str, Callable[[Today], Answer]] = {
    "sign": _sign,
    "co_sign": _co_sign,
    "handle": _handle,
    "report": _report,
    "urge_answer": _urge_answer,
    "explain": _explain,
    "verify": _verify,
    "confirm": _confirm,
}
