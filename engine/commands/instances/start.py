"""Somebody starts a process from outside: what they hand in is checked, then the instance runs."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.commands.instances.advance import start_instance
from engine.commands.submitted_data import require_data
from engine.store.rows import HeldInstance


def start_process(
    act: Act, key: str, version: int | None, business_key: str | None, variables: Mapping[str, Any]
) -> HeldInstance:
    """Start the latest (or the named) version with these variables; Invalid with each that cannot be taken."""
    require_data(variables, "variables")
    return start_instance(act, key, version=version, business_key=business_key, variables=variables)
