"""What a service task or a completed user task may call, registered by name."""

from engine.actions import (
    assessments,
    award_ballots,
    awarding,
    ballots,
    between_units,
    checks,
    cycles,
    ending,
    extension,
    handling,
    ladder_steps,
    matters,
    nominations,
    public_notices,
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
    "assessments",
    "award_ballots",
    "awarding",
    "ballots",
    "between_units",
    "checks",
    "cycles",
    "ending",
    "extension",
    "handling",
    "ladder_steps",
    "matters",
    "nominations",
    "public_notices",
    "resting",
    "reviews",
    "supplements",
    "webhooks",
]
