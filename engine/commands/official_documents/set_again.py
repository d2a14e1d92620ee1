"""A filed document is set again as its next version, with the reason: load – allow – validate – advance – record."""

from collections.abc import Collection, Sequence
from dataclasses import asdict

from engine.act import Act
from engine.domain.document_names import AWARD_PAPERS, version_name
from engine.domain.errors import Conflict, Invalid, NotAllowed, Problem
from engine.people.policy import may_issue_documents, may_set_award_papers_again
from engine.store.events import append_event
from engine.store.models import OfficialDocument
from engine.store.official_documents import newest_version, read_official_document
from engine.store.runtime import lock_instance
from engine.typesetting import Correction, corrected


def set_again(
    act: Act, roles: Collection[str], document_id: int, reason: str, corrections: Sequence[Correction]
) -> OfficialDocument:
    """The next version, waiting to be set; Conflict unless the newest one is filed.

    Without corrections it says the same in the layout of today. Number and date stay; the version before is superseded
    when this one is filed.
    """
    found = read_official_document(act.session, document_id)
    if not (may_set_award_papers_again(roles) if found.kind in AWARD_PAPERS else may_issue_documents(roles)):
        raise NotAllowed
    instance = lock_instance(act.session, found.instance_id)
    before = newest_version(act.session, found)
    if before.id != document_id or before.state != "filed":
        raise Conflict([Problem("papers.not_newest")])
    content, problems = corrected(before.content, corrections)
    if not reason.strip():
        problems.append(Problem("papers.reason_missing", field="/reason"))
    if problems:
        raise Invalid(problems)
    document = _next_version(act, before, content, reason)
    act.session.add(document)
    act.session.flush()
    told = {
        "document": document.id,
        "kind": document.kind,
        "number": document.number,
        "ordinal": document.ordinal,
        "version": document.version,
        "reason": reason,
        "corrections": [asdict(one) for one in corrections],
    }
    superseded = {"document": before.id, "version": before.version, "sha256": before.sha256}
    append_event(instance, "document.set_again", act.origin, name=document.name, data=told, before=superseded)
    return document


def _next_version(act: Act, before: OfficialDocument, content: dict[str, object], reason: str) -> OfficialDocument:
    return OfficialDocument(
        instance_id=before.instance_id,
        item_id=before.item_id,
        period=before.period,
        kind=before.kind,
        ordinal=before.ordinal,
        version=before.version + 1,
        number=before.number,
        name=version_name(before.name, before.version + 1),
        content=content,
        issued_at=before.issued_at,
        state="waiting",
        next_attempt_at=act.now,
        reason=reason,
        ordered_by_id=act.actor_id,
    )
