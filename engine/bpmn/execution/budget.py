"""Limits at run time: what one act may spend, and how deep, how often and how far ahead it may go."""

import time
from datetime import datetime, timedelta
from typing import Any

from engine.domain.errors import ModelFault, Problem
from engine.domain.limits import Limits


class Budget:
    """The elements and the seconds of one act; the seconds count from its first element."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._steps_left = limits.steps
        self._until: float | None = None

    def spend(self, element: str | None) -> None:
        """One element runs; ModelFault when the act has had its share."""
        if self._until is None:
            self._until = time.monotonic() + self._limits.seconds
        self._steps_left -= 1
        if self._steps_left < 0:
            raise ModelFault(Problem("bpmn.too_deep", {"limit": self._limits.steps}, element=element))
        if time.monotonic() > self._until:
            raise ModelFault(Problem("bpmn.too_slow", {"limit": self._limits.seconds}, element=element))


def require_depth(depth: int, limits: Limits, element: str) -> None:
    """ModelFault where sub-processes and called processes stand too deep within each other."""
    if depth > limits.call_depth:
        raise ModelFault(Problem("bpmn.nested_too_deep", {"limit": limits.call_depth}, element=element))


def require_repetitions(task: Any, repetitions: int) -> None:
    """ModelFault for a cycle that comes too often; one without end (-1) is another thing and allowed."""
    limit = task.workflow.top_workflow.frame.limits.repetitions
    if repetitions > limit:
        raise ModelFault(Problem("bpmn.timer_repetitions", {"limit": limit}, element=task.task_spec.bpmn_id))


def require_horizon(task: Any, due: datetime) -> datetime:
    """The moment itself; ModelFault where it lies too far ahead."""
    workflow = task.workflow.top_workflow
    limit = workflow.frame.limits.horizon_days
    if due - workflow.now > timedelta(days=limit):
        raise ModelFault(Problem("bpmn.timer_horizon", {"limit": limit}, element=task.task_spec.bpmn_id))
    return due
