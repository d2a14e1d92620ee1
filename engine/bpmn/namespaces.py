"""The XML namespaces a process diagram speaks."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DUBAN = "urn:duban:bpmn:1"
NAMESPACES = {"bpmn": BPMN, "duban": DUBAN}


def bpmn(tag: str) -> str:
    return f"{{{BPMN}}}{tag}"


def duban(tag: str) -> str:
    return f"{{{DUBAN}}}{tag}"
