"""Bytes to an XML tree, hardened: no DOCTYPE, no network, bounded in size, depth and number of elements."""

from typing import Any

from lxml import etree

from engine.domain.errors import Invalid, Problem

MAX_BYTES = 5_000_000
MAX_ELEMENTS = 50_000
MAX_DEPTH = 100


def read_xml(file_name: str, content: bytes) -> Any:
    """The root element; Invalid names the line where the file is not well-formed or not acceptable."""
    if len(content) > MAX_BYTES:
        raise Invalid([Problem("bpmn.file_too_large", {"limit": MAX_BYTES}, file=file_name)])
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Invalid(
            [Problem("bpmn.not_xml", {"reason": error.msg}, file=file_name, line=error.lineno or 1)]
        ) from None
    problem = _unacceptable(root)
    if problem:
        raise Invalid([Problem(problem, {"elements": MAX_ELEMENTS, "depth": MAX_DEPTH}, file=file_name, line=1)])
    return root


def _unacceptable(root: Any) -> str | None:
    if root.getroottree().docinfo.doctype:
        return "bpmn.doctype"
    count = 0
    stack = [(root, 1)]
    while stack:
        node, depth = stack.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            return "bpmn.too_big"
        stack.extend((child, depth + 1) for child in node)
    return None
