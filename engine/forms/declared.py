"""Holds what starts a process against the variables that its diagram declares."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.domain.errors import Problem
from engine.forms.formats import is_date, is_date_time
from engine.forms.places import pointer

_CLASSES: dict[str, tuple[type | tuple[type, ...], str]] = {
    "text": (str, "type_text"),
    "number": ((int, float), "type_number"),
    "boolean": (bool, "type_boolean"),
    "date": (str, "format_date"),
    "datetime": (str, "format_date_time"),
    "duration": (str, "type_text"),
    "list": (list, "type_list"),
    "record": (dict, "type_record"),
}
_FORMATS: dict[str, Callable[[object], bool]] = {"date": is_date, "datetime": is_date_time}


def problems_of_declared(variables: Mapping[str, Any], declared: Mapping[str, str], place: str) -> list[Problem]:
    """Variables that are not of the type declared for them; null is of every type. `place` is where they stand."""
    return [
        Problem(f"forms.{_CLASSES[word][1]}", {"label": name}, field=pointer((place, name)))
        for name, value in variables.items()
        if (word := declared.get(name)) in _CLASSES and value is not None and not _is_of(value, word)
    ]


def _is_of(value: Any, word: str) -> bool:
    if not isinstance(value, _CLASSES[word][0]) or (word == "number" and isinstance(value, bool)):
        return False
    try:
        return word not in _FORMATS or _FORMATS[word](value)
    except ValueError:
        return False
