"""A path as a finding carries it."""

from collections.abc import Iterable
from typing import Any

from engine.bpmn.verification.model import Node

LONGEST_WALK = 12  # elements named in a sentence; the path itself is whole


def walked(nodes: Iterable[Node]) -> dict[str, Any]:
    """`path`: the elements in order as {id, name}; `walk`: the same in words."""
    path = [{"id": node.id, "name": node.label} for node in nodes]
    names = [step["name"] for step in path]
    if len(names) > LONGEST_WALK:
        names = [*names[:3], "…", *names[4 - LONGEST_WALK :]]
    return {"path": path, "walk": " → ".join(names)}
