"""What a form's schema may say: a closed part of JSON Schema 2020-12, without references to outside."""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator

from engine.domain.errors import Problem
from engine.forms.expansion import is_bounded
from engine.forms.formats import FORMATS
from engine.forms.patterns import MAX_TEXT, is_cheap, is_readable
from engine.forms.places import pointer

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MAX_DEPTH = 20
MAX_NODES = 2_000

ONE = ("items", "additionalProperties", "if", "then", "else", "not")
MANY = ("allOf", "anyOf", "oneOf")
NAMED = ("properties", "$defs")
KEYWORDS = frozenset(
    {*ONE, *MANY, *NAMED}
    | {"$schema", "$ref", "$comment", "title", "description", "default", "examples", "readOnly", "writeOnly"}
    | {"type", "enum", "const", "format", "minLength", "maxLength", "pattern"}
    | {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
    | {"minItems", "maxItems", "uniqueItems", "required", "dependentRequired"}
)

Path = tuple[str | int, ...]


def problems_of_schema(schema: Mapping[str, Any]) -> list[Problem]:
    """All that keeps the schema from being a form's; the places are JSON pointers into the form file."""
    nodes: list[tuple[Path, Mapping[str, Any]]] = []
    for path, node in subschemas(schema):
        if len(nodes) == MAX_NODES or len(path) > 2 * MAX_DEPTH:
            return [_problem("schema_too_big", path, nodes=MAX_NODES, depth=MAX_DEPTH)]
        nodes.append((path, node))
    problems = list(_misspelt(schema)) + [problem for path, node in nodes for problem in _foreign(path, node)]
    if problems:
        return problems
    problems = [problem for path, node in nodes for problem in _problems_of_node(schema, path, node)]
    if not problems and not is_bounded(schema):
        return [_problem("reference_endless", ())]
    return problems or list(_unfillable(schema))


def _misspelt(schema: Mapping[str, Any]) -> Iterator[Problem]:
    """Where the standard's own description of a schema does not hold."""
    errors = Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema)
    for path in sorted({tuple(error.absolute_path) for error in errors}, key=str):
        yield _problem("schema_wrong", path, keyword=path[-1] if path else "")


def _foreign(path: Path, node: Mapping[str, Any]) -> Iterator[Problem]:
    for keyword in sorted(set(node) - KEYWORDS):
        yield _problem("keyword_unknown", path, keyword=keyword)
    if node.get("$schema", DIALECT) != DIALECT:
        yield _problem("dialect", path, dialect=DIALECT)


def subschemas(schema: Any, path: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every schema inside a schema with its path, the outer ones first."""
    open_nodes: list[tuple[Path, Any]] = [(path, schema)]
    while open_nodes:
        path, node = open_nodes.pop()
        if isinstance(node, Mapping):
            yield path, node
            open_nodes.extend(parts_of(path, node))


def parts_of(path: Path, node: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for keyword, value in node.items():
        if keyword in ONE:
            yield (*path, keyword), value
        elif keyword in MANY and isinstance(value, list):
            yield from (((*path, keyword, number), part) for number, part in enumerate(value))
        elif keyword in NAMED and isinstance(value, Mapping):
            yield from (((*path, keyword, name), part) for name, part in value.items())


def _problem(code: str, path: Path, /, **parameters: Any) -> Problem:
    place = pointer(("schema", *path))
    return Problem(f"forms.{code}", {"place": place, **parameters}, field=place)


def _problems_of_node(root: Mapping[str, Any], path: Path, node: Mapping[str, Any]) -> Iterator[Problem]:
    reference = node.get("$ref")
    if reference is not None and reference not in {f"#/$defs/{name}" for name in root.get("$defs", {})}:
        yield _problem("reference_unknown", path, reference=reference)
    if "format" in node and node["format"] not in FORMATS.checkers:
        yield _problem("format_unknown", path, format=node["format"], known=", ".join(FORMATS.checkers))
    if "pattern" in node:
        yield from _problems_of_pattern(path, node["pattern"], node.get("maxLength"))
    for name in node.get("properties", {}):
        if name.startswith("_"):
            yield _problem("name_private", (*path, "properties", name), name=name)


def _problems_of_pattern(path: Path, pattern: str, longest: Any) -> Iterator[Problem]:
    if not is_readable(pattern):
        yield _problem("pattern_unreadable", path, pattern=pattern)
    elif not is_cheap(pattern):
        yield _problem("pattern_costly", path, pattern=pattern)
    if type(longest) is not int or longest > MAX_TEXT:
        yield _problem("pattern_unbounded", path, limit=MAX_TEXT)


def _unfillable(schema: Mapping[str, Any]) -> Iterator[Problem]:
    """Fields that are required but not declared: nobody could ever submit such a form."""
    if schema.get("additionalProperties", False) is not False:
        return
    declared = set(schema.get("properties", {}))
    for branch in ((), ("then",), ("else",)):
        node = schema if not branch else schema.get(branch[0], {})
        required = node.get("required", []) if isinstance(node, Mapping) else []
        yield from (_problem("required_unknown", branch, name=name) for name in required if name not in declared)
