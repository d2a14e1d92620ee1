"""What mails, notices and group robots say of each kind: for designers."""

from fastapi import APIRouter

from api.edge import Reading, Visit, Writing
from api.schemas.common import Page
from api.schemas.notices import (
    KindOfText,
    PreviewBody,
    PreviewShape,
    TextsBody,
    TextsDetail,
    kind_of_text,
    texts_detail,
)
from api.scopes import needs
from engine.commands.notices.word import word_notice
from engine.domain.errors import Invalid, NotAllowed
from engine.notify.kinds import kinds, require_kind
from engine.notify.preview import preview
from engine.notify.texts import problems_of_texts
from engine.people.policy import may_word_notices
from engine.people.scopes import DESIGN, READ
from engine.queries.ledger import get_item
from engine.store.telling import newest_texts, versions_of_text

router = APIRouter(prefix="/notice-texts", tags=["notices"])


def _require_designer(visit: Visit) -> None:
    if not may_word_notices(visit.roles):
        raise NotAllowed


@router.get("")
@needs(READ)
def list_texts(visit: Reading) -> Page[KindOfText]:
    """Every kind, and whether its texts are as shipped."""
    _require_designer(visit)
    changed = newest_texts(visit.session)
    return Page[KindOfText](items=[kind_of_text(kind, changed.get(kind)) for kind in kinds()])


@router.get("/{notice_kind}")
@needs(READ)
def get_texts(visit: Reading, notice_kind: str) -> TextsDetail:
    """The texts of a kind, the names they may use, and all versions, newest first."""
    _require_designer(visit)
    return texts_detail(visit.act.situation, require_kind(notice_kind), versions_of_text(visit.session, notice_kind))


@router.put("/{notice_kind}")
@needs(DESIGN)
def put_texts(visit: Writing, notice_kind: str, body: TextsBody) -> TextsDetail:
    """A new version; with `restore` what was shipped holds again."""
    word_notice(visit.act, visit.roles, notice_kind, None if body.restore else body.texts())
    return texts_detail(visit.act.situation, notice_kind, versions_of_text(visit.session, notice_kind))


@router.post("/{notice_kind}/preview")
@needs(DESIGN)
def preview_texts(visit: Reading, notice_kind: str, body: PreviewBody) -> PreviewShape:
    """How texts that are not saved yet would read for an item, or an example of one; nobody is told."""
    _require_designer(visit)
    require_kind(notice_kind)
    texts = body.texts()
    if problems := problems_of_texts(notice_kind, texts):
        raise Invalid(problems)
    item = get_item(visit.session, visit.reader, body.item_id) if body.item_id else None
    shown = preview(visit.act, notice_kind, item, texts)
    return PreviewShape(subject=shown.subject, lead=shown.lead, text=shown.text, html=shown.html, robot=shown.robot)
