"""JSON pointers: the name of a place in submitted data or in a form file."""

from collections.abc import Iterable


def pointer(parts: Iterable[str | int]) -> str:
    """RFC 6901: `/items/0/name`; the whole is the empty text."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)
