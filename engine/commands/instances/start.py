"""Somebody starts a process from outside: what they hand in is checked, then the instance runs."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.commands.instances.advance import start_instance
from engine.commands.submitted_data import require_data
from engine.domain.errors import Invalid
from engine.forms import problems_of_declared
from engine.store.definitions import get_definition
from engine.store.rows import HeldInstance


def start_process(
    act: Act, key: str, version: int | None, business_key: str | None, variables: Mapping[str, Any]
) -> HeldInstance:
    """Start the latest (or the named) version; Invalid with each variable that is not taken or not as declared."""
    require_data(variables, "variables")
    bundle = act.house.bundles.get(act.session, get_definition(act.session, key, version).digest)
    problems = problems_of_declared(variables, bundle.declared.get(key, {}), "variables")
    if problems:
        raise Invalid(problems)
    return start_instance(act, key, version=version, business_key=business_key, variables=variables)
