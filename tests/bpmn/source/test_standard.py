"""Our table of the standard says what its XML schema says, as it comes with SpiffWorkflow."""

from pathlib import Path
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import parser

from engine.bpmn.source.standard import definitions, is_a, place_of

XSD = "{http://www.w3.org/2001/XMLSchema}"
FOLDER = Path(parser.__file__ or "").parent / "schema"
ROOTS = [etree.parse(FOLDER / name).getroot() for name in ("BPMN20.xsd", "Semantic.xsd")]
ELEMENTS = {e.get("name"): e for root in ROOTS for e in root.findall(f"{XSD}element")}
TYPES = {t.get("name"): t for root in ROOTS for t in root.findall(f"{XSD}complexType")}


def own(element: str, tag: str) -> list[Any]:
    return list(TYPES[ELEMENTS[element].get("type")].iter(f"{XSD}{tag}"))


def test_it_has_the_elements_of_the_schema_and_no_other() -> None:
    assert set(definitions()) == set(ELEMENTS)


def test_attributes_have_their_names_defaults_and_obligations() -> None:
    for name, known in definitions().items():
        schema = {(a.get("name"), a.get("use") == "required", a.get("default")) for a in own(name, "attribute")}
        assert {(a.name, a.required, a.default) for a in known.own_attributes} == schema, name


def test_children_stand_in_the_order_of_the_schema() -> None:
    for name, known in definitions().items():
        schema = [(e.get("ref") or e.get("name")).rpartition(":")[2] for e in own(name, "element")]
        assert [child.name.lstrip("#") for child in known.own_children] == schema, name


def test_children_are_as_many_as_in_the_schema() -> None:
    for name, known in definitions().items():
        for child, schema in zip(known.own_children, own(name, "element"), strict=True):
            assert child.least <= int(schema.get("minOccurs", "1"))
            if schema.get("maxOccurs") == "unbounded":
                assert child.most is None, (name, child.name)


def test_what_may_stand_for_another_element_may_stand_in_its_place() -> None:
    for name, schema in ELEMENTS.items():
        stands_for = schema.get("substitutionGroup")
        assert stands_for is None or is_a(name, stands_for), name


def test_places_are_counted_in_the_order_of_the_standard() -> None:
    lane, task = place_of("process", "laneSet"), place_of("process", "userTask")
    assert lane and task
    assert lane[0] < task[0]
    assert place_of("process", "timerEventDefinition") is None
