"""Data on its way from task to task. Values are shared and never changed in place; only a task's own names change.

SpiffWorkflow 3.2.0 copies one level deep, shares the rest and changes it, and merges lists element by element, cutting
what is longer. Here what comes later has the last word, and only records are merged name by name: so it does not matter
whether branches are merged one by one or all at once, nor whether the instance was stored in between.
"""

from collections.abc import Mapping
from typing import Any

ATOMS = (str, int, float, bool, type(None))


def copied(value: Any) -> Any:
    """A JSON value that shares nothing with what came from outside."""
    if isinstance(value, dict):
        return {name: one if type(one) in ATOMS else copied(one) for name, one in value.items()}
    if isinstance(value, list):
        return [one if type(one) in ATOMS else copied(one) for one in value]
    return value


def merge(into: dict[str, Any], data: Mapping[str, Any]) -> None:
    """Records within records are merged into new ones; of everything else the value of `data` stands."""
    for name, value in data.items():
        mine = into.get(name)
        if mine is not value and isinstance(mine, dict) and isinstance(value, dict):
            mine = dict(mine)
            merge(mine, value)
            into[name] = mine
        else:
            into[name] = value


def is_same(one: Any, other: Any) -> bool:
    """Equal as JSON: for Python `True == 1`, but a condition tells them apart."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, float):
        return repr(one) == repr(other)  # 0.0 and -0.0 are two
    return bool(one == other)
