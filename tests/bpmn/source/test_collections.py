"""Collections of multi-instance activities are read from attributes that editors keep."""

from lxml import etree

from engine.bpmn.source.collections import spell_out_collections
from engine.bpmn.source.namespaces import NAMESPACES

LOOP = (
    '<bpmn:userTask xmlns:bpmn="{bpmn}" xmlns:duban="{duban}" id="ask">'
    "<bpmn:multiInstanceLoopCharacteristics {attributes}>{children}</bpmn:multiInstanceLoopCharacteristics>"
    "</bpmn:userTask>"
)


def spelled_out(attributes: str, children: str = "") -> dict[str, str | None]:
    root = etree.fromstring(LOOP.format(attributes=attributes, children=children, **NAMESPACES))
    spell_out_collections(root)
    return {etree.QName(node).localname: node.text or node.get("name") for node in root[0]}


def test_our_attributes_become_what_the_parser_reads() -> None:
    found = spelled_out('duban:collection="units" duban:element="unit"')
    assert found == {"loopDataInputRef": "units", "inputDataItem": "unit"}


def test_what_the_standard_says_already_stays_as_it_is() -> None:
    drawn = "<bpmn:loopDataInputRef>rooms</bpmn:loopDataInputRef>"
    assert spelled_out('duban:collection="units"', drawn) == {"loopDataInputRef": "rooms"}


def test_a_loop_without_a_collection_is_left_alone() -> None:
    assert spelled_out('isSequential="true"') == {}
