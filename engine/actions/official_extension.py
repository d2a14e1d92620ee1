"""延期审批表: what was asked for, by whom and why, and what was decided, on one sheet."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.actions.official_facts import about, day_of, label, name_of, said, unless_empty
from engine.actions.official_ordering import order_document
from engine.actions.registry import Call
from engine.notify.mails import office_time
from engine.typesetting import Paper, says


@dataclass(frozen=True)
class Extension:
    """An extension that was asked for and decided. `original_due` was set at the dispatch, `due` held until now.

    `until` is the date that was approved, None where it was refused; `times` counts those approved, this one included.
    """

    asked_by_id: int | None
    reason: str
    progress: str
    proposed_on: date
    original_due: datetime | None
    due: datetime | None
    decided_by_id: int | None
    opinion: str
    until: datetime | None
    times: int = 0
    after_miss: bool = False


def order_extension(call: Call, extension: Extension) -> None:
    """Ordered at the decision, whichever it is."""
    approved = extension.until is not None
    decision = said(call, "extension_approved" if approved else "extension_refused")
    until = office_time(extension.until) if extension.until else ""
    times = said(call, "extension_times", times=extension.times) if approved and extension.times else ""
    rows = (
        *about(call),
        (
            says(label(call, "original_due"), _time(extension.original_due or extension.due)),
            says(label(call, "present_due"), _time(extension.due)),
        ),
        (
            says(label(call, "asked_by"), name_of(call, extension.asked_by_id)),
            says(label(call, "proposed"), _day(call, extension.proposed_on)),
        ),
        (says(label(call, "extension_reason"), extension.reason),),
        (says(label(call, "extension_progress"), extension.progress),),
        unless_empty(says(label(call, "missed"), said(call, "extension_missed") if extension.after_miss else "")),
        (
            says(label(call, "decided_by"), name_of(call, extension.decided_by_id)),
            says(label(call, "decision"), decision),
        ),
        unless_empty(says(label(call, "new_due"), f"{until}{times}")),
        unless_empty(says(label(call, "opinion"), extension.opinion)),
    )
    paper = Paper(
        office=call.act.house.office_name,
        date=day_of(call),
        number=call.item.number or "",
        title=said(call, "extension"),
        rows=tuple(filter(None, rows)),
        seal=label(call, "closed_by"),
    )
    order_document(call, "extension", None, paper)


def _time(moment: datetime | None) -> str:
    return office_time(moment) if moment else ""


def _day(call: Call, day: date) -> str:
    return said(call, "day", year=day.year, month=day.month, day=day.day)
