"""Collections of multi-instance activities, written as our attributes because editors drop the standard's references.

`loopDataInputRef` must name a drawn data input by id; an editor that reads a plain variable name there loses it on
saving. So a diagram says `duban:collection="units" duban:element="unit"`, and it is spelled out for the parser here.
"""

from typing import Any

from lxml import etree

from engine.bpmn.source.namespaces import bpmn, duban


def spell_out_collections(root: Any) -> None:
    """Give the loops of a tree that is about to be parsed the elements SpiffWorkflow reads; stored files are not it."""
    for loop in root.iter(bpmn("multiInstanceLoopCharacteristics")):
        collection, element = loop.get(duban("collection")), loop.get(duban("element"))
        if collection and loop.find(bpmn("loopDataInputRef")) is None:
            etree.SubElement(loop, bpmn("loopDataInputRef")).text = collection
        if element and loop.find(bpmn("inputDataItem")) is None:
            etree.SubElement(loop, bpmn("inputDataItem"), id=element, name=element)
