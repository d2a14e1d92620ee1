"""A document is ordered: all that it says as data, in the act's transaction; a worker sets and files it."""

from engine.actions.official_facts import said
from engine.actions.registry import Call
from engine.domain.file_names import clean_name
from engine.store.models import OfficialDocument
from engine.store.official_documents import next_ordinal
from engine.typesetting import Paper, pages_of


def order_document(call: Call, kind: str, number: str | None, paper: Paper) -> None:
    """It waits for a worker, who is found by the next tick; nothing is set in the act."""
    act, item = call.act, call.item
    ordinal = next_ordinal(act.session, item.id, kind)
    known_as = f"{number or f'{item.number}-{ordinal}'} {said(call, f'name_{kind}')}.pdf"
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
