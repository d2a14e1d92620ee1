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
    sentence,
    unit_of,
    unless_empty,
    urgency_of,
)
from engine.actions.registry import Call
from engine.domain import messages
from engine.domain.file_names import clean_name
from engine.notify.mails import office_time
from engine.store.models import OfficialDocument
from engine.store.official_documents import attached_names, last_record, next_ordinal
from engine.typesetting import Paper, Paragraph, names, pages_of, says

LONGEST_TITLE = 60  # characters of a title in 2号: three lines


def order_work_order(call: Call, number: str, added: str = "") -> None:
    """交办单: one sheet for one item, in the hands of the lead unit; copies go to those who take part.

    `added` is what a later order of the same item asks beside the first.
    """
    item = call.item
    rows = (
        *about(call),
        unless_empty(says(label("officer"), name_of(call, item.officer_id)), says(label("leader"), leader_of(call))),
        (says(label("due"), due_with_rule(item)),),
        (says(label("cadence"), messages.text(f"words.cadence_{item.cadence}")),),
        (says(label("text"), item.text or item.title),),
        unless_empty(says(label("added"), added)),
        (says(label("asked"), messages.text("official.asked_work_order")),),
    )
    paper = Paper(
        office=call.act.house.office_name,
        date=day_of(call.act.now),
        head=call.act.house.office_name,
        urgency=urgency_of(call),
        number=number,
        title=messages.text("official.work_order"),
        rows=tuple(filter(None, rows)),
        copies="，".join(co_units_of(call)),
        seal=label("issued_by"),
    )
    _order(call, "work_order", number, paper)


def order_urge(call: Call, asked: str, answer_due: datetime | None) -> None:
    """催办单: a plain note without a red head."""
    ordinal = next_ordinal(call.act.session, call.item.id, "urge")
    body = messages.text("official.urge_body", asked=sentence(asked), **facts_of(call))
    until = asked_until("official.urge_answer", "official.urge_soon", answer_due)
    paper = Paper(
        office=call.act.house.office_name,
        date=day_of(call.act.now),
        urgency=urgency_of(call),
        number=messages.text("official.times", number=call.item.number or "", ordinal=ordinal),
        title=messages.text("official.urge"),
        to=unit_of(call),
        paragraphs=(Paragraph(body), Paragraph(until), Paragraph(messages.text("official.urge_end"))),
    )
    _order(call, "urge", None, paper)


def order_notice(call: Call, number: str, asked: str, answer_due: datetime | None) -> None:
    """督办通知单: a notice under the red head, with a copy to the leader in charge and to those who take part."""
    item, facts = call.item, facts_of(call)
    title = messages.text("official.supervise", title=item.title)
    course = {"asked": sentence(asked), "urged": item.times_urged, "progress": item.progress}
    explain = asked_until("official.supervise_explain_by", "official.supervise_explain_soon", answer_due)
    paragraphs = (
        Paragraph(messages.text("official.supervise_body", **facts)),
        Paragraph(messages.text("official.supervise_why"), 1),
        Paragraph(messages.text("official.supervise_course", **course)),
        Paragraph(messages.text("official.supervise_asked"), 1),
        Paragraph(messages.text("official.supervise_explain"), 2),
        Paragraph(explain),
        Paragraph(messages.text("official.supervise_mend"), 2),
        Paragraph(messages.text("official.supervise_mend_body")),
        Paragraph(messages.text("official.supervise_end")),
    )
    leader = leader_of(call)
    told = [messages.text("official.comrade", name=leader)] if leader else []
    paper = Paper(
        office=call.act.house.office_name,
        date=day_of(call.act.now),
        head=call.act.house.office_name,
        urgency=urgency_of(call),
        number=number,
        title=title if len(title) <= LONGEST_TITLE else messages.text("official.supervise_short"),
        to=unit_of(call),
        paragraphs=paragraphs,
        copies="，".join((*told, *co_units_of(call))),
    )
    _order(call, "supervise", number, paper)


def order_closing(call: Call) -> None:
    """办结单: what came of it, how it was verified, how satisfied the leader was, with what was handed in."""
    item, session = call.item, call.act.session
    result, verified, confirmed = (
        last_record(session, item.id, kind) for kind in ("result", "verification", "confirmation")
    )
    satisfaction = confirmed.data.get("satisfaction", "") if confirmed else ""
    known = f"official.satisfaction_{satisfaction}"
    said = messages.text(known) if known in messages.catalogue(messages.DEFAULT_LANGUAGE) else ""
    opinion = confirmed.data.get("text", "") if confirmed else ""
    late = messages.text("official.closed_late" if item.closed_late else "official.closed_in_time")
    rows = (
        *about(call),
        (says(label("due"), due_with_rule(item)),),
        (says(label("closed_at"), office_time(call.act.now)), says(label("timely"), late)),
        (
            says(label("urged"), str(item.times_urged)),
            says(label("step"), messages.text(f"words.step_{item.step}")),
        ),
        unless_empty(says(label("result"), str(result.data.get("text", "")) if result else "")),
        unless_empty(says(label("verified"), str(verified.data.get("text", "")) if verified else "")),
        unless_empty(says(label("satisfaction"), f"{said}\n{opinion}")),
        unless_empty(names(label("files"), attached_names(session, item.id))),
    )
    paper = Paper(
        office=call.act.house.office_name,
        date=day_of(call.act.now),
        number=item.number or "",
        title=messages.text("official.closing"),
        rows=tuple(filter(None, rows)),
        seal=label("closed_by"),
    )
    _order(call, "closing", None, paper)


def _order(call: Call, kind: str, number: str | None, paper: Paper) -> None:
    """It waits for a worker, who is found by the next tick; nothing is set in the act."""
    act, item = call.act, call.item
    ordinal = next_ordinal(act.session, item.id, kind)
    known_as = f"{number or f'{item.number}-{ordinal}'} {messages.text(f'official.name_{kind}')}.pdf"
    act.session.add(
        OfficialDocument(
            instance_id=call.instance.id,
            item_id=item.id,
            kind=kind,
            ordinal=ordinal,
            number=number,
            name=clean_name(known_as),
            content=pages_of(paper),
            issued_at=act.now,
            state="waiting",
            next_attempt_at=act.now,
        )
    )
    act.session.flush()
