"""Text files as Chinese offices write them: UTF-8, GB 18030, or UTF-16 with a byte order mark."""

import codecs
import re

from engine.domain.errors import Invalid, Problem

UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Control and private-use characters that no text file holds: signs of another format read as text.
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


def decode(content: bytes, file: str) -> str:
    """The text without its byte order mark; Invalid (documents.undecodable) when it is in none of these encodings."""
    encodings = ("utf-16",) if content.startswith(UTF_16_MARKS) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not NOT_TEXT.search(text):
            return text
    raise Invalid([Problem("documents.undecodable", file=file)])
