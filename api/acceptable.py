"""What no request may carry, whatever it asks for: text that no database keeps and numbers that are none."""

import math
from typing import Any

from fastapi import Request

from engine.domain.errors import Invalid, Problem


async def require_acceptable(request: Request) -> None:  # it waits for nothing: no thread is needed
    """Invalid where path, query or JSON body hold a NUL, half a character (a lone surrogate), NaN or an infinity."""
    body = getattr(request, "_json", None)  # read already, where the route takes JSON
    parts = {"path": dict(request.path_params), "query": list(request.query_params.multi_items()), "body": body}
    problems = [Problem("request.unacceptable", field=f"/{name}") for name, part in parts.items() if not is_kept(part)]
    if problems:
        raise Invalid(problems)


def is_kept(value: Any) -> bool:
    """A flat look: what came in may be nested deeply."""
    open_values = [value]
    while open_values:
        current = open_values.pop()
        if isinstance(current, dict):
            open_values += [*current.keys(), *current.values()]
        elif isinstance(current, list | tuple):
            open_values += current
        elif isinstance(current, str):
            if not _is_kept_text(current):
                return False
        elif isinstance(current, float) and not math.isfinite(current):
            return False
    return True


def _is_kept_text(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
