"""Checks that a value made by an expression stays within bounds."""

import math
from collections.abc import Mapping
from typing import Any

from engine.expressions.faults import Wrong
from engine.expressions.limits import MAX_DEPTH, MAX_ITEMS, MAX_NUMBER, MAX_TEXT


def bounded_number(value: Any) -> Any:
    """The number itself, if it is real, finite and not absurdly large."""
    if isinstance(value, complex) or (isinstance(value, float) and not math.isfinite(value)):
        raise Wrong("no_result")
    if not -MAX_NUMBER <= value <= MAX_NUMBER:
        raise Wrong("too_large")
    return value


def bounded_text(value: str) -> str:
    if len(value) > MAX_TEXT:
        raise Wrong("too_large")
    return value


def bounded_collection(value: Any) -> Any:
    """The list or record itself, if all that it holds, counted at every place it appears, is within bounds."""
    count = 0
    open_values: list[tuple[Any, int]] = [(value, 1)]
    while open_values:
        current, depth = open_values.pop()
        parts = current.values() if isinstance(current, Mapping) else current
        count += len(parts)
        if count > MAX_ITEMS or depth > MAX_DEPTH:
            raise Wrong("too_large")
        open_values.extend((part, depth + 1) for part in parts if isinstance(part, list | tuple | Mapping))
    return value
