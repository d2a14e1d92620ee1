"""Bounds on what a person or program may submit, whatever the form says: size, depth, names, numbers, characters."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from engine.domain.errors import Problem
from engine.forms.places import pointer

MAX_DEPTH = 20
MAX_VALUES = 5_000
MAX_ELEMENTS = 500
MAX_TEXT = 100_000
MAX_NAME = 100
MAX_NUMBER = 2**53 - 1  # beyond it browsers round
MAX_PROBLEMS = 100

# SpiffWorkflow's serializer takes any record with this key for one of its own objects.
RESERVED_KEYS = frozenset({"typename"})
# It keeps a process's data objects among the variables under this name.
RESERVED_NAMES = frozenset({"data_objects"})
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Path = tuple[str | int, ...]


def problems_of_data(variables: Mapping[str, Any], reserved: Collection[str], place: str = "") -> list[Problem]:
    """What cannot be taken over from these variables, with the JSON pointer of each; `reserved` are top-level names.

    `place` is where the variables themselves stand in what was sent.
    """
    top: Path = (place,) if place else ()
    taken = {*reserved, *RESERVED_NAMES}
    problems = [_problem("name_reserved", (*top, name), name=name) for name in variables if name in taken]
    count = 0
    open_values: list[tuple[Path, Any]] = [(top, variables)]
    while open_values and len(problems) < MAX_PROBLEMS:
        path, value = open_values.pop()
        count += 1
        if count > MAX_VALUES:
            return [*problems, _problem("too_many_values", top, limit=MAX_VALUES)]
        found = list(_problems_of_value(path, value, len(path) - len(top)))
        problems += found
        if not found:
            open_values.extend(_parts(path, value))
    return problems


def _parts(path: Path, value: Any) -> list[tuple[Path, Any]]:
    if isinstance(value, Mapping):
        return [((*path, name), part) for name, part in value.items()]
    if isinstance(value, list):
        return [((*path, number), part) for number, part in enumerate(value)]
    return []


def _problems_of_value(path: Path, value: Any, depth: int) -> Iterator[Problem]:
    if depth > MAX_DEPTH:
        yield _problem("too_deep", path, limit=MAX_DEPTH)
    elif isinstance(value, Mapping):
        yield from (problem for name in value for problem in _problems_of_name(path, name))
    elif isinstance(value, list):
        if len(value) > MAX_ELEMENTS:
            yield _problem("list_too_long", path, limit=MAX_ELEMENTS)
    elif isinstance(value, str):
        if len(value) > MAX_TEXT:
            yield _problem("text_too_long", path, limit=MAX_TEXT)
        elif _UNSTORABLE.search(value):
            yield _problem("characters", path)
    elif not _is_plain(value):
        yield _problem("number_wrong", path)


def _is_plain(value: Any) -> bool:
    if value is None or isinstance(value, bool):
        return True
    return isinstance(value, int | float) and abs(value) <= MAX_NUMBER  # false for NaN as well


def _problems_of_name(path: Path, name: Any) -> Iterator[Problem]:
    if not isinstance(name, str) or not name or len(name) > MAX_NAME or _UNSTORABLE.search(name):
        yield _problem("name_wrong", path, limit=MAX_NAME)
    elif name.startswith("_") or name in RESERVED_KEYS:
        yield _problem("name_reserved", (*path, name), name=name)


def _problem(code: str, path: Path, /, **parameters: Any) -> Problem:
    return Problem(f"forms.{code}", parameters, field=pointer(path))
