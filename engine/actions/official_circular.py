"""通报: under the red head to all units, when a supervision notice has not helped."""

from datetime import datetime

from engine.actions.official_facts import (
    co_units_of,
    day_of,
    facts_of,
    leader_of,
    said,
    sentence,
    unit_of,
    urgency_of,
)
from engine.actions.official_ordering import order_document
from engine.actions.registry import Call
from engine.notify.mails import office_time
from engine.store.official_documents import numbers_of
from engine.typesetting import Paper, Paragraph

LONGEST_TITLE = 60  # characters of a title in 2号: three lines


def order_circular(
    call: Call, number: str, asked: str, answer_due: datetime | None, rectify_due: datetime | None
) -> None:
    """`asked` is what the table or a person gave as the reason; an explanation and the mending may have their dates."""
    title = said(call, "circular", unit=unit_of(call), title=call.item.title)
    leader = leader_of(call)
    told = [said(call, "comrade", name=leader)] if leader else []
    paper = Paper(
        office=call.act.house.office_name,
        date=day_of(call),
        head=call.act.house.office_name,
        urgency=urgency_of(call),
        number=number,
        title=title if len(title) <= LONGEST_TITLE else said(call, "circular_short"),
        to=said(call, "circular_to"),
        paragraphs=(
            Paragraph(said(call, "circular_body", unit=unit_of(call))),
            Paragraph(said(call, "circular_course"), 1),
            Paragraph(_course(call)),
            Paragraph(said(call, "circular_why"), 1),
            Paragraph(said(call, "circular_why_body", asked=sentence(asked))),
            Paragraph(said(call, "circular_asked"), 1),
            Paragraph(_asked(call, answer_due, rectify_due)),
            Paragraph(said(call, "circular_all")),
            Paragraph(said(call, "circular_end")),
        ),
        copies="，".join((*told, *co_units_of(call))),
    )
    order_document(call, "circular", number, paper)


def _course(call: Call) -> str:
    """What was done to have it settled, with the numbers of the notices."""
    item = call.item
    notices = "、".join(numbers_of(call.act.session, item.id, "supervise"))
    facts = {**facts_of(call), "urged": item.times_urged, "progress": item.progress}
    supervised = said(call, "circular_notices", numbers=notices) if notices else ""
    return said(call, "circular_course_body", supervised=supervised, unit=unit_of(call), **facts)


def _asked(call: Call, answer_due: datetime | None, rectify_due: datetime | None) -> str:
    answer, mend = (_until(call, due) for due in (answer_due, rectify_due))
    return said(call, "circular_asked_body", unit=unit_of(call), answer=answer, mend=mend)


def _until(call: Call, due: datetime | None) -> str:
    return said(call, "circular_by", due=office_time(due)) if due else said(call, "circular_soon")
