"""Is a file what BPMN 2.0.2 allows: known elements and attributes in their places, values of the right kind.

The meaning of the standard's XML schema, told in the designer's words and all at once. Where tools are known to be
careless and the meaning is clear (the order of children, a stray label), it is advice; where meaning would be lost, a
problem. Attributes and elements of other namespaces are not looked at.
"""

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from engine.bpmn.source.namespaces import BPMN, is_bpmn, local_name
from engine.bpmn.source.report import Report
from engine.bpmn.source.standard import Attribute, Child, Definition, definition_of, definitions, place_of

OPEN = ("documentation", "text", "script", "extensionElements")
_LABELS = ("id", "name")
_LONGEST_WORD = 60
_BOOLEANS = {"true": "true", "1": "true", "false": "false", "0": "false"}


def check_validity(report: Report, root: Any) -> None:
    """Walk the whole tree; booleans and numbers are written plainly (`1` as `true`) for whoever reads it next."""
    stack = [(root, definitions()["definitions"])]
    while stack:
        node, definition = stack.pop()
        _attributes(report, node, definition)
        stack.extend(reversed(_children(report, node, definition)))


def _attributes(report: Report, node: Any, definition: Definition) -> None:
    for written, value in list(node.attrib.items()):
        name = written.removeprefix(f"{{{BPMN}}}")
        if name != written:  # a prefix before the attribute, as some tools write it
            node.set(name, node.attrib.pop(written))
        if name.startswith("{"):
            continue
        known = definition.attributes.get(name)
        if known is None:
            _unknown_attribute(report, node, definition, name)
        else:
            _value(report, node, known, value)
    for known in definition.attributes.values():
        if known.required and not node.get(known.name) and not known.kind.startswith(("->", "~>")):
            _missing_attribute(report, node, known)


def _unknown_attribute(report: Report, node: Any, definition: Definition, name: str) -> None:
    if name in _LABELS or not definition.attributes:
        return
    meant = _meant(report, name, definition.attributes)
    code = "bpmn.attribute_misspelt" if meant else "bpmn.attribute_unknown"
    tell = report.wrong if meant else report.odd
    tell(node, code, attribute=name, tag=local_name(node), meant="".join(meant))


def _meant(report: Report, written: str, known: Iterable[str]) -> list[str]:
    """The known word that a misspelt one is close to, if any."""
    if report.is_full or len(written) > _LONGEST_WORD:
        return []
    return get_close_matches(written, known, n=1, cutoff=0.75)


def _missing_attribute(report: Report, node: Any, known: Attribute) -> None:
    harmless = local_name(node) in ("definitions", "import", "interface", "operation", "resource")
    tell = report.odd if harmless else report.wrong
    tell(node, "bpmn.attribute_missing", attribute=known.name, tag=local_name(node))


def _value(report: Report, node: Any, known: Attribute, value: str) -> None:
    plain = value.strip()
    wanted = ""
    if known.kind == "boolean":
        wanted = "true、false"
        if plain.lower() in _BOOLEANS:
            node.set(known.name, _BOOLEANS[plain.lower()])
            return
    elif known.kind == "integer":
        wanted = "0、1、2 …"
        if plain.lstrip("+-").isdecimal() and plain.isascii():
            node.set(known.name, plain)
            return
    elif known.choices:
        wanted = "、".join(known.choices)
        for choice in known.choices:
            if choice.lower() == plain.lower():
                node.set(known.name, choice)
                return
    else:
        return
    report.wrong(
        node, "bpmn.attribute_value", attribute=known.name, tag=local_name(node), value=value[:40], wanted=wanted
    )


def _children(report: Report, node: Any, definition: Definition) -> list[tuple[Any, Definition]]:
    """Check the places of a node's children; answers those that are to be looked into."""
    inside = []
    counts: Counter[str] = Counter()
    reached, is_ordered = 0, True
    for child in node:
        if not is_bpmn(child):
            _foreign_child(report, node, child)
            continue
        tag = local_name(child)
        place = _placed(report, node, child, definition)
        if place is None:
            continue
        number, where = place
        counts[where.name] += 1
        if number < reached and is_ordered:
            is_ordered = False
            report.odd(child, "bpmn.child_order", tag=tag, parent=local_name(node))
        reached = max(reached, number)
        known = definition_of(tag, where)
        if known is not None and known.name not in OPEN:
            inside.append((child, known))
    for where in definition.children:
        _count(report, node, where, counts[where.name])
    return inside


def _placed(report: Report, node: Any, child: Any, definition: Definition) -> tuple[int, Child] | None:
    tag = local_name(child)
    known = definitions().get(tag)
    place = place_of(definition.name, tag)
    if place is not None and (place[1].kind is not None or known is None or not known.abstract):
        return place
    if known is not None or tag in _LOCAL:
        report.wrong(child, "bpmn.child_misplaced", tag=tag, parent=local_name(node))
    else:
        meant = _meant(report, tag, [*definitions(), *_LOCAL])
        code = "bpmn.element_misspelt" if meant else "bpmn.element_unknown"
        report.wrong(child, code, tag=tag, meant="".join(meant))
    return None


_LOCAL = frozenset(child.name for known in definitions().values() for child in known.own_children if child.kind)


def _foreign_child(report: Report, node: Any, child: Any) -> None:
    if local_name(node) != "definitions":
        report.odd(child, "bpmn.foreign_child", tag=local_name(child), parent=local_name(node))


def _count(report: Report, node: Any, where: Child, number: int) -> None:
    tag = local_name(node)
    if where.most is not None and number > where.most:
        report.wrong(node, "bpmn.child_too_many", child=where.name, tag=tag, number=number)
    elif number < where.least:
        # lists of data and of participants say nothing about what happens
        tell = report.wrong if where.kind in ("expression", "formalExpression") else report.odd
        tell(node, "bpmn.child_missing", child=where.name, tag=tag)
