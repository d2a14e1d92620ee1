"""Checks a submission against its form; every error names its field and says in the office's words what to mend."""

from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any

from jsonschema import ValidationError

from engine.domain.errors import Problem
from engine.forms.form import Form
from engine.forms.places import pointer
from engine.forms.submitted import MAX_PROBLEMS, problems_of_data

NAMING = ("required", "dependentRequired", "additionalProperties", "properties")
_CODES = {
    "required": "required",
    "dependentRequired": "required",
    "additionalProperties": "field_unknown",
    "minLength": "too_short",
    "maxLength": "too_long",
    "minimum": "too_small",
    "exclusiveMinimum": "not_above",
    "maximum": "too_large",
    "exclusiveMaximum": "not_below",
    "minItems": "too_few",
    "maxItems": "too_many",
    "uniqueItems": "not_unique",
    "const": "not_this_value",
    "enum": "no_choice",
    "pattern": "pattern",
    "anyOf": "combination",
    "oneOf": "combination",
    "not": "combination",
}
_TYPES = {
    "string": "type_text",
    "number": "type_number",
    "integer": "type_integer",
    "boolean": "type_boolean",
    "array": "type_list",
    "object": "type_record",
}
_FORMATS = {"date": "format_date", "date-time": "format_date_time", "time": "format_time", "email": "format_email"}


def validate_submission(form: Form, variables: Mapping[str, Any], reserved: Collection[str] = ()) -> list[Problem]:
    """All that is wrong with the variables submitted to a form, `field` as JSON pointer; empty when they hold.

    `reserved` are the names the engine itself provides: nobody may submit them.
    """
    problems = problems_of_data(variables, reserved)
    if problems:
        return problems
    errors = sorted(islice(form.validator.iter_errors(variables), MAX_PROBLEMS), key=lambda error: str(error.path))
    found = {(problem.field, problem.code): problem for problem in (_problem(form, error) for error in errors)}
    return list(found.values())


def _problem(form: Form, error: ValidationError) -> Problem:
    path = list(error.absolute_path)
    if error.validator in NAMING:
        path.append(error.message)
    label = _label(form.schema, path) or form.title
    code, parameters = _wording(error)
    return Problem(f"forms.{code}", {"label": label, **parameters}, file=form.file, field=pointer(path))


def _wording(error: ValidationError) -> tuple[str, dict[str, Any]]:
    keyword, limit = str(error.validator), error.validator_value
    options = _options(keyword, limit)
    if options:
        return "no_choice", {"options": "、".join(options)}
    if keyword == "type":
        return _TYPES.get(str(limit), "type_wrong"), {}
    if keyword == "format":
        return _FORMATS[str(limit)], {}
    if keyword == "minLength" and limit == 1:
        return "required", {}
    if keyword == "const" and limit is True:
        return "not_ticked", {}
    return _CODES.get(keyword, "not_wanted"), {"limit": limit}


def _options(keyword: str, limit: Any) -> list[str]:
    """The choices of a list of values, or of titled constants as pages draw them."""
    if keyword == "enum":
        return [str(value) for value in limit]
    if keyword not in ("oneOf", "anyOf"):
        return []
    constants = [part for part in limit if isinstance(part, Mapping) and "const" in part]
    return [str(part.get("title", part["const"])) for part in constants] if len(constants) == len(limit) else []


def _label(schema: Any, path: list[str | int]) -> str:
    """What the page calls a field: its title, or its name where it has none."""
    node, name = schema, ""
    for part in path:
        node = _resolved(schema, node)
        inner = node.get("items") if isinstance(part, int) else node.get("properties", {}).get(part)
        node = inner if isinstance(inner, Mapping) else {}
        name = str(part) if isinstance(part, str) else name
    node = _resolved(schema, node) if path else {}
    return str(node.get("title", name))


def _resolved(schema: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node:
        definition = schema["$defs"][str(node["$ref"]).removeprefix("#/$defs/")]
        node = {**definition, **{keyword: value for keyword, value in node.items() if keyword != "$ref"}}
    return node
