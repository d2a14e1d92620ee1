"""What one advance of a process instance brought about: the runner makes a `Step`, the store writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

InstanceState = Literal["running", "suspended", "incident", "completed", "failed", "cancelled"]
EventKind = Literal["message", "signal", "timer"]


@dataclass(frozen=True)
class StartedBy:
    """The event that starts an instance; `name` is the element's id for a timer, which has none.

    `due_at` says when a timer was to start it; `missed` how many earlier starts it stands for, or replaces.
    """

    kind: EventKind
    name: str
    due_at: datetime | None = None
    missed: int = 0


@dataclass(frozen=True, slots=True)
class PartState:
    """The new state of a (sub)process, and the keys of the long values that it names."""

    body: bytes
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stored:
    """What is stored of an instance: (sub)processes by key ("" is the process), and the long values that they name."""

    parts: Mapping[str, bytes]
    values: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Opened:
    """A user task that became open; `keys` names what is long in its data, and the keys of these values."""

    task_id: str
    element_id: str
    name: str
    data: Mapping[str, Any]
    keys: Mapping[str, str]
    scope: str = ""


@dataclass(frozen=True)
class Closed:
    """A user task that is open no more: done, cancelled by somebody's return, or else withdrawn by the diagram."""

    task_id: str
    done: bool
    is_cancelled: bool = False


@dataclass(frozen=True)
class Earlier:
    """A user task that a token has passed and can go back to; `task_id` is the task that was done there."""

    element_id: str
    name: str
    task_id: str


@dataclass(frozen=True)
class Armed:
    """A timer event that waits for `due_at` (UTC)."""

    task_id: str
    element_id: str
    due_at: datetime
    scope: str = ""


@dataclass(frozen=True)
class Passed:
    """A flow node that finished, in order of finishing."""

    element_id: str
    name: str | None
    element_type: str
    task_id: str


@dataclass(frozen=True)
class Thrown:
    """A message or signal that leaves the instance."""

    kind: Literal["message", "signal", "error", "escalation"]
    name: str
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Waiting:
    """A catch event that waits for a message or signal by name."""

    task_id: str
    element_id: str
    kind: Literal["message", "signal"]
    name: str


@dataclass(frozen=True)
class ActionCall:
    """A service task that stands ready: the action to run with its parameters and the data it may read."""

    task_id: str
    element_id: str
    name: str
    parameters: Mapping[str, str]
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """The model failed at an element; the instance becomes an incident until somebody mends it."""

    element_id: str
    code: str
    message: str


@dataclass(frozen=True)
class Step:
    """The whole outcome of one act.

    `parts` maps a changed (sub)process key to its new state, None where it ended; `variables` are None where they did
    not change. A `scope` names the sub-processes around a task, outermost first, by their keys with "/" between.
    `values` are long values by their keys, as bytes: all that are named here and were not named by a step before.
    """

    state: InstanceState
    parts: Mapping[str, PartState | None]
    variables: Mapping[str, Any] | None
    variable_keys: Mapping[str, str]
    opened: tuple[Opened, ...] = ()
    closed: tuple[Closed, ...] = ()
    armed: tuple[Armed, ...] = ()
    disarmed: tuple[str, ...] = ()
    passed: tuple[Passed, ...] = ()
    thrown: tuple[Thrown, ...] = ()
    subscribed: tuple[Waiting, ...] = ()
    unsubscribed: tuple[str, ...] = ()
    fault: Fault | None = None
    values: Mapping[str, bytes] = field(default_factory=dict)
