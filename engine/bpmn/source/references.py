"""What a diagram says by reference, spelled out for the parser on the tree it reads; stored files are not touched."""

from copy import deepcopy
from typing import Any

from lxml import etree

from engine.bpmn.source.namespaces import bpmn

GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}


def spell_out_events(root: Any) -> None:
    """Events that refer to an event definition of the file get one of their own (`eventDefinitionRef`, 10.5)."""
    shared = {
        node.get("id"): node for node in root if isinstance(node.tag, str) and node.tag.endswith("EventDefinition")
    }
    for reference in list(root.iter(bpmn("eventDefinitionRef"))):
        definition = shared.get((reference.text or "").strip())
        if definition is not None:
            reference.getparent().replace(reference, deepcopy(definition))


def spell_out_loop_data(root: Any) -> None:
    """Loops that refer to a drawn data input or output by its id mean the variable of its name."""
    names = {
        node.get("id"): node.get("name")
        for tag in ("dataInput", "dataOutput", "dataObject", "dataObjectReference", "property")
        for node in root.iter(bpmn(tag))
        if node.get("name")
    }
    for tag in ("loopDataInputRef", "loopDataOutputRef"):
        for reference in root.iter(bpmn(tag)):
            reference.text = names.get((reference.text or "").strip(), reference.text)


def global_tasks(root: Any) -> list[Any]:
    """The global tasks of a file, each as a process of one task that a call activity can call."""
    return [_as_process(node) for tag in GLOBAL_TASKS for node in root.iterchildren(bpmn(tag))]


def _as_process(node: Any) -> Any:
    process = etree.Element(bpmn("process"), {"id": node.get("id"), "isExecutable": "true"}, nsmap=node.nsmap)
    task = deepcopy(node)
    task.tag = bpmn(GLOBAL_TASKS[etree.QName(node).localname])
    process.append(task)
    return process


def are_linked(source: Any, target: Any) -> bool:
    """Do two link event definitions belong together: by `target` or `source`, or by their name (10.5.1)?"""
    target_ref = (source.findtext(bpmn("target")) or "").strip()
    source_refs = [(ref.text or "").strip() for ref in target.findall(bpmn("source"))]
    if target_ref:
        return target_ref == target.get("id")
    if source.get("id") in source_refs and source.get("id"):
        return True
    return source.get("name") is not None and source.get("name") == target.get("name")
