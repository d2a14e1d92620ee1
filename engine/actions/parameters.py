"""What an element says to its action: words in the diagram, and names of data."""

from typing import Any

from engine.actions.registry import Call
from engine.domain.errors import Invalid, Problem


def word(call: Call, name: str, default: str | None = None) -> str:
    """A word of the diagram itself; Invalid where one is needed and none is there."""
    found = call.parameters.get(name, default)
    if found is None:
        raise Invalid([Problem("action.parameter_missing", {"name": name}, element=call.element_id)])
    return found


def data_at(call: Call, name: str, default: Any = None) -> Any:
    """What the process data hold under the name that the parameter gives; `default` where the diagram names none."""
    key = call.parameters.get(name)
    if key is None:
        return default
    if key not in call.data:
        raise Invalid([Problem("action.data_missing", {"name": key, "parameter": name}, element=call.element_id)])
    return call.data[key]


def text_at(call: Call, name: str, most: int) -> str:
    """The text of the parameter, or with `…_from` that of the data it names; cut to what a column holds."""
    found = data_at(call, f"{name}_from")
    return str(found if found is not None else word(call, name))[:most]


def number_at(call: Call, name: str, default: int) -> int:
    """A whole number in the diagram, or with `…_from` in the data."""
    found = data_at(call, f"{name}_from", call.parameters.get(name, default))
    try:
        return int(found)
    except (TypeError, ValueError):
        raise Invalid([Problem("action.number", {"name": name}, element=call.element_id)]) from None
