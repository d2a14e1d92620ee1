"""Nine ways in which a unit deals with an item, and what the ladder must make of each, worked out by hand.

W(n) is the n-th working day after dispatch; the handler acts at ten, the ladder is asked when the office opens at nine.
The figures follow from processes/supervision/decisions/ladder.dmn, row by row; the comment of each kind says how.
Who is told: work order, urge, rejection, reopening, redispatch, closing → A and B post (2 mails); watch → A, B, unit
head, officer (4); supervision notice → A, B, unit head, leader (4).
"""

from dataclasses import dataclass
from typing import Any

Answer = dict[str, Any] | None


@dataclass(frozen=True)
class Expected:
    """What one item of this kind must have come to in the end."""

    urges: int = 0
    watches: int = 0
    notices: int = 0
    reports: int = 0
    rejections: int = 0
    mails: int = 4
    closed_late: bool = False


@dataclass(frozen=True)
class Lateness:
    """How a unit deals with an item; days are working days after dispatch."""

    name: str
    due_days: int
    cadence: str
    expected: Expected
    signs_on: int = 0
    submits_on: int = 0
    returns_first: bool = False
    answers_urges: bool = True
    reports: bool = True
    explains_on: int = 0
    rejected_first: bool = False
    reopened_first: bool = False


KINDS = (
    # Reports of 5 Feb, 5 Mar, 7 Apr (5 Apr is Qingming), 6 May (5 May is Labour Day), 5 Jun are asked for two working
    # days ahead and given that day; W(100) is 3 June, when the last of them opens. Mails: 2 + 2.
    Lateness("punctual, reports monthly", 110, "monthly", Expected(reports=5), submits_on=100),
    # W(1): days late 1, no step yet → urge. Signed and answered that day. Mails: 2 + 2 + 2.
    Lateness("signs a day late", 40, "none", Expected(urges=1, mails=6), signs_on=1, submits_on=30),
    # W(1) urge, W(2) days late 2 → watch, W(3) nothing, W(4) days late 4 → supervise. Mails: 2 + 2 + 4 + 4 + 2.
    Lateness(
        "signs four days late",
        40,
        "none",
        Expected(urges=1, watches=1, notices=1, mails=14),
        signs_on=4,
        submits_on=30,
        explains_on=4,
    ),
    # The report of 5 Feb is never given: 6 Feb days late 1 → urge, 10 Feb days late 3 → watch; it stays open, so no
    # other is asked for, and one missed report is too few for the handling to be watched. Mails: 2 + 2 + 4 + 2.
    Lateness(
        "never reports",
        110,
        "monthly",
        Expected(urges=1, watches=1, mails=10),
        submits_on=100,
        answers_urges=False,
        reports=False,
    ),
    # Due W(30). W(27): 3 days left → urge, unanswered. W(29): 1 day left → watch, reports due daily. W(30): a report
    # opens, is not given. W(31): handling late 1 → supervise; report late 1 → urge. W(33): report late 3 → watch.
    # Explained on W(34), the last day for it, so no circular follows; submitted on W(35). Mails: 2 + 2×2 + 2×4 + 4 + 2.
    Lateness(
        "overdue",
        30,
        "none",
        Expected(urges=2, watches=2, notices=1, mails=20, closed_late=True),
        submits_on=35,
        answers_urges=False,
        reports=False,
        explains_on=34,
    ),
    # W(27) urge, answered. W(29): last threshold → watch. W(30): daily report opens, given; submitted in time.
    # Mails: 2 + 2 + 4 + 2.
    Lateness("at the last moment", 30, "none", Expected(urges=1, watches=1, reports=1, mails=10), submits_on=30),
    # Verified on W(20), not accepted (2 mails); submitted again the same day, accepted. Mails: 2 + 2 + 2.
    Lateness("rejected once", 40, "none", Expected(rejections=1, mails=6), submits_on=20, rejected_first=True),
    # Returned when dispatched, the officer insists the same day (2 mails), signed the same day. Mails: 2 + 2 + 2.
    Lateness("returned once", 40, "none", Expected(mails=6), submits_on=20, returns_first=True),
    # The leader is not satisfied (2 mails); submitted again the same day, confirmed. Mails: 2 + 2 + 2.
    Lateness("reopened once", 40, "none", Expected(mails=6), submits_on=20, reopened_first=True),
)


def kind_of(ordinal: int) -> Lateness:
    """The kind of the item with this ordinal, from 1."""
    return KINDS[(ordinal - 1) % len(KINDS)]


@dataclass
class Progress:
    """What the script remembers of one item."""

    kind: Lateness
    returned: bool = False
    rejected: bool = False
    reopened: bool = False


def answer(progress: Progress, element_id: str, day: int) -> Answer:
    """What the person at this task hands in on this working day after dispatch; None to leave it lying."""
    return _ANSWERS[element_id](progress, day)


def _sign(progress: Progress, day: int) -> Answer:
    if progress.kind.returns_first and not progress.returned:
        progress.returned = True
        return {"decision": "return", "reason": "不属本单位职责"}
    return {"decision": "sign"} if day >= progress.kind.signs_on else None


def _redispatch(progress: Progress, day: int) -> Answer:
    return {"decision": "insist", "reason": "按职责分工由原单位承办"}


def _handle(progress: Progress, day: int) -> Answer:
    return {"summary": "已按要求办结"} if day >= progress.kind.submits_on else None


def _report(progress: Progress, day: int) -> Answer:
    return {"progress": min(99, day), "summary": "正在推进"} if progress.kind.reports else None


def _urge_answer(progress: Progress, day: int) -> Answer:
    return {"answer": "正在抓紧办理"} if progress.kind.answers_urges else None


def _explain(progress: Progress, day: int) -> Answer:
    if day < progress.kind.explains_on:
        return None
    return {"reason": "人手不足", "measures": "专人负责，限期办结"}


def _verify(progress: Progress, day: int) -> Answer:
    if progress.kind.rejected_first and not progress.rejected:
        progress.rejected = True
        return {"decision": "reject", "opinion": "佐证材料不全"}
    return {"decision": "accept", "opinion": "属实"}


def _confirm(progress: Progress, day: int) -> Answer:
    if progress.kind.reopened_first and not progress.reopened:
        progress.reopened = True
        return {"satisfaction": "unsatisfied", "opinion": "效果不明显"}
    return {"satisfaction": "satisfied"}


_ANSWERS = {
    "sign": _sign,
    "redispatch": _redispatch,
    "handle": _handle,
    "report": _report,
    "urge_answer": _urge_answer,
    "explain": _explain,
    "verify": _verify,
    "confirm": _confirm,
}
