"""What the acts of the chain issue on paper: composed as data in the act's transaction, set and filed by a worker."""

from datetime import datetime

from engine.actions.official_facts import (
    about,
    asked_until,
    co_units_of,
    day_of,
    due_with_rule,
    facts_of,
    label,
    leader_of,
    name_of,
    said,
    sentence,
    unit_of,
    unless_empty,
    urgency_of,
)
from engine.actions.official_ordering import order_document
from engine.actions.registry import Call
from engine.domain import messages
from engine.notify.mails import office_time
from engine.store.official_documents import attached_names, last_record, next_ordinal
from engine.typesetting import Paper, Paragraph, names, says

LONGEST_TITLE = 60  # characters of a title in 2号: three lines


def order_work_order(call: Call, number: str, added: str = "") -> None:
    """交办单: one sheet for one item, in the hands of the lead unit; copies go to those who take part.

    `added` is what a later order of the same item asks beside the first.
    """
    item = call.item
    rows = (
        *about(call),
        unless_empty(
            says(label(call, "officer"), name_of(call, item.officer_id)), says(label(call, "leader"), leader_of(call))
        ),
        (says(label(call, "due"), due_with_rule(call)),),
        (says(label(call, "cadence"), messages.text(f"words.cadence_{item.cadence}")),),
        (says(label(call, "text"), item.text or item.title),),
        unless_empty(says(label(call, "added"), added)),
        (says(label(call, "asked"), said(call, "asked_work_order")),),
    )
    paper = Paper(
        office=call.act.house.office_name,
        date=day_of(call),
        head=call.act.house.office_name,
        urgency=urgency_of(call),
        number=number,
        title=said(call, "work_order"),
        rows=tuple(filter(None, rows)),
        copies="，".join(co_units_of(call)),
        seal=label(call, "issued_by"),
    )
    order_document(call, "work_order", number, paper)


def order_urge(call: Call, asked: str, answer_due: datetime | None) -> None:
    """催办单: a plain note without a red head."""
    ordinal = next_ordinal(call.act.session, call.item.id, "urge")
    body = said(call, "urge_body", asked=sentence(asked), **facts_of(call))
    until = asked_until(call, "urge_answer", "urge_soon", answer_due)
    paper = Paper(
        office=call.act.house.office_name,
        date=day_of(call),
        urgency=urgency_of(call),
        number=said(call, "times", number=call.item.number or "", ordinal=ordinal),
        title=said(call, "urge"),
        to=unit_of(call),
        paragraphs=(Paragraph(body), Paragraph(until), Paragraph(said(call, "urge_end"))),
    )
    order_document(call, "urge", None, paper)


def order_notice(call: Call, number: str, asked: str, answer_due: datetime | None) -> None:
    """督办通知单: a notice under the red head, with a copy to the leader in charge and to those who take part."""
    item, facts = call.item, facts_of(call)
    title = said(call, "supervise", title=item.title)
    course = {"asked": sentence(asked), "urged": item.times_urged, "progress": item.progress}
    explain = asked_until(call, "supervise_explain_by", "supervise_explain_soon", answer_due)
    paragraphs = (
        Paragraph(said(call, "supervise_body", **facts)),
        Paragraph(said(call, "supervise_why"), 1),
        Paragraph(said(call, "supervise_course", **course)),
        Paragraph(said(call, "supervise_asked"), 1),
        Paragraph(said(call, "supervise_explain"), 2),
        Paragraph(explain),
        Paragraph(said(call, "supervise_mend"), 2),
        Paragraph(said(call, "supervise_mend_body")),
        Paragraph(said(call, "supervise_end")),
    )
    leader = leader_of(call)
    told = [said(call, "comrade", name=leader)] if leader else []
    paper = Paper(
        office=call.act.house.office_name,
        date=day_of(call),
        head=call.act.house.office_name,
        urgency=urgency_of(call),
        number=number,
        title=title if len(title) <= LONGEST_TITLE else said(call, "supervise_short"),
        to=unit_of(call),
        paragraphs=paragraphs,
        copies="，".join((*told, *co_units_of(call))),
    )
    order_document(call, "supervise", number, paper)


def order_closing(call: Call) -> None:
    """办结单: what came of it, how it was verified, how satisfied the leader was, with what was handed in."""
    item, session = call.item, call.act.session
    result, verified, confirmed = (
        last_record(session, item.id, kind) for kind in ("result", "verification", "confirmation")
    )
    satisfaction = confirmed.data.get("satisfaction", "") if confirmed else ""
    known = f"satisfaction_{satisfaction}"
    satisfied = said(call, known) if call.act.house.wording.knows(known) else ""
    opinion = confirmed.data.get("text", "") if confirmed else ""
    late = said(call, "closed_late" if item.closed_late else "closed_in_time")
    rows = (
        *about(call),
        (says(label(call, "due"), due_with_rule(call)),),
        (says(label(call, "closed_at"), office_time(call.act.now)), says(label(call, "timely"), late)),
        (
            says(label(call, "urged"), str(item.times_urged)),
            says(label(call, "step"), messages.text(f"words.step_{item.step}")),
        ),
        unless_empty(says(label(call, "result"), str(result.data.get("text", "")) if result else "")),
        unless_empty(says(label(call, "verified"), str(verified.data.get("text", "")) if verified else "")),
        unless_empty(says(label(call, "satisfaction"), f"{satisfied}\n{opinion}")),
        unless_empty(names(label(call, "files"), attached_names(session, item.id))),
    )
    paper = Paper(
        office=call.act.house.office_name,
        date=day_of(call),
        number=item.number or "",
        title=said(call, "closing"),
        rows=tuple(filter(None, rows)),
        seal=label(call, "closed_by"),
    )
    order_document(call, "closing", None, paper)
