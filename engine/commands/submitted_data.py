"""The one check of data on every door: what starts, completes, corrects or is sent to an instance from outside."""

from collections.abc import Collection, Mapping
from typing import Any

from engine.actions import ENGINE_NAMES
from engine.domain.errors import Invalid
from engine.forms import problems_of_data


def require_data(data: Mapping[str, Any], place: str, reserved: Collection[str] = ENGINE_NAMES) -> None:
    """Invalid with every value that cannot be taken, each under its JSON pointer below `place`.

    `reserved` are the names that the engine provides itself: nobody may submit them.
    """
    problems = problems_of_data(data, reserved, place)
    if problems:
        raise Invalid(problems)
