"""What is known of a value before anything runs: its kind, and of records, lists and choices what they may hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from engine.expressions.kinds import (
    ANYTHING,
    BOOLEAN,
    DAY,
    LIST,
    MOMENT,
    NOTHING,
    NUMBER,
    RECORD,
    SPAN,
    TEXT,
)


@dataclass(frozen=True)
class Type:
    """`fields` are all that a record has, `element` what a list holds, `values` all that it may be; None: not known."""

    kind: str = ANYTHING
    fields: Mapping[str, "Type"] | None = None
    element: "Type | None" = None
    values: frozenset[Any] | None = None

    @property
    def is_open(self) -> bool:
        """Nothing is known, or it may be missing: only running will tell."""
        return self.kind in (ANYTHING, NOTHING)


ANY = Type()
# The words by which a diagram declares a variable. Days and moments are text in data.
BY_WORD: dict[str, Type] = {
    "any": ANY,
    "text": Type(TEXT),
    "number": Type(NUMBER),
    "boolean": Type(BOOLEAN),
    "date": Type(TEXT),
    "datetime": Type(TEXT),
    "duration": Type(TEXT),
    "list": Type(LIST),
    "record": Type(RECORD),
}
IN_DATA = {DAY: TEXT, MOMENT: TEXT, SPAN: TEXT}


def in_data(given: Type) -> Type:
    """The type once it is written into data: times are texts there."""
    return Type(IN_DATA[given.kind]) if given.kind in IN_DATA else given


def either(one: Type, other: Type) -> Type:
    """What is known of a value that is one or the other."""
    if NOTHING in (one.kind, other.kind):
        return other if one.kind == NOTHING else one
    if one.kind != other.kind or one.kind == ANYTHING:
        return ANY
    return Type(one.kind, _fields(one, other), _element(one, other), _values(one, other))


def any_of(types: Iterable[Type]) -> Type:
    """What is known of a value that is one of these."""
    found: Type | None = None
    for one in types:
        found = one if found is None else either(found, one)
    return found or ANY


def _fields(one: Type, other: Type) -> Mapping[str, Type] | None:
    if one.fields is None or other.fields is None:
        return None
    return {
        name: either(one.fields.get(name, Type(NOTHING)), other.fields.get(name, Type(NOTHING)))
        for name in {**one.fields, **other.fields}
    }


def _element(one: Type, other: Type) -> Type | None:
    return None if one.element is None or other.element is None else either(one.element, other.element)


def _values(one: Type, other: Type) -> frozenset[Any] | None:
    return None if one.values is None or other.values is None else one.values | other.values


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.6)), None)
