"""What is done with each element and attribute of the standard: executed, carried along, told, or refused."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from engine.bpmn.source.namespaces import is_bpmn, local_name
from engine.bpmn.source.report import Report, name_of
from engine.bpmn.source.standard import definitions, place_of

EXECUTED, CARRIED, TOLD, REFUSED = VERDICTS = ("executed", "carried", "told", "refused")
ELEMENT = "element"


@cache
def verdicts() -> Mapping[str, Mapping[str, str]]:
    """By element: the verdict on itself under `element`, on its own attributes and local children under their names."""
    return tomllib.loads(Path(__file__).with_name("verdicts.toml").read_text(encoding="utf-8"))


def verdict_on(element: str) -> str:
    """The verdict on an element as a whole."""
    return verdicts().get(element, {}).get(ELEMENT, CARRIED)


def sentence_of(element: str, part: str = ELEMENT) -> str:
    """The code of the sentence about an element, or about a part of it (`attribute` or `attribute=value`)."""
    if part == ELEMENT:
        return f"elements.{element}"
    return f"elements.{element}_{part.replace('=##', '_').replace('=', '_')}"


def check_verdicts(report: Report, root: Any) -> None:
    """Refuse, or tell of, what a file that is to run says and we do not do."""
    for node in root.iter():
        if not is_bpmn(node) or not report.runs(node):
            continue
        for element, part, verdict in _judged(node):
            if verdict == REFUSED:
                report.wrong(node, sentence_of(element, part), name=name_of(node))
            elif verdict == TOLD:
                report.odd(node, sentence_of(element, part), name=name_of(node))


def _judged(node: Any) -> Iterator[tuple[str, str, str]]:
    """(element the part comes from, part, verdict) of everything that a node says."""
    tag = local_name(node)
    parent = node.getparent()
    place = place_of(local_name(parent), tag) if parent is not None and local_name(parent) in definitions() else None
    if place is not None and place[1].kind is not None:
        yield from _part(local_name(parent), tag, None)
        return
    yield tag, ELEMENT, verdict_on(tag)
    for name, value in node.attrib.items():
        yield from _part(tag, name, value)


def _part(element: str | None, part: str, value: str | None) -> Iterator[tuple[str, str, str]]:
    """The verdict on a part, looked up at the element and at those it inherits from; a default value says nothing."""
    while element is not None:
        known = definitions().get(element)
        found = verdicts().get(element, {})
        if part in found:
            special = f"{part}={value}"
            is_default = known is not None and any(a.name == part and a.default == value for a in known.own_attributes)
            if special in found:
                yield element, special, found[special]
            elif not is_default:
                yield element, part, found[part]
            return
        element = known.base if known else None
