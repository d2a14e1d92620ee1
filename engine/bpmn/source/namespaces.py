"""The XML namespaces a process diagram speaks."""

from typing import Any

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DUBAN = "urn:duban:bpmn:1"
NAMESPACES = {"bpmn": BPMN, "duban": DUBAN}


def bpmn(tag: str) -> str:
    return f"{{{BPMN}}}{tag}"


def duban(tag: str) -> str:
    return f"{{{DUBAN}}}{tag}"


def local_name(node: Any) -> str:
    """An element's name without its namespace."""
    return str(node.tag).rpartition("}")[2]


def is_bpmn(node: Any) -> bool:
    return str(node.tag).startswith(f"{{{BPMN}}}")
