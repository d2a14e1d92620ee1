"""Official documents in tests: ordered outside a diagram, listed, and read as texts."""

import re
from typing import Any, NoReturn

from sqlalchemy import select

from engine.actions.registry import Call
from engine.site import Site
from engine.store import Session
from engine.store.blobs import read_blob
from engine.store.models import Item, OfficialDocument
from engine.store.runtime import lock_instance
from tests.support.office import act_of
from tests.support.pdf import sheets

PAGE_NUMBER = re.compile("—[0-9]+—")


def call_of(site: Site, session: Session, username: str, item_id: int) -> Call:
    """What an action at an item's instance is given when somebody acts."""
    item = session.get_one(Item, item_id)
    instance = lock_instance(session, item.instance_id or 0)
    return Call(act_of(site, session, username), instance, item, "an_element", {}, {}, _never, _never, _never)


def _never(*_: Any) -> NoReturn:
    raise AssertionError("A document starts and sends nothing")


def documents(site: Site) -> list[OfficialDocument]:
    with site.reading() as session:
        return list(session.scalars(select(OfficialDocument).order_by(OfficialDocument.id)))


def content_of(site: Site, sha256: str | None) -> bytes:
    with site.reading() as session:
        return b"".join(read_blob(session, sha256 or ""))


def text_of(site: Site, document: OfficialDocument) -> str:
    """What its PDF says, without blanks and page numbers."""
    found = sheets(content_of(site, document.sha256))
    lines = (line for sheet in found for line in sheet.text.splitlines() if not PAGE_NUMBER.fullmatch(line))
    return "".join("".join(lines).split())
