"""Official documents on a bell of their own: set outside any transaction, a few at a time, then filed."""

import structlog

from engine.commands.official_documents.file import Files, file_document, put_off_document, take_document
from engine.site import Site
from engine.store import DatabaseBusy
from engine.store.models import OfficialDocument
from engine.store.official_documents import is_any_waiting
from engine.typesetting import NoChineseFont, render, render_word

AT_ONCE = 10  # then other work has its turn
log = structlog.get_logger()


def file_waiting(site: Site, most: int = AT_ONCE) -> int:
    """File what waits, up to so many; answers how many were taken up."""
    for done in range(most):
        if not _file_one(site):
            return done
    return most


def _file_one(site: Site) -> bool:
    now = site.clock.now()
    with site.reading() as session:
        if not is_any_waiting(session, now):
            return False  # as nearly always: nobody is kept from writing
    with site.writing() as session:
        document = take_document(session, now)
    if document is None:
        return False
    try:
        _set_and_file(site, document)
    except DatabaseBusy:
        raise  # in hand until its time is over; then it is tried again
    except Exception as error:
        log.exception("document.failed", id=document.id)
        reason = str(error) or type(error).__name__
        with site.writing() as session:
            put_off_document(session, document.id, site.clock.now(), reason)
    return True


def _set_and_file(site: Site, document: OfficialDocument) -> None:
    try:
        pdf = render(document.content, document.issued_at, site.settings.font_dir)
        word = render_word(document.content, document.issued_at)
    except NoChineseFont:
        raise RuntimeError("No Chinese font is installed: install fonts-noto-cjk or set DUBAN_FONT_DIR") from None
    with site.writing() as session:
        file_document(site.act(session), document.id, Files(pdf, word))
