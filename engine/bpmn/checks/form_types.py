"""What the fields of a form are, as far as its schema says so surely."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.expressions.kinds import BOOLEAN, LIST, NUMBER, RECORD, TEXT
from engine.expressions.types import ANY, Type, any_of

_KINDS = {"string": TEXT, "number": NUMBER, "integer": NUMBER, "boolean": BOOLEAN, "array": LIST, "object": RECORD}
_INNER = ("allOf", "anyOf", "oneOf", "if", "then", "else")
_DEEPEST = 20


def fields_of(schema: Mapping[str, Any]) -> dict[str, Type]:
    """The top-level fields with their types; one that is defined in several branches may be either."""
    found: dict[str, list[Type]] = {}
    for name, inner in _properties(schema, schema, 0):
        found.setdefault(name, []).append(_type(schema, inner, 0))
    return {name: any_of(types) for name, types in found.items()}


def _properties(schema: Mapping[str, Any], node: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Also those within combinations and conditions."""
    if not isinstance(node, Mapping) or depth > _DEEPEST:
        return
    node = _resolved(schema, node)
    yield from node.get("properties", {}).items()
    for keyword in _INNER:
        inner = node.get(keyword)
        for part in inner if isinstance(inner, list) else [inner]:
            yield from ((name, one) for name, one in _properties(schema, part, depth + 1) if _says_something(one))


def _says_something(node: Any) -> bool:
    """A condition such as `{"const": 1}` says nothing of what the field may be otherwise."""
    return isinstance(node, Mapping) and ("type" in node or "$ref" in node)


def _type(schema: Mapping[str, Any], node: Any, depth: int) -> Type:
    if not isinstance(node, Mapping) or depth > _DEEPEST:
        return ANY
    node = _resolved(schema, node)
    kinds = node.get("type")
    named = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind != "null"]
    kind = _KINDS.get(str(named[0])) if len(named) == 1 else None
    if kind is None:
        return ANY
    if kind == LIST:
        return Type(LIST, element=_type(schema, node.get("items"), depth + 1))
    if kind == RECORD:
        return Type(RECORD, _record(schema, node, depth))
    return Type(kind, values=_choices(node) if kind == TEXT else None)


def _record(schema: Mapping[str, Any], node: Mapping[str, Any], depth: int) -> dict[str, Type] | None:
    """All fields of a record within the form, where it takes no others."""
    if node.get("additionalProperties") is not False or any(keyword in node for keyword in _INNER):
        return None
    return {name: _type(schema, inner, depth + 1) for name, inner in node.get("properties", {}).items()}


def _choices(node: Mapping[str, Any]) -> frozenset[Any] | None:
    """The choices of a field, as a list of values or of titled constants."""
    if "const" in node:
        return frozenset([node["const"]])
    if "enum" in node:
        return frozenset(value for value in node["enum"] if isinstance(value, str))
    parts = node.get("oneOf") or node.get("anyOf") or []
    constants = [part["const"] for part in parts if isinstance(part, Mapping) and "const" in part]
    return frozenset(constants) if constants and len(constants) == len(parts) else None


def _resolved(schema: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    for _ in range(_DEEPEST):
        if "$ref" not in node:
            break
        definition = schema.get("$defs", {}).get(str(node["$ref"]).removeprefix("#/$defs/"), {})
        node = {**definition, **{keyword: value for keyword, value in node.items() if keyword != "$ref"}}
    return node
