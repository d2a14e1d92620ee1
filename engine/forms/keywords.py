"""JSON Schema 2020-12 with our own wording of a few keywords: each error names exactly one field."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend
from referencing import Registry

from engine.forms.formats import FORMATS
from engine.forms.patterns import MAX_TEXT

Errors = Iterator[ValidationError]


def _required(validator: Any, names: list[str], instance: Any, schema: Any) -> Errors:
    """The message is the name of the missing field, from which its place follows."""
    if validator.is_type(instance, "object"):
        yield from (ValidationError(name) for name in names if name not in instance)


def _dependent_required(validator: Any, dependents: Mapping[str, list[str]], instance: Any, schema: Any) -> Errors:
    if validator.is_type(instance, "object"):
        for name, needed in dependents.items():
            if name in instance:
                yield from _required(validator, needed, instance, schema)


def _additional_properties(validator: Any, allowed: Any, instance: Any, schema: Any) -> Errors:
    if not validator.is_type(instance, "object"):
        return
    for name in instance:
        if name in schema.get("properties", {}):
            continue
        if allowed is False:
            yield ValidationError(name)
        else:
            yield from validator.descend(instance[name], allowed, path=name)


def _properties(validator: Any, properties: Mapping[str, Any], instance: Any, schema: Any) -> Errors:
    """A field whose schema is false must not be filled in; the library would not say which field it was."""
    if not validator.is_type(instance, "object"):
        return
    for name, inner in properties.items():
        if name in instance and inner is False:
            yield ValidationError(name)
        elif name in instance:
            yield from validator.descend(instance[name], inner, path=name, schema_path=name)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Errors:
    """Longer texts are not searched: the maxLength that goes with every pattern refuses them."""
    if isinstance(instance, str) and len(instance) <= MAX_TEXT and not re.search(pattern, instance):
        yield ValidationError(pattern)


_FormKeywords = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {
        "required": _required,
        "dependentRequired": _dependent_required,
        "additionalProperties": _additional_properties,
        "properties": _properties,
        "pattern": _pattern,
    },
)


def validator_of(schema: Mapping[str, Any]) -> Any:
    """A validator that never fetches anything; fields that the form does not declare are refused unless it says so."""
    whole = {"additionalProperties": False, **schema}
    return _FormKeywords(whole, format_checker=FORMATS, registry=Registry())
