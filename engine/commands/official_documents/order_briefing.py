"""督办月报 of a month is ordered, or again with what is counted now: load – allow – validate – advance – record."""

import re
from collections.abc import Collection

from engine.act import Act
from engine.commands.instances.advance import start_instance
from engine.commands.official_documents.briefing_paper import briefing_paper
from engine.domain.briefing import BriefingFacts
from engine.domain.document_names import version_name
from engine.domain.errors import Conflict, Invalid, NotAllowed, Problem
from engine.domain.file_names import clean_name
from engine.people.policy import may_issue_documents
from engine.store.events import append_event
from engine.store.models import OfficialDocument
from engine.store.numbers import next_number
from engine.store.official_documents import find_briefing
from engine.store.runtime import lock_instance
from engine.typesetting import pages_of

PROCESS = "supervision-briefing"
MONTH = re.compile("20[0-9]{2}-(0[1-9]|1[0-2])")


def require_month(act: Act, month: str) -> None:
    """Invalid unless it is written as 2026-01 and has begun."""
    if not MONTH.fullmatch(month):
        raise Invalid([Problem("papers.month_unknown", field="/month")])
    if month > f"{act.calendar.local_date(act.now):%Y-%m}":
        raise Invalid([Problem("papers.month_ahead", field="/month")])


def order_briefing(
    act: Act, roles: Collection[str], facts: BriefingFacts, remarks: str = "", reason: str = ""
) -> OfficialDocument:
    """The month's briefing, waiting to be set; where there is one already, its next version, which needs a reason."""
    if not may_issue_documents(roles):
        raise NotAllowed
    require_month(act, facts.month)
    before = find_briefing(act.session, facts.month)
    if before is None:
        return _first(act, facts, remarks)
    instance = lock_instance(act.session, before.instance_id)
    before = find_briefing(act.session, facts.month)
    if before is None or before.state == "waiting":
        raise Conflict([Problem("papers.briefing_waiting")])
    if not reason.strip():
        raise Invalid([Problem("papers.briefing_there", {"number": before.number}, field="/reason")])
    document = _document(act, facts, before.instance_id, before.ordinal, remarks)
    document.version, document.reason = before.version + 1, reason
    document.name = version_name(before.name, document.version)
    act.session.add(document)
    act.session.flush()
    told = {"document": document.id, "number": document.number, "version": document.version, "reason": reason}
    superseded = {"document": before.id, "version": before.version, "sha256": before.sha256}
    append_event(instance, "document.set_again", act.origin, name=document.name, data=told, before=superseded)
    return document


def _first(act: Act, facts: BriefingFacts, remarks: str) -> OfficialDocument:
    ordinal = next_number(act.session, "briefing", int(facts.month[:4]))
    if find_briefing(act.session, facts.month) is not None:  # somebody was faster: the series was locked until now
        raise Conflict([Problem("papers.briefing_waiting")])
    instance = start_instance(act, PROCESS, business_key=f"briefing-{facts.month}", variables={})
    document = _document(act, facts, instance.id, ordinal, remarks)
    act.session.add(document)
    act.session.flush()
    return document


def _document(act: Act, facts: BriefingFacts, instance_id: int, ordinal: int, remarks: str) -> OfficialDocument:
    number = act.house.wording.text("briefing_issue", year=int(facts.month[:4]), n=ordinal)
    return OfficialDocument(
        instance_id=instance_id,
        period=facts.month,
        kind="briefing",
        ordinal=ordinal,
        number=number,
        name=clean_name(f"{number} {act.house.wording.text('name_briefing')}.pdf"),
        content=pages_of(briefing_paper(act, facts, ordinal, remarks)),
        issued_at=act.now,
        state="waiting",
        next_attempt_at=act.now,
        ordered_by_id=act.actor_id,
    )
