"""The limits within which definitions run: no diagram may cost more, whatever it draws."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Refused at deployment where a diagram says it in plain numbers; an incident where it shows when it runs.

    `steps` and `seconds` bound one act; `instances` one multi-instance activity; `call_depth` the sub-processes and
    called processes within each other; `repetitions` and `horizon_days` one timer.
    """

    steps: int = 10_000
    seconds: float = 30.0
    instances: int = 1_000
    call_depth: int = 50
    repetitions: int = 100_000
    horizon_days: int = 36_525


DEFAULT_LIMITS = Limits()
