"""The elements of BPMN 2.0.2 with their attributes and children, read from `standard.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_ATTRIBUTE = re.compile(r"(?P<name>\w+)(?P<required>!?): (?P<kind>\S+( \w+)?)( = (?P<default>.*))?$")
_CHILD = re.compile(r"(?P<name>#?\w+)(?P<count>[?*+]*)(:? (?P<kind>.+))?$")
_BOUNDS = {"": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None), "++": (2, None)}
REFERENCES = ("->", "~>")


@dataclass(frozen=True)
class Attribute:
    """`kind`: text, id, uri, qname, boolean, integer, `A|B`, or a reference `-> element`, `~> element`."""

    name: str
    kind: str
    required: bool = False
    default: str | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(self.kind.split("|")) if "|" in self.kind else ()


@dataclass(frozen=True)
class Child:
    """A place for children: `kind` is an element, `qname` or a reference where the child is written only there."""

    name: str
    least: int
    most: int | None
    kind: str | None = None


@dataclass(frozen=True)
class Definition:
    """One element: its own parts and, in `attributes` and `children`, the inherited ones before them."""

    name: str
    base: str | None
    stands_for: str | None
    abstract: bool
    own_attributes: tuple[Attribute, ...]
    own_children: tuple[Child, ...]
    attributes: Mapping[str, Attribute]
    children: tuple[Child, ...]


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.match(text)
    if found is None:
        raise ValueError(f"standard.toml: {text}")
    return found


def _attribute(text: str) -> Attribute:
    found = _matched(_ATTRIBUTE, text)
    return Attribute(found["name"], found["kind"], bool(found["required"]), found["default"])


def _child(text: str) -> Child:
    found = _matched(_CHILD, text)
    return Child(found["name"], *_BOUNDS[found["count"]], found["kind"])


@cache
def definitions() -> Mapping[str, Definition]:
    """Every element of the standard by its name."""
    rows = tomllib.loads(Path(__file__).with_name("standard.toml").read_text(encoding="utf-8"))
    known: dict[str, Definition] = {}
    for name in rows:
        _define(name, rows, known)
    return known


def _define(name: str, rows: Mapping[str, Mapping[str, Any]], known: dict[str, Definition]) -> Definition:
    if name not in known:
        row = rows[name]
        base = _define(row["base"], rows, known) if "base" in row else None
        attributes = tuple(_attribute(text) for text in row.get("attributes", ()))
        children = tuple(_child(text) for text in row.get("children", ()))
        inherited = dict(base.attributes) if base else {}
        known[name] = Definition(
            name=name,
            base=row.get("base"),
            stands_for=row.get("stands_for"),
            abstract=row.get("abstract", False),
            own_attributes=attributes,
            own_children=children,
            attributes=inherited | {attribute.name: attribute for attribute in attributes},
            children=(base.children if base else ()) + children,
        )
    return known[name]


@cache
def is_a(name: str, kind: str) -> bool:
    """Whether an element is of a kind: itself, by inheritance or by the place where it may stand."""
    if kind in (name, "any"):
        return True
    known = definitions().get(name)
    return known is not None and any(is_a(up, kind) for up in (known.base, known.stands_for) if up)


@cache
def place_of(parent: str, tag: str) -> tuple[int, Child] | None:
    """The place (from 0, in the standard's order) where an element may be drawn inside another; None for nowhere."""
    for number, child in enumerate(definitions()[parent].children):
        if child.name == tag or (child.kind is None and is_a(tag, child.name)):
            return number, child
    return None


def definition_of(tag: str, child: Child | None) -> Definition | None:
    """What holds for a drawn element, given the place it is drawn in; None for one that only holds text."""
    if child is not None and child.kind is not None:
        return definitions().get("formalExpression" if child.kind == "expression" else child.kind)
    return definitions().get(tag)
