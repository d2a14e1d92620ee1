"""Every element that can be referred to has an id of its own: a missing one is given, one used twice is refused."""

import hashlib
from collections import Counter
from typing import Any

from engine.bpmn.source.namespaces import DI, is_bpmn, local_name
from engine.bpmn.source.report import Report
from engine.bpmn.source.standard import is_a

_NEED_ONE = ("flowElement", "rootElement")
_TOLD = ("flowNode", "process")


def give_identifiers(report: Report, root: Any) -> None:
    """Name what has no id. The name comes from kind, name and place, so it is the same at each reading of the file."""
    taken = {node.get("id") for node in root.iter() if node.get("id")}
    counted: Counter[tuple[str, ...]] = Counter()
    for node in root.iter():
        if not is_bpmn(node) or node.get("id") or not any(is_a(local_name(node), kind) for kind in _NEED_ONE):
            continue
        tag = local_name(node)
        described = (node.getparent().get("id") or "", tag, *(node.get(name, "") for name in _DESCRIBING))
        counted[described] += 1
        given = _free_name(tag, (*described, str(counted[described])), taken)
        taken.add(given)
        node.set("id", given)
        if any(is_a(tag, kind) for kind in _TOLD):
            report.odd(node, "bpmn.id_given", tag=tag, name=node.get("name") or "", id=given)


_DESCRIBING = ("name", "sourceRef", "targetRef", "attachedToRef")


def _free_name(tag: str, described: tuple[str, ...], taken: set[str]) -> str:
    seed = "\0".join(described)
    while True:
        given = f"{tag}_{hashlib.sha256(seed.encode('utf-8', 'replace')).hexdigest()[:10]}"
        if given not in taken:
            return given
        seed += "\0"


def refuse_duplicates(report: Report, root: Any) -> None:
    """An id stands once in a file (XML 1.0, 3.3.1); a shape's id, which nothing refers to, only should."""
    first: dict[str, int] = {}
    for node in root.iter():
        identifier = node.get("id")
        if not identifier or not (is_bpmn(node) or node.tag.startswith(f"{{{DI}}}")):
            continue
        if identifier not in first:
            first[identifier] = node.sourceline
        elif is_bpmn(node):
            report.always_wrong(node, "bpmn.id_duplicate", id=identifier, first=first[identifier])
        else:
            report.odd(node, "bpmn.shape_id_duplicate", id=identifier, first=first[identifier])
