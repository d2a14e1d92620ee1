"""The kinds of values the language knows, and how two values compare; mixed kinds never do."""

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.expressions.faults import Wrong

# The signs stand for kinds in messages of any language and give no data away.
NOTHING = "null"
BOOLEAN = "true/false"
NUMBER = "123"
TEXT = '"…"'
LIST = "[…]"
RECORD = "{…}"
MOMENT = "2026-01-01T09:00"
DAY = "2026-01-01"
SPAN = "P1D"
OTHER = "?"
ANYTHING = "*"  # not known before it runs

ORDERED = frozenset({NUMBER, TEXT, MOMENT, DAY, SPAN})
_BY_TYPE: dict[type, str] = {
    type(None): NOTHING,
    bool: BOOLEAN,
    int: NUMBER,
    float: NUMBER,
    Decimal: NUMBER,
    str: TEXT,
    list: LIST,
    tuple: LIST,
    dict: RECORD,
    datetime: MOMENT,
    date: DAY,
    timedelta: SPAN,
}
_ORDERINGS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def kind_of(value: Any) -> str:
    """The kind of a value; a mapping of any class is a record."""
    kind = _BY_TYPE.get(type(value))
    if kind is None:
        return RECORD if isinstance(value, Mapping) else OTHER
    return kind


def is_number(value: Any) -> bool:
    return kind_of(value) is NUMBER


def equal(left: Any, right: Any) -> bool:
    """Equality within a kind; anything may be compared with null."""
    kinds = kind_of(left), kind_of(right)
    if kinds[0] != kinds[1] and NOTHING not in kinds:
        raise Wrong("mixed_types", left=kinds[0], right=kinds[1])
    return bool(left == right)


def ordered(sign: str, left: Any, right: Any) -> bool:
    """`left sign right` for two numbers, two texts or two times; null has no order."""
    kinds = kind_of(left), kind_of(right)
    if kinds[0] != kinds[1] or kinds[0] not in ORDERED:
        raise Wrong("mixed_types", left=kinds[0], right=kinds[1])
    try:
        return bool(_ORDERINGS[sign](left, right))
    except TypeError:  # a moment with a zone against one without
        raise Wrong("mixed_types", left=kinds[0], right=kinds[1]) from None


def contains(container: Any, item: Any) -> bool:
    """`item in container`: a part of a text, an element of a list, a key of a record."""
    kind = kind_of(container)
    if kind is LIST:
        return _list_contains(container, item)
    if kind not in (TEXT, RECORD) or kind_of(item) is not TEXT:
        raise Wrong("not_in", item=kind_of(item), container=kind)
    return item in container


def _list_contains(elements: Any, item: Any) -> bool:
    kind = kind_of(item)
    comparable = not elements or kind is NOTHING
    for element in elements:
        other = kind_of(element)
        if other == kind and element == item:
            return True
        comparable = comparable or other in (kind, NOTHING)
    if not comparable:
        raise Wrong("not_in", item=kind, container=f"[{kind_of(elements[0])}, …]")
    return False
