"""How far verification goes: bounds that are stated in its answer when they are met."""

import time
from dataclasses import dataclass, field

MAX_ELEMENTS = 2_000  # nodes and flows of one process
MAX_STATES = 20_000  # of one scope
MAX_SECONDS = 1.0  # of processor time for all files together
MAX_TOKENS = 3  # at one place, over what an activity needs at once


@dataclass(frozen=True)
class Budget:
    """What may be spent, counted in this thread from when it was made."""

    states: int = MAX_STATES
    seconds: float = MAX_SECONDS
    elements: int = MAX_ELEMENTS
    _began: float = field(default_factory=time.thread_time)

    def is_over(self) -> bool:
        return time.thread_time() - self._began > self.seconds
