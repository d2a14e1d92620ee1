"""From the data of a document to a .docx that says the same, written part by part, with the same bytes each time."""

import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from engine.typesetting.paper import CERTIFICATE
from engine.typesetting.word_body import body_of
from engine.typesetting.word_certificate import certificate_of
from engine.typesetting.word_parts import HEAD, PACKAGE, static_parts

EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip file knows


def render_word(pages: Mapping[str, Any], moment: datetime) -> bytes:
    """The .docx of a document (`pages_of`), dated at `moment`. Fonts are named, not embedded."""
    body = certificate_of(pages) if pages.get("layout", "") == CERTIFICATE else body_of(pages)
    parts = static_parts() | {"docProps/core.xml": _core(pages, moment), "word/document.xml": body}
    time = max(EARLIEST, moment.astimezone(UTC).timetuple()[:6])
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, time)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return file.getvalue()


def _core(pages: Mapping[str, Any], moment: datetime) -> str:
    at = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(pages['title'])}</dc:title><dc:creator>{escape(pages['office'])}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created></cp:coreProperties>'
    )
