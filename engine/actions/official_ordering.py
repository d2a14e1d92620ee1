"""A document is ordered: all that it says as data, in the act's transaction; a worker sets and files it."""

from engine.act import Act
from engine.actions.registry import Call
from engine.domain.file_names import clean_name
from engine.store.models import OfficialDocument
from engine.store.official_documents import next_ordinal
from engine.typesetting import Paper, pages_of


def order_document(call: Call, kind: str, number: str | None, paper: Paper) -> None:
    """It waits for a worker, who is found by the next tick; nothing is set in the act."""
    item = call.item
    ordinal = next_ordinal(call.act.session, item.id, kind)
    document = _document(call.act, call.instance.id, kind, ordinal, number or f"{item.number}-{ordinal}", paper)
    document.item_id, document.number = item.id, number
    call.act.session.add(document)
    call.act.session.flush()


def order_paper(call: Call, kind: str, ordinal: int, number: str, paper: Paper) -> int:
    """The same of an instance that carries no item; `ordinal` counts those of the kind in it. Answers its id."""
    return order_of_instance(call.act, call.instance.id, kind, ordinal, number, paper)


def order_of_instance(act: Act, instance_id: int, kind: str, ordinal: int, number: str, paper: Paper) -> int:
    """The same for what no action of a diagram brings about."""
    document = _document(act, instance_id, kind, ordinal, number, paper)
    act.session.add(document)
    act.session.flush()
    return document.id


def _document(act: Act, instance_id: int, kind: str, ordinal: int, number: str, paper: Paper) -> OfficialDocument:
    return OfficialDocument(
        instance_id=instance_id,
        kind=kind,
        ordinal=ordinal,
        number=number,
        name=clean_name(f"{number} {act.house.wording.text(f'name_{kind}')}.pdf"),
        content=pages_of(paper),
        issued_at=act.now,
        state="waiting",
        next_attempt_at=act.now,
    )
