"""Ids that occur in several files of a bundle: those of a called process get its key before them.

Every editor numbers from one and names a start event alike. In the files that were laid in, what another file has as
well is renamed in the tree that is read; what is stored stays as it is, and ids that occur once stay as they are drawn.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.source.called import is_laid_in, versions_in
from engine.bpmn.source.elements import FLOW_NODES
from engine.bpmn.source.namespaces import bpmn
from engine.bpmn.source.references import GLOBAL_TASKS

CALLABLE = ("process", *GLOBAL_TASKS)
SHARED = ("message", "signal", "error", "escalation")
RENAMED = tuple(bpmn(tag) for tag in (*FLOW_NODES, *SHARED))
VARIABLES = {"loopDataInputRef", "loopDataOutputRef"}  # may name a variable instead of an element


def qualify(roots: Mapping[str, Any]) -> None:
    """Make the ids of flow nodes, messages, signals, errors and escalations unique in the whole bundle."""
    taken = {key for root in roots.values() for key in _ids(root, [bpmn(tag) for tag in CALLABLE])}
    for name, root in roots.items():
        if not is_laid_in(name):
            taken |= set(_ids(root, RENAMED))
    for name in sorted(filter(is_laid_in, roots)):
        own = set(_ids(roots[name], RENAMED))
        prefix = min(versions_in(name), default="called")
        renames = {old: _free(f"{prefix}.{old}", taken | own) for old in sorted(own & taken)}
        taken |= own | set(renames.values())
        _rename(roots[name], renames)


def _ids(root: Any, tags: Any) -> Iterator[str]:
    yield from (node.get("id") for node in root.iter(*tags) if node.get("id"))


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _rename(root: Any, renames: Mapping[str, str]) -> None:
    if not renames:
        return
    for node in root.iter("{*}*"):
        for attribute, value in node.attrib.items():
            if attribute in ("id", "bpmnElement") or attribute.endswith("Ref"):
                node.set(attribute, _renamed(value, renames))
        tag = node.tag.rpartition("}")[2]
        if tag.endswith("Ref") and tag not in VARIABLES:
            node.text = _renamed((node.text or "").strip(), renames)


def _renamed(reference: str, renames: Mapping[str, str]) -> str:
    """The new name of an id; a prefix of its namespace stays."""
    prefix, colon, name = reference.rpartition(":")
    return prefix + colon + renames.get(name, name)
