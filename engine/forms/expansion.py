"""Bounds what a schema's references expand to: no circles, no small file that unfolds into a huge schema."""

from collections.abc import Iterator, Mapping
from typing import Any

MAX_EXPANDED = 5_000


def is_bounded(schema: Mapping[str, Any]) -> bool:
    """Whether the schema with all its references written out stays within bounds."""
    sizes: dict[str, int | None] = {}
    definitions = schema.get("$defs", {})

    def size_of_definition(reference: str) -> int:
        if reference not in sizes:
            sizes[reference] = None
            sizes[reference] = size_of(definitions.get(reference.removeprefix("#/$defs/")))
        size = sizes[reference]
        # None: we are still inside this definition, so it leads back to itself.
        return MAX_EXPANDED + 1 if size is None else size

    def size_of(value: Any) -> int:
        size = 1
        for part in _parts(value):
            size += size_of(part)
        if isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
            size += size_of_definition(value["$ref"])
        return min(size, MAX_EXPANDED + 1)

    without_definitions = {keyword: value for keyword, value in schema.items() if keyword != "$defs"}
    return size_of(without_definitions) <= MAX_EXPANDED


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list):
        yield from value
