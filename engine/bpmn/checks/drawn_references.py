"""References between elements: each must point to something, and to something of the right kind.

A reference is a qualified name. Its prefix is taken off in the tree (never in the stored file), because ids are looked
up bare; one whose prefix stands for another file's namespace is looked up among the files deployed together.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.source.namespaces import is_bpmn, local_name
from engine.bpmn.source.report import Report
from engine.bpmn.source.standard import REFERENCES, definitions, is_a, place_of

Kinds = Mapping[str, str]
_HERE_ONLY = ("flowNode", "sequenceFlow", "activity", "dataObject", "any")
_TOLD_ELSEWHERE = {("sequenceFlow", "sourceRef"), ("sequenceFlow", "targetRef"), ("boundaryEvent", "attachedToRef")}
_HARMLESS_WHEN_EMPTY = ("incoming", "outgoing")


def kinds_in(root: Any) -> dict[str, str]:
    """What each id of a file is: the name of its element."""
    return {node.get("id"): local_name(node) for node in root.iter() if is_bpmn(node) and node.get("id")}


def check_references(report: Report, root: Any, here: Kinds, anywhere: Kinds) -> None:
    """Take the prefixes off and report what dangles. `here` are the ids of this file, `anywhere` of all files."""
    for node in root.iter():
        if not is_bpmn(node):
            continue
        for part, kind, value in _references(node):
            target = _bare(node, value)
            _write(node, part, target)
            if kind == "qname":
                continue
            arrow, _, wanted = kind.partition(" ")
            found = here.get(target) or (None if wanted in _HERE_ONLY else anywhere.get(target))
            if found is not None and is_a(found, wanted):
                continue
            if (local_name(node), part) in _TOLD_ELSEWHERE and found is None and report.runs(node):
                continue  # the drawing's own check says it in words of its own
            _tell(report, node, part or local_name(node), target, found, wanted, strict=arrow == "->")


def _references(node: Any) -> Iterator[tuple[str, str, str]]:
    """(attribute, or "" for the text, kind, value) of every reference that an element makes."""
    definition = definitions().get(local_name(node))
    for known in definition.attributes.values() if definition else ():
        value = node.get(known.name)
        if value is not None and (known.kind == "qname" or known.kind.startswith(REFERENCES)):
            yield known.name, known.kind, value
    parent = node.getparent()
    if parent is None or local_name(parent) not in definitions() or len(node):
        return
    place = place_of(local_name(parent), local_name(node))
    if place and place[1].kind and (place[1].kind == "qname" or place[1].kind.startswith(REFERENCES)):
        yield "", place[1].kind, node.text or ""


def _bare(node: Any, value: str) -> str:
    prefix, colon, name = value.strip().partition(":")
    return name if colon and prefix in node.nsmap else value.strip()


def _write(node: Any, part: str, target: str) -> None:
    if part:
        node.set(part, target)
    else:
        node.text = target


def _tell(report: Report, node: Any, part: str, target: str, found: str | None, wanted: str, *, strict: bool) -> None:
    if not target and local_name(node) in _HARMLESS_WHEN_EMPTY:
        return
    tell = report.wrong if strict else report.odd
    if found is None:
        tell(node, "bpmn.reference_unknown", reference=target, part=part, wanted=wanted)
    else:
        tell(node, "bpmn.reference_kind", reference=target, part=part, wanted=wanted, found=found)
