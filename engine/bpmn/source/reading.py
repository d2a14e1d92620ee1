"""Bytes to an XML tree, hardened: no DOCTYPE, no network, bounded in size, depth and number of elements.

The bytes are stored as they came; what is read here is a tree of its own, so it may be changed for the parser.
Any encoding that the prolog names may be used, as far as libxml2's converter knows it (UTF-16, GB18030, Big5, …).
"""

import codecs
import re
from typing import Any

from lxml import etree

from engine.domain.errors import Invalid, Problem

MAX_BYTES = 5_000_000
MAX_ELEMENTS = 50_000
MAX_DEPTH = 100
MAX_ATTRIBUTES = 100


def read_xml(file_name: str, content: bytes) -> Any:
    """The root element; Invalid names the line where the file is not well-formed or not acceptable."""
    if len(content) > MAX_BYTES:
        raise Invalid([Problem("bpmn.file_too_large", {"limit": MAX_BYTES}, file=file_name, line=1)])
    try:
        root = _parsed(content)
    except etree.XMLSyntaxError as error:
        raise Invalid([_unreadable(file_name, content, error)]) from None
    problem = _unacceptable(root)
    if problem:
        limits = {"elements": MAX_ELEMENTS, "depth": MAX_DEPTH, "attributes": MAX_ATTRIBUTES}
        raise Invalid([Problem(problem, limits, file=file_name, line=1)])
    return root


def _parsed(content: bytes) -> Any:
    # Comments and instructions go, so that a text with a comment in it is one text.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(content, parser)


def _unreadable(file_name: str, content: bytes, error: etree.XMLSyntaxError) -> Problem:
    line = error.lineno or 1
    if not content.strip(codecs.BOM_UTF8 + b" \t\r\n\0"):
        return Problem("bpmn.file_empty", file=file_name, line=1)
    if re.search("encoding|conversion", error.msg or "", re.IGNORECASE):
        return Problem("bpmn.encoding_unreadable", file=file_name, line=line)
    return Problem("bpmn.not_xml", {"line": line}, file=file_name, line=line)


def _unacceptable(root: Any) -> str | None:
    if root.getroottree().docinfo.doctype:
        return "bpmn.doctype"
    count = 0
    stack = [(root, 1)]
    while stack:
        node, depth = stack.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS or len(node.attrib) > MAX_ATTRIBUTES:
            return "bpmn.too_big"
        stack.extend((child, depth + 1) for child in node)
    return None
