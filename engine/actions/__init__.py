"""What a service task or a completed user task may call, registered by name."""

from engine.actions import (
    appeals,
    assessments,
    ballots,
    between_units,
    checks,
    ending,
    extension,
    handling,
    ladder_steps,
    matters,
    public_notices,
    reckoning,
    resting,
    reviews,
    supplements,
    webhooks,
)
from engine.actions.names import ENGINE_NAMES, ENGINE_VARIABLES
from engine.actions.registry import ACTIONS, Call

__all__ = [
    "ACTIONS",
    "ENGINE_NAMES",
    "ENGINE_VARIABLES",
    "Call",
    "appeals",
    "assessments",
    "ballots",
    "between_units",
    "checks",
    "ending",
    "extension",
    "handling",
    "ladder_steps",
    "matters",
    "public_notices",
    "reckoning",
    "resting",
    "reviews",
    "supplements",
    "webhooks",
]
