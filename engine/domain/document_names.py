"""An official document is filed as a PDF and as a .docx: how the second is called in the record and as a file."""

import re

VERSION = re.compile("（第[0-9]+版）$")
CERTIFICATE_PAPER, REVOCATION_PAPER = "certificate", "revocation"
AWARD_PAPERS = ("announcement", "award_decision", CERTIFICATE_PAPER, REVOCATION_PAPER)
"""Kinds of documents of 总结表彰, which belong to no item."""


def word_name(pdf: str) -> str:
    """督办〔2026〕1号 通报.docx, of …….pdf."""
    return f"{pdf.removesuffix('.pdf')}.docx"


def version_name(pdf: str, version: int) -> str:
    """督办〔2026〕1号 通报（第2版）.pdf, of the first or any other version."""
    stem = VERSION.sub("", pdf.removesuffix(".pdf"))
    return f"{stem}（第{version}版）.pdf"


def word_key(document_id: int) -> str:
    """What the record and the package of evidence know it by."""
    return f"{document_id}-docx"
